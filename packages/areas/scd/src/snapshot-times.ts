import { getColumn, relation, valueAt, type TableName } from "@dx/core";
import { castAs, identifier, query, sql, type Query, type Sql } from "@dx/sql";

/** A value as a timestamp without time zone, as of a date. */
export function toTimestamp(value: Sql): Sql {
  return castAs(value, "timestamp");
}

/** Asks which snapshots a table has, in order: the different times of a column, in microseconds since 1970-01-01T00:00:00. NULL is none. */
export function snapshotTimes(table: TableName, column: string): Query<readonly bigint[]> {
  const at = identifier(column);
  const question = sql`
    select distinct ${toTimestamp(at)} as taken_at from ${relation(table)}
    where ${at} is not null order by taken_at`;
  return query("snapshotTimes", question, (rows) => {
    const times = getColumn(rows, "taken_at", "timestamp");
    return Array.from({ length: rows.count }, (_, index) => valueAt(times, index) ?? 0n);
  });
}
