import type { Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** What dialects write differently of periods and of the room that tables take. */
export interface PeriodForms {
  /** The first day of the month of a date, as a date. */
  readonly startOfMonth: (date: Sql) => Sql;
  /** A query of one number, the bytes that a table takes on the disk; `null` where no query tells. */
  readonly tableBytes: ((path: Sql) => Sql) | null;
}

const truncated = (date: Sql): Sql => sql`cast(date_trunc('month', ${date}) as date)`;

/**
 * The forms of each dialect. DuckDB counts blocks of 256 KiB that were written; Postgres counts indexes and long values too.
 * @see DuckDB, "Storage Info" (pragma_storage_info); PostgreSQL, "Database Object Size Functions"
 * @see BigQuery, "DATE_TRUNC"; Snowflake, "DATE_TRUNC"; Apache Spark, "trunc"
 */
export const periodForms: Readonly<Record<Dialect, PeriodForms>> = {
  duckdb: {
    startOfMonth: truncated,
    tableBytes: (path) =>
      sql`select cast(count(distinct block_id) * 262144 as bigint) as bytes from pragma_storage_info(${path}) where persistent and block_id >= 0`,
  },
  postgres: {
    startOfMonth: truncated,
    tableBytes: (path) => sql`select pg_total_relation_size(cast(${path} as regclass)) as bytes`,
  },
  snowflake: { startOfMonth: truncated, tableBytes: null },
  bigquery: { startOfMonth: (date) => sql`date_trunc(${date}, month)`, tableBytes: null },
  redshift: { startOfMonth: truncated, tableBytes: null },
  spark: { startOfMonth: (date) => sql`trunc(${date}, 'MM')`, tableBytes: null },
};
