import type { Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** What describing tables needs and dialects write differently. */
export interface ProfileForms {
  /** Whether a number is NaN. */
  readonly isNan: (number: Sql) => Sql;
  /** A share of the rows of a table, the same ones for the same seed; `null` where there is no seed. */
  readonly sample: ((table: Sql, percent: Sql, seed: Sql) => Sql) | null;
}

const isNan = (number: Sql): Sql => sql`isnan(${number})`;
const equalsNan = (number: Sql): Sql => sql`(${number} = 'NaN')`;

/**
 * The forms of each dialect. BigQuery samples blocks, without a seed; Redshift does not sample.
 * @see DuckDB, "SAMPLE clause"; PostgreSQL, "SELECT" (TABLESAMPLE)
 * @see Snowflake, "SAMPLE / TABLESAMPLE"; BigQuery, "TABLESAMPLE operator", "IS_NAN"
 * @see Apache Spark, "Sampling queries", "isnan"
 */
export const profileForms: Readonly<Record<Dialect, ProfileForms>> = {
  duckdb: {
    isNan,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample bernoulli(${percent} percent) repeatable (${seed}))`,
  },
  postgres: {
    isNan: equalsNan,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample bernoulli (${percent}) repeatable (${seed}))`,
  },
  snowflake: {
    isNan: equalsNan,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} sample bernoulli (${percent}) seed (${seed}))`,
  },
  bigquery: {
    isNan: (number) => sql`is_nan(${number})`,
    sample: null,
  },
  redshift: { isNan: equalsNan, sample: null },
  spark: {
    isNan,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample (${percent} percent) repeatable (${seed}))`,
  },
};
