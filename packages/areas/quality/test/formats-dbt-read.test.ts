import { expect, test } from "vitest";
import { fromDbt, type Check } from "../src/index.ts";

const now = "2024-06-01T00:00:00";
const all = { of: "considered", failAbove: 0 } as const;
const columns = ["a", "b"];

/** What a check asks, without its head. */
function asked({
  id: _id,
  table: _table,
  dimension: _dimension,
  severity: _severity,
  ...rest
}: Check): object {
  return rest;
}

function ofDbt(column: string | undefined, tests: string): readonly object[] {
  const data = `data_tests: [${tests}]`;
  const model = column === undefined ? data : `columns: [{ name: ${column}, ${data} }]`;
  return fromDbt(`models: [{ name: shop, ${model} }]`, { dialect: "duckdb", now }).suite.checks.map(
    asked,
  );
}

test.each<readonly [column: string | undefined, test: string, check: object]>([
  [
    "a",
    "unique: { config: { error_if: '>10' } }",
    {
      measure: {
        kind: "failing",
        rule: { kind: "unique", columns: ["a"] },
        as: "duplicatedValues",
      },
      bounds: { max: 10 },
      warnBounds: { max: 0 },
    },
  ],
  [
    "a",
    "not_null: { config: { error_if: '>= 10', warn_if: '>2' } }",
    {
      rule: { kind: "not-null", column: "a" },
      threshold: { of: "count", failAbove: 9, warnAbove: 2 },
    },
  ],
  [
    "a",
    "not_null: { config: { severity: warn, warn_if: '= 3', error_if: '>5' } }",
    {
      measure: { kind: "failing", rule: { kind: "not-null", column: "a" }, as: "count" },
      bounds: { min: 3, max: 3, outside: true },
    },
  ],
  [
    "a",
    "dbt_utils.not_constant",
    { measure: { kind: "distinct-count", column: "a" }, bounds: { min: 1, max: 1, outside: true } },
  ],
  [
    "a",
    "dbt_utils.at_least_one: { group_by_columns: [g] }",
    { measure: { kind: "distinct-count", column: "a" }, bounds: { min: 1 }, groupBy: ["g"] },
  ],
  [
    "a",
    "dbt_utils.sequential_values: { interval: 1, datepart: hour }",
    { rule: { kind: "steps", column: "a", step: 1, unit: "hour" }, threshold: all },
  ],
  [
    "a",
    "dbt_utils.not_null_proportion: { at_least: 0.5, at_most: 0.9 }",
    { measure: { kind: "null-share", column: "a" }, bounds: { min: 0.1, max: 0.5 } },
  ],
  [
    "a",
    'dbt_utils.accepted_range: { min_value: 0, max_value: "b + 1" }',
    { rule: { kind: "condition", sql: "a >= 0 and a <= b + 1" }, threshold: all },
  ],
  [
    undefined,
    "dbt_utils.mutually_exclusive_ranges: { lower_bound_column: f, upper_bound_column: t, partition_by: g, gaps: not_allowed, zero_length_range_allowed: true }",
    {
      rule: {
        kind: "ranges",
        from: "f",
        to: "t",
        gaps: "not-allowed",
        within: ["g"],
        mayBeEmpty: true,
      },
      threshold: all,
    },
  ],
  [
    undefined,
    "dbt_utils.unique_combination_of_columns: { combination_of_columns: [a, b] }",
    { rule: { kind: "unique", columns, leaveOut: "none" }, threshold: all },
  ],
  [
    undefined,
    "dbt_utils.recency: { datepart: day, field: at, interval: 2 }",
    {
      measure: { kind: "freshness-minutes", column: "at", now },
      bounds: { max: 2880 },
      ofNothing: "fail",
    },
  ],
  [
    undefined,
    "dbt_utils.equal_rowcount: { compare_model: ref('other') }",
    {
      measure: {
        kind: "query",
        sql: "select (select count(*) from {table} as own_rows) - (select count(*) from other)",
      },
      bounds: { min: 0, max: 0 },
    },
  ],
  [
    undefined,
    "dbt_utils.expression_is_true: { expression: 'a > b', condition: 'a is not null', config: { where: c } }",
    { where: "(c) and (a is not null)", rule: { kind: "condition", sql: "a > b" }, threshold: all },
  ],
  [
    "a",
    "dbt_expectations.expect_column_values_to_be_increasing: { sort_column: at, group_by: [g] }",
    {
      rule: { kind: "increasing", column: "a", orderBy: ["at"], strictly: true, within: ["g"] },
      threshold: all,
    },
  ],
  [
    "a",
    "dbt_expectations.expect_column_mean_to_be_between: { min_value: 1, strictly: true, group_by: [g] }",
    {
      measure: { kind: "mean", column: "a" },
      bounds: { min: 1, strictMin: true },
      ofNothing: "fail",
      groupBy: ["g"],
    },
  ],
  [
    "a",
    "dbt_expectations.expect_column_values_to_be_in_set: { value_set: [\"'x'\", \"'it''s'\"], quote_values: false }",
    { rule: { kind: "in-set", column: "a", values: ["x", "it's"] }, threshold: all },
  ],
  [
    "a",
    "dbt_expectations.expect_column_distinct_count_to_equal: { value: 3 }",
    { measure: { kind: "distinct-count", column: "a" }, bounds: { min: 3, max: 3 } },
  ],
])("%s: %s", (column, text, check) => {
  expect(ofDbt(column, `{ ${text.includes(": ") ? text : `${text}: {}`} }`)).toEqual([check]);
});
