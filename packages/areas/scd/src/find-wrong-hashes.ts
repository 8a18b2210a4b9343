import { relation, type TableName } from "@dx/core";
import { identifier, isNotDistinct, sql, type Sql } from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * The rows whose hash is not the one of their columns of type 2.
 * @param column - that keeps the hash
 * @param hash - what it should be, of the columns of the history
 */
export function findWrongHashes(
  history: TableName,
  spec: HistorySpec,
  { column, hash }: { readonly column: string; readonly hash: Sql },
): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const from = identifier(spec.validFrom);
  const rows = sql`
    select ${[...keys, from]}, ${identifier(column)} as kept_hash, ${hash} as wanted_hash
    from ${relation(history)}`;
  return sql`
    select * from (${rows}) as hashed
    where not ${isNotDistinct(sql`kept_hash`, sql`wanted_hash`)}
    order by ${[...keys, from]}`;
}

/**
 * The hashes of rows that differ in a column of type 2, and those of rows that do not, but have another hash too: what
 * is wrong whatever the formula. Unequal rows of one hash are shown as `kinds_of_rows`, equal ones of several as `kinds_of_hashes`.
 */
export function findInconsistentHashes(history: TableName, spec: HistorySpec, column: string): Sql {
  const values = columnsAs(columnsOf(spec).byType[2]);
  const hash = identifier(column);
  const pairs = sql`select distinct ${[hash, ...values]} from ${relation(history)}`;
  const among = values.length === 0 ? sql`` : sql`partition by ${values}`;
  return sql`
    select distinct kept_hash, kinds_of_rows, kinds_of_hashes
    from (
      select ${hash} as kept_hash, count(*) over (partition by ${hash}) as kinds_of_rows,
        count(*) over (${among}) as kinds_of_hashes
      from (${pairs}) as pairs
    ) as counted
    where kinds_of_rows > 1 or kinds_of_hashes > 1 or kept_hash is null
    order by kept_hash`;
}
