import { dialectCall } from "../dialect/functions.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/**
 * The sum of a hash of each row, by the engine's own hash function of 64 bits, as text; NULL if there are no rows. It
 * says quickly that two sets of rows of one engine are the same, as far as chance goes, if columns have the same types;
 * where sums differ, rows may still be equal (1.0 and 1.00). It is no fingerprint to keep: versions may hash otherwise.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but DuckDB and Postgres
 * @example
 * ```ts
 * import { engineSum, identifier, renderSql } from "@dx/sql";
 * const sum = engineSum([identifier("id")]);
 * const wanted = 'cast(sum(cast(hash("id") as hugeint)) as varchar)';
 * if (renderSql(sum, "duckdb").text !== wanted) throw new Error();
 * ```
 * @see PostgreSQL, "hashtextextended" in its sources; DuckDB, "Utility Functions", `hash`
 */
export function engineSum(columns: readonly Sql[]): Sql {
  return dialectCall("engine-sum", sql`${columns}`);
}
