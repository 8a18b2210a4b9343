import { relation, type TableName } from "@dx/core";
import { toPiece } from "../join-sql.ts";
import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/**
 * The query of what an engine's catalogue vouches for of a table, a row for each fact, nothing of the table being read: `fact`,
 * `columns` (a JSON list of names; NULL is none or all) and `detail`. First what it is: `table`, `view` with its SQL, `remote` (rows
 * that the engine fetches elsewhere) or `other`; none if it is not there, several if the name may mean several. Then `rows` (about how many there are, where that is known), `not-null`,
 * `key` (no two rows have equal values, NULL aside), `check` with its condition, and `collated`: text whose equality may not
 * be that of its code points. Only what holds of each row at each moment is told: no constraints that are not valid yet or deferred.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but DuckDB and Postgres
 */
export function tableFacts(table: TableName): Sql {
  return dialectCall("table-facts", relation(table));
}

/**
 * The query of what the footers of Parquet files say, a row for each column: `name`, `type` and `n_types`, `n_files`, `n_parts` and
 * `n_groups` (the same, where each group of rows has the column once), `n_rows`, `n_values`, `n_nulls` (NULL where a group does not
 * say), `has_partitions`, and `lows` and `highs`: JSON lists of the ends of groups that have values, null where an end is absent or cut.
 * @param path - a file, or a pattern of `glob` of files
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but DuckDB
 */
export function parquetFacts(path: string): Sql {
  return dialectCall("parquet-facts", toPiece(path));
}
