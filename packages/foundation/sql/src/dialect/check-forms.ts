import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** What checks of data need and dialects write differently; `null` where a dialect lacks it. */
export interface CheckForms {
  /** How many rows fulfil a condition. */
  readonly countIf: (condition: Sql) => Sql;
  /** Whether a regular expression, in which `.` is any character, matches anywhere in text. */
  readonly matches: (value: Sql, pattern: string) => Sql;
  /** Whether text is as a pattern of `glob` says, all of it; `null` where there is no such operator. */
  readonly glob: ((value: Sql, pattern: string) => Sql) | null;
  /** The value below which a share of a column's values lies, interpolated between neighbours. */
  readonly quantile: ((value: Sql, share: Sql) => Sql) | null;
  /** How many different whole numbers there are, all between two bounds; an error if one is not. */
  readonly countIntegers: (value: Sql, min: string, max: string) => Sql;
  /** Whether that is done by a bitmap. */
  readonly hasBitmaps: boolean;
  /** Whether text is one JSON value. */
  readonly isJson: (value: Sql) => Sql;
  /** A time so many units later, as a timestamp. */
  readonly later: (time: Sql, step: string, unit: string) => Sql;
}

const filtered = (condition: Sql): Sql => sql`count(*) filter (where ${condition})`;
const summed = (condition: Sql): Sql =>
  sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
const within = (value: Sql, share: Sql): Sql =>
  sql`percentile_cont(${share}) within group (order by ${value})`;
const distinct = (value: Sql): Sql => sql`count(distinct ${value})`;
const plain = (text: string): Sql => ({ kind: "sql", pieces: [{ kind: "text", text }] });
const plus = (time: Sql, step: string, unit: string): Sql =>
  sql`(${time} + ${plain(`interval '${step} ${unit}'`)})`;
const anyCharacter = (pattern: string): string => `(?s)${pattern}`;

/**
 * The forms of each dialect. In Spark and Snowflake, `$` also matches before a last line feed.
 * @see DuckDB, "Pattern Matching", "Aggregate Functions"; PostgreSQL, "POSIX Regular Expressions"
 * @see Snowflake, "REGEXP_INSTR" (parameters), "CHECK_JSON"; BigQuery, "regexp_contains", "DATETIME_ADD"; Spark, "rlike", "percentile", "get_json_object"
 * @see Redshift, "CAN_JSON_PARSE"; PostgreSQL (from 16), "IS JSON"
 */
export const checkForms: Readonly<Record<Dialect, CheckForms>> = {
  duckdb: {
    countIf: (condition) => sql`cast(coalesce(count_if(${condition}), 0) as bigint)`,
    matches: (value, pattern) => sql`regexp_matches(${value}, ${pattern}, 's')`,
    glob: (value, pattern) => sql`(${value} glob ${pattern})`,
    quantile: (value, share) => sql`quantile_cont(${value}, ${share})`,
    countIntegers: (value, min, max) =>
      sql`coalesce(bit_count(bitstring_agg(${value}, ${plain(min)}, ${plain(max)})), 0)`,
    hasBitmaps: true,
    isJson: (value) => sql`json_valid(${value})`,
    later: plus,
  },
  postgres: {
    countIf: filtered,
    matches: (value, pattern) => sql`(${value} ~ ${pattern})`,
    glob: null,
    quantile: within,
    countIntegers: distinct,
    hasBitmaps: false,
    isJson: (value) => sql`(${value} is json)`,
    later: plus,
  },
  snowflake: {
    countIf: (condition) => sql`count_if(${condition})`,
    matches: (value, pattern) => sql`(regexp_instr(${value}, ${pattern}, 1, 1, 0, 's') > 0)`,
    glob: null,
    quantile: within,
    countIntegers: distinct,
    hasBitmaps: false,
    isJson: (value) => sql`(check_json(${value}) is null)`,
    later: plus,
  },
  bigquery: {
    countIf: (condition) => sql`countif(${condition})`,
    matches: (value, pattern) => sql`regexp_contains(${value}, ${anyCharacter(pattern)})`,
    glob: null,
    quantile: null,
    countIntegers: distinct,
    hasBitmaps: false,
    isJson: (value) => sql`(safe.parse_json(${value}) is not null)`,
    later: (time, step, unit) =>
      sql`datetime_add(cast(${time} as datetime), ${plain(`interval ${step} ${unit}`)})`,
  },
  redshift: {
    countIf: summed,
    matches: (value, pattern) => sql`(${value} ~ ${pattern})`,
    glob: null,
    quantile: within,
    countIntegers: distinct,
    hasBitmaps: false,
    isJson: (value) => sql`can_json_parse(${value})`,
    later: plus,
  },
  spark: {
    countIf: (condition) => sql`count_if(${condition})`,
    matches: (value, pattern) => sql`(${value} rlike ${anyCharacter(pattern)})`,
    glob: null,
    quantile: (value, share) => sql`percentile(${value}, ${share})`,
    countIntegers: distinct,
    hasBitmaps: false,
    isJson: (value) => sql`(get_json_object(${value}, '$') is not null)`,
    later: (time, step, unit) => sql`(${time} + ${plain(`interval '${step}' ${unit}`)})`,
  },
};

/** The quantile of a dialect. @throws DxError `DX_SQL_UNSUPPORTED` where there is none */
export function quantileForm(dialect: Dialect): NonNullable<CheckForms["quantile"]> {
  const form = checkForms[dialect].quantile;
  if (form !== null) return form;
  throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no exact quantile as an aggregate`, {
    hint: "compute it in a query of its own",
  });
}
