import type { Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** What describing tables needs and dialects write differently. */
export interface ProfileForms {
  /** Whether a number is NaN. */
  readonly isNan: (number: Sql) => Sql;
  /** Whether text has a part that a regular expression matches. */
  readonly matches: (text: Sql, pattern: Sql) => Sql;
  /** A share of the rows of a table, the same ones for the same seed; `null` where there is no seed. */
  readonly sample: ((table: Sql, percent: Sql, seed: Sql) => Sql) | null;
}

const isNan = (number: Sql): Sql => sql`isnan(${number})`;
const equalsNan = (number: Sql): Sql => sql`(${number} = 'NaN')`;
const byOperator = (text: Sql, pattern: Sql): Sql => sql`(${text} ~ ${pattern})`;

/**
 * The forms of each dialect. BigQuery samples blocks, without a seed; Redshift does not sample.
 * @see DuckDB, "SAMPLE clause", "Regular expressions"; PostgreSQL, "SELECT" (TABLESAMPLE), "Pattern matching"
 * @see Snowflake, "SAMPLE / TABLESAMPLE", "REGEXP_INSTR"; BigQuery, "TABLESAMPLE operator", "IS_NAN", "REGEXP_CONTAINS"
 * @see Amazon Redshift, "POSIX operators"; Apache Spark, "Sampling queries", "isnan", "rlike"
 */
export const profileForms: Readonly<Record<Dialect, ProfileForms>> = {
  duckdb: {
    isNan,
    matches: (text, pattern) => sql`regexp_matches(${text}, ${pattern})`,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample bernoulli(${percent} percent) repeatable (${seed}))`,
  },
  postgres: {
    isNan: equalsNan,
    matches: byOperator,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample bernoulli (${percent}) repeatable (${seed}))`,
  },
  snowflake: {
    isNan: equalsNan,
    matches: (text, pattern) => sql`(regexp_instr(${text}, ${pattern}) > 0)`,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} sample bernoulli (${percent}) seed (${seed}))`,
  },
  bigquery: {
    isNan: (number) => sql`is_nan(${number})`,
    matches: (text, pattern) => sql`regexp_contains(${text}, ${pattern})`,
    sample: null,
  },
  redshift: { isNan: equalsNan, matches: byOperator, sample: null },
  spark: {
    isNan,
    matches: (text, pattern) => sql`(${text} rlike ${pattern})`,
    sample: (table, percent, seed) =>
      sql`(select * from ${table} tablesample (${percent} percent) repeatable (${seed}))`,
  },
};
