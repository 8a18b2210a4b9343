import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fromSoda, toSodaCl, toSodaContract, type Check, type Loss } from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";

const notRead = (losses: readonly Loss[]): ReadonlySet<string> =>
  new Set(
    losses
      .filter(({ effect }) => effect === "dropped" || effect === "one-way")
      .map(({ check }) => check),
  );

/** A check without what the losses name, and without what means nothing where nothing may fail. */
function essence(check: Check, losses: readonly Loss[]): unknown {
  const of = losses
    .filter((loss) => loss.check === check.id)
    .map(({ what }) => what)
    .join(", ");
  const { id: _id, table, reason, owner, dimension, severity: _severity, ...rest } = check;
  const kept = {
    ...(of.includes("reason") ? {} : { reason }),
    ...(of.includes("owner") ? {} : { owner }),
    ...(of.includes("dimension") ? {} : { dimension }),
  };
  const isStrict =
    "threshold" in rest && rest.threshold.failAbove === 0 && rest.threshold.warnAbove === undefined;
  const ofAll =
    "threshold" in rest && (isStrict || rest.rule.kind === "not-null")
      ? { threshold: { ...rest.threshold, of: "any" } }
      : {};
  const isAged = "measure" in rest && rest.measure.kind === "freshness-minutes";
  const now = isAged ? { measure: { ...rest.measure, now: "" } } : {};
  const warned = of.includes("two warnings") ? { bounds: 0, warnBounds: undefined } : {};
  const schema =
    "schema" in rest
      ? {
          schema: {
            ...rest.schema,
            columns: rest.schema.columns.map(({ name }) => name),
            ...(of.includes("further columns") ? { others: true } : {}),
          },
        }
      : {};
  const severity = of.includes("severity") ? {} : { severity: check.severity };
  return {
    ...kept,
    ...rest,
    ...severity,
    table: table.replace(/^main\./, ""),
    ...ofAll,
    ...now,
    ...warned,
    ...schema,
  };
}

const plainDimension = (losses: readonly Loss[], check: Check): Check =>
  losses.some((loss) => loss.check === check.id && loss.what.includes("dimension"))
    ? { ...check, dimension: "validity" }
    : check;

test("SodaCL comes back but for what its losses name", () => {
  fc.assert(
    fc.property(anySuite, (suite) => {
      const { document, losses } = toSodaCl(suite, { dialect: "postgres" });
      const lost = notRead(losses);
      const read = fromSoda(document, { dialect: "postgres" });
      const byId = new Map(read.suite.checks.map((check) => [check.id, check]));
      const wanted = suite.checks.filter(({ id }) => !lost.has(id));
      expect([...byId.keys()].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
      for (const check of wanted) {
        const back = byId.get(check.id);
        expect(back && essence(plainDimension(losses, back), losses)).toEqual(
          essence(plainDimension(losses, check), losses),
        );
      }
    }),
    budget(20, 40),
  );
});

test("a contract of Soda 4 comes back but for what its losses name", () => {
  fc.assert(
    fc.property(anySuite, (suite) => {
      const { document, losses } = toSodaContract(suite, {
        dialect: "postgres",
        dataSource: "lake",
      });
      const lost = notRead(losses);
      const isWidened = losses.some(({ what }) => what.startsWith("further columns of"));
      for (const { table, text } of document) {
        const read = fromSoda(text, { dialect: "postgres", table });
        const byId = new Map(read.suite.checks.map((check) => [check.id, check]));
        const wanted = suite.checks.filter((check) => check.table === table && !lost.has(check.id));
        expect([...byId.keys()].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
        const seen = suite.checks.filter(
          (check) => check.table === table && "schema" in check,
        ).length;
        for (const check of wanted) {
          if ("schema" in check && (isWidened || seen > 1)) continue;
          const back = byId.get(check.id);
          expect(back && essence(plainDimension(losses, back), losses)).toEqual(
            essence(plainDimension(losses, check), losses),
          );
        }
      }
    }),
    budget(20, 40),
  );
});

test.each([
  ["row_count > 0", { measure: { kind: "row-count" }, bounds: { min: 1 } }],
  ["row_count between 1 and 10", { bounds: { min: 1, max: 10 } }],
  [
    "missing_percent(city) <= 5%",
    { rule: { kind: "not-null", column: "city" }, threshold: { of: "rows", failAbove: 0.05 } },
  ],
  ["duplicate_count(a, b) = 0", { rule: { kind: "unique", columns: ["a", "b"] } }],
  [
    "invalid_count(n) = 0:\n      valid min: 1\n      valid max: 5",
    { rule: { kind: "between", min: 1, max: 5 } },
  ],
  [
    "avg(n):\n      warn: when > 5\n      fail: when not between 1 and 9",
    { bounds: { min: 1, max: 9 }, warnBounds: { max: 5 } },
  ],
  [
    "values in (a) must exist in parent (b)",
    { rule: { kind: "references", columns: ["a"], table: "parent", referenced: ["b"] } },
  ],
  [
    "failed rows:\n      fail condition: n < 0",
    { rule: { kind: "condition", sql: "not (n < 0)" } },
  ],
  [
    "freshness(at) < 2h",
    { measure: { kind: "freshness-minutes", column: "at" }, bounds: { max: 120 } },
  ],
  [
    "schema:\n      warn:\n        when required column missing: [a, b]",
    { severity: "warning", schema: { columns: [{ name: "a" }, { name: "b" }], others: true } },
  ],
  [
    "missing_count(a):\n      filter: b > 1\n      warn: when > 0",
    { severity: "warning", where: "b > 1", rule: { kind: "not-null" } },
  ],
  ["missing_count(a) < 5", { threshold: { of: "count", failAbove: 4 } }],
  ["missing_count(a) > 5", { measure: { kind: "failing", as: "count" }, bounds: { min: 6 } }],
  [
    "duplicate_count(a) <= 3",
    { measure: { kind: "failing", as: "duplicatedValues" }, bounds: { max: 3 } },
  ],
  ["invalid_percent(a) not between 1 and (2%", undefined],
  [
    "invalid_percent(a):\n      valid values: [x]\n      warn: when > 1%\n      fail: when >= 5%",
    {
      measure: { rule: { kind: "in-set" }, as: "share-of-rows" },
      bounds: { max: 0.05, strictMax: true },
      warnBounds: { max: 0.01 },
    },
  ],
  [
    "invalid_count(a) = 0:\n      missing values: [n/a]\n      valid min length: 2\n      valid format: email",
    {
      rule: {
        kind: "all-of",
        rules: [{ kind: "length", min: 2 }, { kind: "matches" }],
        among: [{ kind: "not-in-set", values: ["n/a"] }],
      },
    },
  ],
  [
    "missing_count(a) = 0:\n      missing regex: ^-$",
    { rule: { kind: "all-of", rules: [{ kind: "not-null" }, { kind: "matches", not: true }] } },
  ],
  ["avg(n) between (1 and 2]", { bounds: { min: 1, strictMin: true, max: 2 } }],
  [
    "min_length(a) != 3",
    {
      measure: { kind: "expression", sql: "min(length(a))" },
      bounds: { min: 3, max: 3, outside: true },
    },
  ],
  [
    "percentile(n, 0.9) > 1",
    {
      measure: { sql: "percentile_disc(0.9) within group (order by n)" },
      bounds: { strictMin: true },
    },
  ],
  ["freshness(at) < 1d6h", { bounds: { max: 1800, strictMax: true } }],
  ["row_count same as other", { measure: { kind: "query" }, bounds: { min: 0, max: 0 } }],
  [
    "profit < 5:\n      profit expression: sum(a) - sum(b)",
    { measure: { kind: "expression", sql: "sum(a) - sum(b)" } },
  ],
  [
    "failed rows:\n      fail query: select * from shop where n < 0",
    {
      measure: { sql: "select count(*) from (select * from shop where n < 0\n) as failed_rows" },
      bounds: { max: 0 },
    },
  ],
  [
    "schema:\n      fail:\n        when forbidden column present: [ssn]",
    { schema: { columns: [{ name: "ssn", isForbidden: true }], others: true } },
  ],
  [
    "schema:\n      fail:\n        when wrong column type:\n          n: bigint",
    { schema: { columns: [{ name: "n", type: ["int64"] }] } },
  ],
  [
    "group by:\n      query: select g, avg(n) as m from shop group by g\n      fields: [g]\n      checks:\n        - m > 1",
    {
      measure: {
        sql: "select count(*) from (select g, avg(n) as m from shop group by g\n) as group_rows where not (m > 1)",
      },
    },
  ],
  [
    "distribution_difference(a) > 0.05:\n      method: chi_square\n      distribution reference: { bins: [x, y], weights: [0.5, 0.5] }",
    { measure: { kind: "shift", by: "chi-square-p" }, bounds: { min: 0.05, strictMin: true } },
  ],
] as const)("reads %s", (text, wanted) => {
  const { suite } = fromSoda(`checks for shop:\n  - ${text}`, { dialect: "duckdb" });
  expect(suite.checks).toMatchObject(wanted === undefined ? [] : [{ table: "shop", ...wanted }]);
});

test("sections with a filter, of several tables, and with a configuration are read", () => {
  const file = `
filter shop [daily]:
  where: day = '2024-01-01'
checks for shop [daily]:
  - missing_count(a) = 0:
      filter: b > 1
configurations for bar:
  valid values for a: [x]
checks for bar:
  - invalid_count(a) = 0
for each dataset D:
  datasets: [one, two]
  checks:
    - row_count > 0
for each dataset E:
  datasets: [e%]
  checks:
    - row_count > 0`;
  const { suite, losses } = fromSoda(file, { dialect: "duckdb" });
  expect(suite.checks.map(({ table, where }) => [table, where])).toEqual([
    ["shop", "(day = '2024-01-01') and (b > 1)"],
    ["bar", undefined],
    ["one", undefined],
    ["two", undefined],
  ]);
  expect(suite.checks[1]).toMatchObject({ rule: { kind: "in-set", column: "a", values: ["x"] } });
  expect(losses).toMatchObject([{ effect: "dropped", what: "for each dataset E" }]);
});

test.each<readonly [kind: string, given: string, wanted: object]>([
  [
    "invalid",
    "valid_format: { regex: ^x, name: x }, threshold: { metric: percent, must_be_less_than: 5 }",
    { measure: { as: "share-of-rows" }, bounds: { max: 0.05, strictMax: true } },
  ],
  [
    "invalid",
    "valid_reference_data: { dataset: lake/other, column: b }",
    { rule: { kind: "references", table: "other", referenced: ["b"] } },
  ],
  [
    "missing",
    "missing_values: [x], threshold: { must_be_between: { greater_than: 1, less_than_or_equal: 5 } }",
    { measure: { as: "count" }, bounds: { min: 2, max: 5 } },
  ],
  [
    "duplicate",
    "threshold: { must_be_less_than: 3, additional: { must_be: 0, level: warn } }",
    { measure: { as: "excessRows" }, bounds: { max: 2 }, warnBounds: { min: 0, max: 0 } },
  ],
  [
    "aggregate",
    "function: avg_length, threshold: { must_not_be: 3 }",
    {
      measure: { kind: "expression", sql: "avg(length(a))" },
      bounds: { min: 3, max: 3, outside: true },
    },
  ],
  [
    "metric",
    "expression: sum(a), threshold: { must_be_not_between: { greater_than_or_equal: 2, less_than: 1 } }",
    { measure: { kind: "expression" }, bounds: { min: 1, max: 2, strictMax: true, outside: true } },
  ],
  [
    "failed_rows",
    "expression: a < 0",
    { rule: { kind: "condition", sql: "not (a < 0)" }, threshold: { failAbove: 0 } },
  ],
  [
    "failed_rows",
    "query: select 1, threshold: { must_be_less_than: 3 }",
    { measure: { kind: "query" }, bounds: { max: 2 } },
  ],
])("reads %s of a contract with %s", (kind, given, wanted) => {
  const text = `dataset: lake/shop\ncolumns:\n  - name: a\n    checks:\n      - ${kind}: { ${given} }`;
  const { suite, losses } = fromSoda(text, { dialect: "duckdb" });
  expect([suite.checks, losses]).toMatchObject([[{ table: "shop", ...wanted }], []]);
});

test.each([
  "anomaly score for row_count < default",
  "change for row_count > 0",
  "missing_count(a) is few",
  "duplicate_percent(a) < 5%",
  "invalid_count(a) = 0:\n      valid format: nonsense",
  "invalid_count(a) = 0:\n      valid shape: round",
  "avg(a) > 1:\n      valid min: 0",
  "distribution_difference(a) > 0.05:\n      distribution reference file: a.yml\n      method: chi_square",
])("names %s as lost", (text) => {
  const { suite, losses } = fromSoda(`checks for shop:\n  - ${text}`, { dialect: "duckdb" });
  expect(suite.checks).toEqual([]);
  expect(losses).toMatchObject([{ effect: "dropped" }]);
});

test("a filter of a section that the file has not is not forgotten", () => {
  expect(
    fromSoda("checks for shop [daily]:\n  - row_count > 0", { dialect: "duckdb" }),
  ).toMatchObject({ suite: { checks: [] }, losses: [{ effect: "dropped" }] });
});

const head = { table: "shop", dimension: "validity", severity: "error" } as const;

test("Soda's percentages are used only where they are of the same rows, and unrounded", () => {
  const rule = { kind: "in-set", column: "city", values: ["a"] } as const;
  const checks: readonly Check[] = [
    { ...head, id: "rows", rule, threshold: { of: "rows", failAbove: 0.07, warnAbove: 0.01 } },
    { ...head, id: "considered", rule, threshold: { of: "considered", failAbove: 0.07 } },
  ];
  const [contract] = toSodaContract(
    { name: "s", checks },
    { dialect: "duckdb", dataSource: "lake" },
  ).document;
  const { columns, checks: ofTable } = parse(contract?.text ?? "");
  expect(columns[0].checks[0].invalid.threshold).toEqual({
    metric: "percent",
    must_be_less_than_or_equal: 7,
    additional: { must_be_less_than_or_equal: 1, level: "warn" },
  });
  expect(ofTable[0].failed_rows.threshold).toEqual({
    must_be_less_than: 2,
    additional: { must_be_less_than: 1, level: "warn" },
  });
  const old = parse(toSodaCl({ name: "s", checks }, { dialect: "duckdb" }).document);
  expect(old["checks for shop"].map((one: object) => Object.keys(one)[0])).toEqual([
    "failed rows",
    "failed rows",
  ]);
});
