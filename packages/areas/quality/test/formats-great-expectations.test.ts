import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromGreatExpectations, toGreatExpectations, type Check, type Loss } from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";
import { gxComplaints } from "./validate.ts";

const dialects = fc.constantFrom("duckdb" as const, "postgres" as const);
const droppedOf = (losses: readonly Loss[]): readonly string[] =>
  losses.filter(({ effect }) => effect === "dropped").map(({ check }) => check);

test("a suite comes back but for what was dropped, and is valid under GX's own schemas", () => {
  const complaintsOf = gxComplaints();
  fc.assert(
    fc.property(anySuite, dialects, (suite, dialect) => {
      const { document, losses } = toGreatExpectations(suite, { dialect });
      for (const { expectations } of document)
        for (const one of expectations) expect(complaintsOf(one)).toBe("");
      const dropped = droppedOf(losses);
      const read = fromGreatExpectations(JSON.parse(JSON.stringify(document)), { dialect });
      expect(read.losses).toEqual([]);
      expect(read.suite.checks).toEqual(suite.checks.filter(({ id }) => !dropped.includes(id)));
    }),
    budget(20, 40),
  );
});

/** Without what dx keeps in it, as another tool would have written it. */
const stripped = (document: ReturnType<typeof toGreatExpectations>["document"]): unknown =>
  document.map(({ name, expectations, meta: { dx } }) => ({
    expectation_suite_name: name,
    meta: { dx: { table: dx.table } },
    expectations: expectations.map(({ type, kwargs, severity }) => ({
      expectation_type: type,
      kwargs,
      severity,
    })),
  }));

/** A check whose threshold GX can say. */
const plainer = (check: Check): Check => {
  if (!("rule" in check)) return check;
  const isCount = check.threshold.of === "count";
  const failAbove = isCount ? 0 : Math.min(99, Math.round(check.threshold.failAbove * 100)) / 100;
  return { ...check, threshold: { of: "considered", failAbove } };
};

const asked = (check: Check | undefined): unknown => {
  if (check === undefined) return undefined;
  const { id: _id, dimension: _dimension, owner: _owner, reason: _reason, ...rest } = check;
  return "threshold" in rest
    ? { ...rest, threshold: { failAbove: rest.threshold.failAbove } }
    : rest;
};

test("what GX says itself is read from its own words, in the old spelling too", () => {
  let read = 0;
  fc.assert(
    fc.property(anySuite, (suite) => {
      for (const one of suite.checks) {
        const { where: _where, ...check } = plainer(one);
        const { document } = toGreatExpectations(
          { name: "s", checks: [check] },
          { dialect: "postgres" },
        );
        const [first, ...more] = document[0]?.expectations ?? [];
        if (first === undefined || more.length > 0 || first.type.startsWith("unexpected")) continue;
        const back = fromGreatExpectations(stripped(document), { dialect: "postgres" });
        if ("warnBounds" in check) continue;
        const isSwapped =
          "rule" in check && check.rule.kind === "compare" && check.rule.is.startsWith("<");
        const wanted =
          isSwapped && check.rule.kind === "compare"
            ? {
                ...check,
                rule: {
                  ...check.rule,
                  left: check.rule.right,
                  is: check.rule.is.replace("<", ">"),
                  right: check.rule.left,
                },
              }
            : check;
        expect(asked(back.suite.checks[0])).toEqual(asked(wanted as Check));
        read += 1;
      }
    }),
    budget(60, 120),
  );
  expect(read).toBeGreaterThan(50);
});

const head = { table: "shop", dimension: "validity", severity: "error" } as const;

test("an expectation that was changed by hand counts, and keeps what GX has no word for", () => {
  const check: Check = {
    ...head,
    id: "n",
    owner: "me",
    rule: { kind: "between", column: "n", min: 0 },
    threshold: { of: "rows", failAbove: 0 },
  };
  const { document } = toGreatExpectations({ name: "s", checks: [check] }, { dialect: "duckdb" });
  const edited = JSON.parse(JSON.stringify(document).replace('"min_value":0', '"min_value":7'));
  const { suite, losses } = fromGreatExpectations(edited, { dialect: "duckdb" });
  expect(suite.checks[0]).toMatchObject({
    id: "n",
    owner: "me",
    rule: { kind: "between", column: "n", min: 7 },
  });
  expect(losses).toMatchObject([{ check: "n", effect: "metadata" }]);
});

test("a check that warns before it fails is two expectations of two severities, each with its share", () => {
  const check: Check = {
    ...head,
    id: "c",
    rule: { kind: "not-null", column: "city" },
    threshold: { of: "rows", warnAbove: 0.01, failAbove: 0.3 },
  };
  const [suite] = toGreatExpectations(
    { name: "s", checks: [check] },
    { dialect: "duckdb" },
  ).document;
  expect(suite?.expectations.map(({ severity, kwargs }) => [severity, kwargs["mostly"]])).toEqual([
    ["critical", 0.7],
    ["warning", 0.99],
  ]);
});

test("a denominator, a filter and a share that GX cannot say become SQL, never another share", () => {
  const rule = { kind: "in-set", column: "city", values: ["a"] } as const;
  const checks: readonly Check[] = [
    { ...head, id: "of-rows", rule, threshold: { of: "rows", failAbove: 0.05 } },
    { ...head, id: "thousandths", rule, threshold: { of: "considered", failAbove: 0.005 } },
    { ...head, id: "filter", where: "n > 0", rule, threshold: { of: "considered", failAbove: 0 } },
    {
      ...head,
      id: "empty",
      rule: { ...rule, values: [] },
      threshold: { of: "considered", failAbove: 0 },
    },
    {
      ...head,
      id: "2^53",
      rule: { ...rule, values: [2n ** 53n + 1n] },
      threshold: { of: "considered", failAbove: 0 },
    },
    { ...head, id: "native", rule, threshold: { of: "considered", failAbove: 0.05 } },
  ];
  const [suite] = toGreatExpectations({ name: "s", checks }, { dialect: "postgres" }).document;
  const types = suite?.expectations.map(({ type }) => type);
  expect(types).toEqual([
    ...Array.from({ length: 5 }, () => "unexpected_rows_expectation"),
    "expect_column_values_to_be_in_set",
  ]);
  expect(String(suite?.expectations[2]?.kwargs["unexpected_rows_query"])).toContain(
    "from (select * from {batch}) as checked where (n > 0)",
  );
});

test("braces in SQL are not taken for GX's own", () => {
  const check: Check = {
    ...head,
    id: "b",
    rule: { kind: "condition", sql: "city <> '{x}'" },
    threshold: { of: "rows", failAbove: 0 },
  };
  const [suite] = toGreatExpectations(
    { name: "s", checks: [check] },
    { dialect: "duckdb" },
  ).document;
  expect(String(suite?.expectations[0]?.kwargs["unexpected_rows_query"])).toContain(
    "city <> '{{x}}'",
  );
});

test("what GX has and dx has not is named", () => {
  const expectations = [
    { type: "expect_column_values_to_match_json_schema", kwargs: { column: "n", json_schema: {} } },
    { type: "expect_column_values_to_be_increasing", kwargs: { column: "n" } },
    { type: "expect_column_values_to_not_be_null", kwargs: { column: "n", mostly: 1.1 } },
    {
      type: "expect_column_values_to_be_unique",
      kwargs: {
        column: "n",
        row_condition: "n > 1 and m.str.len() > 2",
        condition_parser: "pandas",
      },
    },
    { type: "expect_compound_columns_to_be_unique", kwargs: { column_list: ["a", "b"] } },
    {
      type: "expect_column_values_to_be_in_set",
      kwargs: {
        column: "n",
        value_set: [1],
        row_condition: 'col("m") == "x"',
        condition_parser: "great_expectations",
      },
      severity: "info",
    },
  ];
  const { suite, losses } = fromGreatExpectations(
    { name: "shop", expectations },
    { dialect: "duckdb" },
  );
  expect(losses.map(({ effect, what }) => [effect, what])).toEqual([
    ["dropped", "expect_column_values_to_match_json_schema"],
    ["dropped", "the order of rows"],
    ["dropped", "expect_column_values_to_be_increasing"],
    ["dropped", "expect_column_values_to_not_be_null"],
    ["dropped", "row_condition"],
    ["metadata", "severity info"],
  ]);
  expect(suite.checks.map(({ where }) => where)).toEqual([undefined, "m = 'x'"]);
});

test("what is no suite is refused", () => {
  expect(() => fromGreatExpectations("- [", { dialect: "duckdb" })).toThrow(
    expect.objectContaining({ code: "DX_QUALITY_DOCUMENT" }),
  );
  expect(() => fromGreatExpectations(7, { dialect: "duckdb" })).toThrow(
    expect.objectContaining({ code: "DX_QUALITY_DOCUMENT" }),
  );
  const check: Check = {
    ...head,
    id: "twice",
    rule: { kind: "not-null", column: "a" },
    threshold: { of: "rows", failAbove: 0 },
  };
  expect(() =>
    toGreatExpectations({ name: "s", checks: [check, check] }, { dialect: "duckdb" }),
  ).toThrow(expect.objectContaining({ code: "DX_QUALITY_SUITE" }));
});

test("values as a whole, outliers, pairs and numbers of columns have words of GX, which are read back", () => {
  const about = { table: "t", dimension: "validity", severity: "error" } as const;
  const threshold = { of: "considered", failAbove: 0 } as const;
  const rules: readonly (readonly [
    Extract<Check, { rule: object }>["rule"],
    string | undefined,
  ])[] = [
    [
      { kind: "contains", column: "a", values: [1, 2] },
      "expect_column_distinct_values_to_contain_set",
    ],
    [
      { kind: "most-common", column: "a", values: ["x"], tiesAllowed: true },
      "expect_column_most_common_value_to_be_in_set",
    ],
    [
      { kind: "z-score", column: "a", below: 3, bothSides: true },
      "expect_column_value_z_scores_to_be_less_than",
    ],
    [
      { kind: "in-tuples", columns: ["a", "b"], tuples: [["x", 1]] },
      "expect_column_pair_values_to_be_in_set",
    ],
    [{ kind: "in-tuples", columns: ["a", "b"], tuples: [["x", null]] }, undefined],
    [{ kind: "in-tuples", columns: ["a", "b", "c"], tuples: [["x", 1, 2]] }, undefined],
    [{ kind: "contains", column: "a", values: [2n ** 60n] }, undefined],
  ];
  for (const [rule, type] of rules) {
    const check: Check = { ...about, id: rule.kind, rule, threshold };
    const { document } = toGreatExpectations(
      { name: "s", checks: [check] },
      { dialect: "postgres" },
    );
    const found = document[0]?.expectations[0]?.type;
    expect(found === "unexpected_rows_expectation" ? undefined : found).toBe(type);
    if (type === undefined) continue;
    const { suite } = fromGreatExpectations(stripped(document), { dialect: "postgres" });
    const [back] = suite.checks;
    expect(back !== undefined && "rule" in back ? back.rule : back).toEqual(rule);
  }
  const count: Check = {
    ...about,
    id: "n",
    measure: { kind: "columns-count" },
    bounds: { min: 2, max: 3 },
  };
  const { document, losses } = toGreatExpectations(
    { name: "s", checks: [count] },
    { dialect: "postgres" },
  );
  expect(document[0]?.expectations[0]).toMatchObject({
    type: "expect_table_column_count_to_be_between",
    kwargs: { min_value: 2, max_value: 3 },
  });
  expect(losses).toEqual([]);
});
