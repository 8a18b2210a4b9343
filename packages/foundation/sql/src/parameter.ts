import { dataType, DxError, type TypeName } from "@dx/core";
import type { Sql } from "./sql.ts";

/**
 * Stands for a value that is supplied when the SQL is run, as by a scheduled job: written in the dialect's
 * own form (`:name`, `@name`, `$name`), unless `renderSql` is given its value.
 * @throws DxError `DX_SQL_PARAMETER` if the name is not letters, digits and underscores
 * @example
 * ```ts
 * import { parameter, renderSql, sql } from "@dx/sql";
 * const query = sql`select * from sales where day = ${parameter("day", "date")}`;
 * const { text } = renderSql(query, "bigquery");
 * if (text !== "select * from sales where day = cast(@day as date)") throw new Error();
 * ```
 */
export function parameter(name: string, type: TypeName): Sql {
  if (!/^[A-Za-z_]\w{0,62}$/.test(name))
    throw new DxError("DX_SQL_PARAMETER", `not the name of a parameter: ${JSON.stringify(name)}`, {
      hint: "letters, digits and underscores, a letter first",
    });
  return { kind: "sql", pieces: [{ kind: "parameter", name, type: dataType(type) }] };
}
