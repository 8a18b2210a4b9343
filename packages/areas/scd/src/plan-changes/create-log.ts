import {
  castAs,
  createTable,
  identifier,
  sql,
  type ColumnDefinition,
  type Statement,
} from "@dx/sql";
import { needTypes, type TypedColumn } from "../need-types.ts";
import { columnsAt, type Work } from "./work.ts";

/** Makes the log of a history where there is none, with the types that are told, or those of the history. */
export function createLog(work: Work): Statement {
  const { history, log, columns, spec, types } = work;
  const purpose = `make ${log.name} where there is none, for what ${history.name} cannot tell`;
  const isNumbered = spec.surrogate?.by === "sequence";
  if (types !== undefined)
    return { purpose, sql: createTable(log, logColumns(work, types), { ifNotExists: true }) };
  const values = [
    ...columnsAt("h", columns.key),
    sql`${identifier("h", spec.validFrom)} as dx_at`,
    sql`${castAs(sql`${""}`, "text")} as dx_what`,
    ...(isNumbered ? [sql`${castAs(sql`0`, "int64")} as dx_number`] : []),
  ];
  const none = sql`select ${values} from ${history} as h where 1 = 0`;
  return { purpose, sql: sql`create table if not exists ${log} as ${none}` };
}

function logColumns(
  { columns, spec }: Work,
  types: readonly TypedColumn[],
): readonly ColumnDefinition[] {
  const typeOf = needTypes(types);
  const keys = columns.key.map((name) => ({ name, type: typeOf(name) }));
  const rest: readonly ColumnDefinition[] = [
    { name: "dx_at", type: "timestamp" },
    { name: "dx_what", type: "text" },
  ];
  const number: ColumnDefinition = { name: "dx_number", type: "int64" };
  return [...keys, ...rest, ...(spec.surrogate?.by === "sequence" ? [number] : [])];
}
