import { sql, type Statement } from "@dx/sql";
import { identifier } from "@dx/sql";
import { castAs, columnsAt, type Work } from "./work.ts";

/** Makes the log of a history where there is none, with the types of the history. */
export function createLog({ history, log, columns, spec }: Work): Statement {
  const number =
    spec.surrogate?.by === "sequence" ? [sql`${castAs(sql`0`, "int64")} as dx_number`] : [];
  const values = [
    ...columnsAt("h", columns.key),
    sql`${identifier("h", spec.validFrom)} as dx_at`,
    sql`${castAs(sql`''`, "text")} as dx_what`,
    ...number,
  ];
  return {
    purpose: `make ${log.name} where there is none, for what ${history.name} cannot tell`,
    sql: sql`create table if not exists ${log} as select ${values} from ${history} as h where 1 = 0`,
  };
}
