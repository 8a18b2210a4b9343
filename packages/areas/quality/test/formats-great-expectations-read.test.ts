import { expect, test } from "vitest";
import { fromGreatExpectations, type Check } from "../src/index.ts";

const now = "2024-06-01T00:00:00";

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

function ofExpectation(type: string, kwargs: object): readonly object[] {
  const { suite } = fromGreatExpectations(
    { name: "shop", expectations: [{ type, kwargs }], suite_parameters: { most: 7 } },
    { dialect: "duckdb", now, rowOrder: "row" },
  );
  return suite.checks.map(asked);
}

const all = { of: "considered", failAbove: 0 } as const;
const columns = ["a", "b"];

test.each<readonly [type: string, kwargs: object, checks: readonly object[]]>([
  [
    "column_values_to_match_regex_list",
    { column: "a", regex_list: ["x", ""], match_on: "all" },
    [
      {
        rule: { kind: "matches-list", column: "a", patterns: ["x", "^"], match: "all" },
        threshold: all,
      },
    ],
  ],
  [
    "column_values_to_not_match_regex_list",
    { column: "a", regex_list: ["x"], mostly: 0.9 },
    [
      {
        rule: { kind: "matches-list", column: "a", patterns: ["x"], match: "any", not: true },
        threshold: { of: "considered", failAbove: 0.1 },
      },
    ],
  ],
  [
    "column_values_to_match_like_pattern",
    { column: "a", like_pattern: "a.%_" },
    [{ rule: { kind: "matches", column: "a", pattern: String.raw`^a\..*.$` }, threshold: all }],
  ],
  [
    "column_value_z_scores_to_be_less_than",
    { column: "a", threshold: 3, double_sided: true },
    [{ rule: { kind: "z-score", column: "a", below: 3, bothSides: true }, threshold: all }],
  ],
  [
    "column_values_to_not_be_outliers",
    { column: "a" },
    [{ rule: { kind: "fences", column: "a", times: 1.5 }, threshold: all }],
  ],
  [
    "column_values_to_be_decreasing",
    { column: "a", strictly: true },
    [
      {
        rule: {
          kind: "increasing",
          column: "a",
          orderBy: ["row"],
          strictly: true,
          decreasing: true,
        },
        threshold: all,
      },
    ],
  ],
  [
    "column_distinct_values_to_equal_set",
    { column: "a", value_set: [1] },
    [
      { rule: { kind: "in-set", column: "a", values: [1] }, threshold: all },
      { rule: { kind: "contains", column: "a", values: [1] }, threshold: all },
    ],
  ],
  [
    "column_most_common_value_to_be_in_set",
    { column: "a", value_set: [1], ties_okay: true },
    [
      {
        rule: { kind: "most-common", column: "a", values: [1], tiesAllowed: true },
        threshold: all,
      },
    ],
  ],
  [
    "column_max_to_be_between",
    { column: "a", max_value: "2020-01-01", strict_max: true },
    [
      {
        rule: {
          kind: "extreme",
          column: "a",
          which: "greatest",
          max: "2020-01-01",
          strictMax: true,
        },
        threshold: all,
      },
    ],
  ],
  [
    "column_max_to_be_between",
    { column: "a", max_value: { $PARAMETER: "most" } },
    [{ measure: { kind: "max", column: "a" }, bounds: { max: 7 }, ofNothing: "fail" }],
  ],
  [
    "column_values_to_be_between",
    { column: "a", min_value: { $PARAMETER: "now() - timedelta(weeks=2, hours=1)" } },
    [{ rule: { kind: "between", column: "a", min: "2024-05-17 23:00:00" }, threshold: all }],
  ],
  [
    "column_quantile_values_to_be_between",
    {
      column: "a",
      quantile_ranges: {
        quantiles: [0.5, 1],
        value_ranges: [
          [1, 2],
          [null, 9],
        ],
      },
    },
    [
      {
        measure: { kind: "quantile", column: "a", share: 0.5 },
        bounds: { min: 1, max: 2 },
        ofNothing: "fail",
      },
      {
        measure: { kind: "quantile", column: "a", share: 1 },
        bounds: { max: 9 },
        ofNothing: "fail",
      },
    ],
  ],
  [
    "column_pair_values_to_be_in_set",
    { column_A: "a", column_B: "b", value_pairs_set: [[1, null]] },
    [
      {
        rule: { kind: "in-tuples", columns, tuples: [[1, null]], leaveOut: "all-null" },
        threshold: all,
      },
    ],
  ],
  [
    "column_pair_values_to_be_equal",
    { column_A: "a", column_B: "b", ignore_row_if: "neither" },
    [
      {
        rule: { kind: "compare", left: "a", is: "=", right: "b", leaveOut: "none" },
        threshold: all,
      },
    ],
  ],
  [
    "compound_columns_to_be_unique",
    { column_list: columns, ignore_row_if: "any_value_is_missing" },
    [{ rule: { kind: "unique", columns }, threshold: all }],
  ],
  [
    "select_column_values_to_be_unique_within_record",
    { column_list: columns },
    [{ rule: { kind: "distinct-in-row", columns, leaveOut: "all-null" }, threshold: all }],
  ],
  [
    "multicolumn_values_to_be_equal",
    { column_list: columns },
    [{ rule: { kind: "equal-in-row", columns, leaveOut: "all-null" }, threshold: all }],
  ],
  [
    "multicolumn_sum_to_equal",
    { column_list: columns, sum_total: 4, ignore_row_if: "never" },
    [{ rule: { kind: "row-sum", columns, equals: 4, leaveOut: "none" }, threshold: all }],
  ],
  [
    "column_values_to_be_of_type",
    { column: "a", type_: "VARCHAR(20)" },
    [{ schema: { kind: "columns", columns: [{ name: "a", type: ["text"] }], others: true } }],
  ],
  [
    "column_to_exist",
    { column: "a", column_index: 2 },
    [{ schema: { kind: "columns", columns: [{ name: "a", at: 2 }], others: true } }],
  ],
  [
    "table_column_count_to_equal",
    { value: 3 },
    [{ measure: { kind: "columns-count" }, bounds: { min: 3, max: 3 } }],
  ],
  [
    "column_kl_divergence_to_be_less_than",
    {
      column: "a",
      threshold: 0.1,
      tail_weight_holdout: 0.2,
      partition_object: { bins: [0, 1, 2], weights: [0.5, 0.5] },
    },
    [
      {
        measure: {
          kind: "shift",
          column: "a",
          by: "kl",
          baseline: { edges: [0, 1, 2], weights: [0.4, 0.4], tails: [0.1, 0.1] },
        },
        bounds: { max: 0.1 },
      },
    ],
  ],
  [
    "column_values_to_not_be_null",
    {
      column: "a",
      row_condition: "b == 'x' and ~(c >= 1.5 | `d e`.isnull())",
      condition_parser: "pandas",
    },
    [
      {
        where: `(b = 'x' and not (c >= 1.5 or "d e" is null))`,
        rule: { kind: "not-null", column: "a" },
        threshold: { of: "rows", failAbove: 0 },
      },
    ],
  ],
  [
    "column_values_to_not_be_null",
    { column: "a", row_condition: "b.str.len() > 1", condition_parser: "pandas" },
    [],
  ],
  ["column_mean_to_be_between", { column: "a", min_value: "x" }, []],
])("expect_%s %o", (type, kwargs, checks) => {
  expect(ofExpectation(`expect_${type}`, kwargs)).toEqual(checks);
});

test("rows that are unexpected are counted in the table's place", () => {
  const [check] = ofExpectation("unexpected_rows_expectation", {});
  expect(check).toBeUndefined();
  const { suite } = fromGreatExpectations(
    {
      name: "shop",
      expectations: [
        {
          type: "unexpected_rows_expectation",
          kwargs: { unexpected_rows_query: "select * from {batch} where n > 1;" },
        },
      ],
    },
    { dialect: "duckdb" },
  );
  expect(suite.checks[0]).toMatchObject({
    measure: {
      kind: "query",
      sql: "select count(*) from (select * from {table} as batch where n > 1\n) as unexpected_rows",
    },
    bounds: { max: 0 },
  });
});
