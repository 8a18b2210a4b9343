/* oxlint-disable vitest/no-conditional-expect -- what a property says depends on what it drew */
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fromDbt, toDbtTests, type Check } from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";
import { dbtComplaints } from "./validate.ts";

const complaintsOf = dbtComplaints();
const options = fc.record({
  dialect: fc.constantFrom("duckdb" as const, "postgres" as const),
  layout: fc.constantFrom("data_tests" as const, "tests" as const),
  tables: fc.constantFrom("sources" as const, "models" as const),
});

test("a suite comes back but for what was lost, and is valid under dbt's own schema", () => {
  fc.assert(
    fc.property(anySuite, options, (suite, how) => {
      const { document, losses } = toDbtTests(suite, how);
      if (how.layout === "data_tests") expect(complaintsOf(parse(document))).toBe("");
      const lost = new Set(
        losses
          .filter(({ effect }) => effect === "dropped" || effect === "one-way")
          .map(({ check }) => check),
      );
      const read = fromDbt(document, { dialect: how.dialect });
      expect(read.losses).toEqual([]);
      const byId = (checks: readonly Check[]): readonly Check[] =>
        checks.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      expect(byId(read.suite.checks)).toEqual(byId(suite.checks.filter(({ id }) => !lost.has(id))));
    }),
    budget(6, 12),
  );
});

test("dbt's own schema refuses the layout that only older versions read", () => {
  const older =
    "{ version: 2, models: [{ name: a, columns: [{ name: b, tests: [{ accepted_values: { values: [x] } }] }] }] }";
  expect(complaintsOf(parse(older))).not.toBe("");
});

const head = { table: "shop", dimension: "validity", severity: "error" } as const;
const none = { of: "considered", failAbove: 0 } as const;

test("dbt's own tests are taken where they mean the same, and no others", () => {
  const checks: readonly Check[] = [
    { ...head, id: "a", rule: { kind: "not-null", column: "City" }, threshold: none },
    {
      ...head,
      id: "b",
      severity: "warning",
      where: "n > 0",
      rule: { kind: "unique", columns: ["n"] },
      threshold: none,
    },
    { ...head, id: "c", rule: { kind: "in-set", column: "n", values: [1, 2] }, threshold: none },
    {
      ...head,
      id: "d",
      rule: { kind: "in-set", column: "city", values: ["it's"] },
      threshold: none,
    },
    {
      ...head,
      id: "e",
      rule: { kind: "not-null", column: "n" },
      threshold: { of: "rows", failAbove: 0.1 },
    },
  ];
  const { document, losses, macros } = toDbtTests({ name: "raw", checks }, { dialect: "postgres" });
  const [source] = parse(document).sources;
  const [table] = source.tables;
  expect([source.name, source.schema, table.name]).toEqual(["raw", "{{ target.schema }}", "shop"]);
  const testAt = (column: number, at: number): Record<string, Record<string, unknown>> =>
    table.columns[column].data_tests[at];
  expect(table.columns.map(({ name }: { name: string }) => name)).toEqual(["city", "n"]);
  expect(testAt(0, 0)["not_null"]).toMatchObject({ name: "dx_a", config: { severity: "error" } });
  expect(testAt(1, 0)["unique"]).toMatchObject({ config: { severity: "warn", where: "n > 0" } });
  expect(testAt(1, 1)["accepted_values"]).toMatchObject({
    arguments: { values: [1, 2], quote: false },
  });
  expect(table.data_tests.map((one: object) => Object.keys(one))).toEqual([
    ["dx_level"],
    ["dx_level"],
  ]);
  expect(table.data_tests[1].dx_level.arguments.query).toContain("from __dx_model__ as checked");
  expect(macros).toContain("{% test dx_level(model, query) %}");
  expect(losses.map(({ check, effect }) => [check, effect])).toEqual([
    ["b", "figure"],
    ["c", "figure"],
  ]);
});

test("freshness is what a source is told, and is no test", () => {
  const check: Check = {
    ...head,
    id: "f",
    measure: { kind: "freshness-minutes", column: "at", now: "2026-01-01" },
    bounds: { max: 90 },
    warnBounds: { max: 60 },
  };
  const { document, losses } = toDbtTests({ name: "s", checks: [check] }, { dialect: "duckdb" });
  expect(parse(document).sources[0].tables[0].config).toEqual({
    loaded_at_field: "at",
    freshness: {
      warn_after: { count: 60, period: "minute" },
      error_after: { count: 90, period: "minute" },
    },
  });
  expect(losses.map(({ effect }) => effect)).toEqual(["verdict", "one-way"]);
});

const read = (tests: string, column = "n"): ReturnType<typeof fromDbt> =>
  fromDbt(
    `{ version: 2, models: [{ name: shop, columns: [{ name: ${column}, tests: [${tests}] }] }] }`,
    { dialect: "postgres" },
  );

test.each([
  ["not_null", { rule: { kind: "not-null", column: "n" } }],
  [
    "{ dbt_utils.accepted_range: { min_value: 0, inclusive: false } }",
    { rule: { kind: "between", min: 0, strictMin: true } },
  ],
  [
    "{ dbt_utils.not_null_proportion: { at_least: 0.95 } }",
    { rule: { kind: "not-null" }, threshold: { of: "rows", failAbove: 0.05 } },
  ],
  [
    '{ dbt_utils.expression_is_true: { expression: ">= 0" } }',
    { rule: { kind: "condition", sql: "n >= 0" } },
  ],
  [
    "{ relationships: { arguments: { to: \"source('raw', 'Big')\", field: id } } }",
    { rule: { kind: "references", table: 'raw."Big"', referenced: ["id"] } },
  ],
  [
    "{ accepted_values: { values: [1, 2], config: { severity: warn, where: 'm = 1' } } }",
    { severity: "warning", where: "m = 1", rule: { values: ["1", "2"] } },
  ],
  [
    "{ dbt_expectations.expect_column_values_to_be_between: { min_value: 1, row_condition: 'm is null' } }",
    { where: "m is null", rule: { kind: "between", min: 1 } },
  ],
  [
    "{ name: mine, test_name: not_null, config: { severity: warn } }",
    { severity: "warning", rule: { kind: "not-null" } },
  ],
])("reads %s", (text, wanted) => {
  const { suite, losses } = read(text);
  expect(losses).toEqual([]);
  expect(suite.checks).toMatchObject([{ table: "shop", ...wanted }]);
});

test("what dbt's tests say and dx cannot is named", () => {
  const { suite, losses } = read(
    "{ unique: { config: { error_if: 'many', fail_calc: 'sum(n)' } } }, { my_test: { x: 1 } }, { not_null: { config: { enabled: false } } }",
  );
  expect(suite.checks).toHaveLength(1);
  expect(losses.map(({ effect, what }) => [effect, what])).toEqual([
    ["verdict", "fail_calc"],
    ["verdict", "error_if"],
    ["dropped", "my_test"],
    ["dropped", "a test that is not enabled"],
  ]);
});
