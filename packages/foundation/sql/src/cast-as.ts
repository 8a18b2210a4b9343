import { dataType, type TypeName } from "@dx/core";
import { sql } from "./sql-template.ts";
import type { Sql, SqlValue } from "./sql.ts";

/**
 * A value as one of another type, by the name that each dialect has for it.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where the dialect has no such type
 * @example
 * ```ts
 * import { castAs, identifier, renderSql } from "@dx/sql";
 * if (renderSql(castAs(identifier("a"), "text"), "duckdb").text !== 'cast("a" as varchar)') throw new Error();
 * ```
 */
export function castAs(value: SqlValue, type: TypeName): Sql {
  const name: Sql = { kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] };
  return sql`cast(${value} as ${name})`;
}
