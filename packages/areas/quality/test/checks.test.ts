import type { TypeName } from "@dx/core";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  askChecks,
  askOneByOne,
  checkSuite,
  parseRule,
  suiteOf,
  type Check,
  type CheckResult,
  type RulesByTable,
  type Suite,
} from "../src/index.ts";

const at = "2026-01-02T00:00:00";

/** Rules in the grammar, of a column of some rows, and how many rows fail; `null` for measures that fail, `ok` for those that pass. */
const cases: readonly (readonly [
  rule: string,
  values: readonly (string | number | bigint | boolean | null)[],
  failed: number | "ok" | null,
  type?: TypeName,
])[] = [
  ["not null", [1, null, null], 2],
  ["null", [1, null], 1],
  ["not nan", [1, Number.NaN, null], 1, "float64"],
  ["between 1 and 3", [0, 1, 3, 4, null], 2],
  ["between 1 and 3", [1, Number.NaN, Infinity], 2, "float64"],
  [">= 1", [Number.NaN, 1], 1, "float64"],
  ["> 1", [1n, 2n, 9007199254740993n], 1, "int64"],
  ["< 9007199254740993", [9007199254740992n, 9007199254740993n], 1, "int64"],
  ["<= 2020-02-29", ["2020-02-29", "2020-03-01"], 1, "date"],
  ["= 1.5", [1.5, 1.25, null], 1, "float64"],
  ["in (a, 'it''s', é)", ["a", "it's", "é", "A", "e", null], 2, "text"],
  ["not in (a)", ["a", "b", null], 1, "text"],
  ["in (true)", [true, false], 1, "boolean"],
  ["matches ^[A-Z]{2}$", ["AB", "ABC", "ab", "", null], 3, "text"],
  ["not matches ^ | $", [" a", "a ", "a b"], 2, "text"],
  ["length between 1 and 2", ["", "é", "😀😀", "abc", null], 2, "text"],
  ["unique", [1, 1, 2, null, null], 2],
  ["increasing by position", [1, 3, 2, 2, null], 1],
  ["strictly increasing by position", [1, 3, 2, 2, null], 2],
  ["determines position", [1, 1, 2], 2],
  ["references others(key)", [1, 7, null], 1],
  ["sql value > position", [1, 0, null], 1],
  ["<= column position", [0, 9, null], 1],
  ["row count >= 2", [1, null], "ok"],
  ["row count >= 3", [1, null], null],
  ["distinct count = 2", [1, 1, 2, null], "ok"],
  ["distinct share >= 0.9", [1, 1, 2, null], null],
  ["null share <= 0.25", [1, 1, 2, null], "ok"],
  ["mean between 1 and 2", [1, 2, null], "ok"],
  ["sum = 3", [1, 2, null], "ok"],
  ["stddev <= 0.5", [1, 2], null],
  ["quantile 0.5 = 1.5", [1, 2, null], "ok"],
  ["min >= -3", [-4, 2], null],
  ["max <= 2", [-4, 2], "ok"],
  ["fresh within 1 day", ["2026-01-01T12:00:00"], "ok", "timestamp"],
  ["fresh within 60 minutes", ["2026-01-01"], null, "date"],
];

forEachDatabase("each rule passes on good rows, and counts bad ones", async ({ db }) => {
  await db.load("others", [{ key: 1 }, { key: 2 }], { types: { key: "int64" } });
  for (const [index, [, values, , type = "int64"]] of cases.entries()) {
    const rows = values.map((value, position) => ({ value, position }));
    // oxlint-disable-next-line no-await-in-loop -- one database
    await db.load(`t_${index}`, rows, { types: { value: type, position: "int64" } });
  }
  const rules = cases.map(([rule], index) => [`t_${index}`, { value: rule }] as const);
  const suite = suiteOf("all", Object.fromEntries(rules), { now: at });
  for (const ask of [askChecks, askOneByOne]) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { results } = await db.run(ask(suite, { at, dialect: db.dialect, withSql: false }));
    const found = cases.map(([rule, values], index) => {
      const result = results[index];
      const counted = result?.failed ?? (result?.outcome === "pass" ? "ok" : null);
      return [rule, values, result?.error ?? counted];
    });
    expect(found).toEqual(cases.map(([rule, values, failed]) => [rule, values, failed]));
  }
});

const head = { table: "t", dimension: "validity", severity: "error" } as const;
const none = { of: "considered", failAbove: 0 } as const;

async function resultsOf(
  db: Parameters<Parameters<typeof forEachDatabase>[1]>[0]["db"],
  checks: readonly Check[],
): Promise<readonly CheckResult[]> {
  return (
    await db.run(
      askChecks(
        { name: "s", checks },
        { at, dialect: db.dialect, samples: { rows: 2, never: ["secret"] } },
      ),
    )
  ).results;
}

forEachDatabase(
  "all five meanings of duplicates are told, and samples show no hidden column",
  async ({ db }) => {
    await db.load(
      "t",
      [1, 1, 1, 2, 2, 3, null].map((n) => ({ n, secret: "x" })),
      { types: { n: "int64", secret: "text" } },
    );
    const [unique, hidden] = await resultsOf(db, [
      { ...head, id: "n", rule: { kind: "unique", columns: ["n"] }, threshold: none },
      { ...head, id: "secret", rule: { kind: "is-null", column: "secret" }, threshold: none },
    ]);
    expect(unique?.figures).toEqual({
      duplicatedValues: 2,
      duplicatedRows: 5,
      excessRows: 3,
      uniqueness: 1 / 6,
      distinctness: 0.5,
      uniqueValueRatio: 1 / 3,
    });
    expect(unique).toMatchObject({ outcome: "fail", failed: 5, considered: 6, rows: 7 });
    expect(unique?.sample).toEqual([
      { n: { type: "int64", value: "1" }, n_rows: { type: "int64", value: "3" } },
      { n: { type: "int64", value: "2" }, n_rows: { type: "int64", value: "2" } },
    ]);
    expect(hidden).not.toHaveProperty("sample");
  },
);

forEachDatabase(
  "what cannot be evaluated is an error, and the others run; success of nothing is named",
  async ({ db }) => {
    await db.load("t", [], { types: { n: "int64", s: "text" } });
    const missing = { kind: "not-null", column: "nothing" } as const;
    const results = await resultsOf(db, [
      { ...head, id: "empty", rule: { kind: "not-null", column: "n" }, threshold: none },
      { ...head, id: "column", rule: missing, threshold: none },
      {
        ...head,
        id: "table",
        table: "gone",
        rule: { kind: "not-null", column: "n" },
        threshold: none,
      },
      { ...head, id: "type", rule: { kind: "between", column: "s", min: 1 }, threshold: none },
      { ...head, id: "mean", measure: { kind: "mean", column: "n" }, bounds: { min: 0 } },
      {
        ...head,
        id: "condition",
        where: "nonsense > 1",
        rule: { kind: "not-null", column: "n" },
        threshold: none,
      },
      { ...head, id: "share", measure: { kind: "null-share", column: "n" }, bounds: { max: 0 } },
    ]);
    expect(
      results.map(
        ({ id, outcome, isVacuous }) => `${id} ${outcome}${isVacuous ? " of nothing" : ""}`,
      ),
    ).toEqual([
      "empty pass of nothing",
      "column error",
      "table error",
      "type error",
      "mean error",
      "condition error",
      "share pass of nothing",
    ]);
    for (const { outcome, error = "" } of results) expect(error === "").toBe(outcome !== "error");
  },
);

forEachDatabase(
  "thresholds grade, and rows that fail anything are counted once",
  async ({ db }) => {
    await db.load(
      "t",
      Array.from({ length: 10 }, (_, n) => ({ n, s: n < 2 ? null : "a" })),
      { types: { n: "int64", s: "text" } },
    );
    const graded = (
      id: string,
      threshold: Extract<Check, { rule: object }>["threshold"],
      severity: "error" | "warning" = "error",
    ): Check => ({ ...head, id, severity, rule: { kind: "not-null", column: "s" }, threshold });
    const suite: Suite = {
      name: "s",
      checks: [
        graded("fails", { of: "rows", failAbove: 0.1 }),
        graded("warns", { of: "rows", failAbove: 0.5, warnAbove: 0.1 }),
        graded("passes", { of: "rows", failAbove: 0.2 }),
        graded("soft", none, "warning"),
        { ...head, id: "small", rule: { kind: "between", column: "n", min: 1 }, threshold: none },
        {
          ...head,
          id: "columns",
          schema: {
            kind: "columns",
            ordered: true,
            columns: [{ name: "s", type: "int64" }, { name: "n" }],
          },
        },
      ],
    };
    const { results, failing } = await db.run(askChecks(suite, { at, dialect: db.dialect }));
    expect(results.map(({ outcome }) => outcome)).toEqual([
      "fail",
      "warn",
      "pass",
      "warn",
      "fail",
      "fail",
    ]);
    expect(results.at(-1)?.detail).toBe(
      "s is text, wanted is int64; the columns are in another order",
    );
    expect(failing).toEqual([
      {
        table: "t",
        where: null,
        rows: 10,
        failing: 2,
        together: [
          { checks: ["fails", "warns", "passes", "soft"], rows: 1 },
          { checks: ["fails", "warns", "passes", "soft", "small"], rows: 1 },
        ],
      },
    ]);
  },
);

test("suites that make no sense are refused, with field, value and remedy", () => {
  const refused =
    (check: object): (() => unknown) =>
    () =>
      checkSuite({ name: "s", checks: [{ ...head, id: "a", ...check } as unknown as Check] });
  const rule = { kind: "not-null", column: "n" };
  expect(refused({ rule })).toThrow("checks.0.threshold: there is no threshold");
  expect(refused({ rule, threshold: { of: "rows", failAbove: 2 } })).toThrow(
    "failAbove is 2\ngive a share, 0 to 1",
  );
  expect(refused({ rule, threshold: { of: "rows", failAbove: 1 } })).toThrow("all rows may fail");
  expect(refused({ rule, threshold: { of: "all", failAbove: 0 } })).toThrow('of is "all"');
  expect(refused({ rule, threshold: { of: "rows", failAbove: 0, warnAbove: 0.5 } })).toThrow(
    "let it warn earlier",
  );
  expect(
    refused({ rule: { kind: "between", column: "n", min: 3, max: 1 }, threshold: none }),
  ).toThrow("nothing lies between 3 and 1");
  expect(refused({ rule: { kind: "in-set", column: "n", values: [] }, threshold: none })).toThrow(
    "has no values",
  );
  expect(
    refused({ rule: { kind: "matches", column: "n", pattern: "(?=a)" }, threshold: none }),
  ).toThrow("looks around");
  expect(
    refused({
      rule: { kind: "condition", sql: "1 = 1) or (1 = 1; drop table t" },
      threshold: none,
    }),
  ).toThrow("is no condition");
  expect(refused({ rule: { kind: "nul" }, threshold: none })).toThrow('there is no kind "nul"');
  expect(refused({ measure: { kind: "mean", column: "n" }, bounds: {} })).toThrow(
    "there is no bound",
  );
  expect(
    refused({
      measure: { kind: "freshness-minutes", column: "n", now: "noon" },
      bounds: { max: 1 },
    }),
  ).toThrow("noon is no time");
  expect(refused({ table: "a.b.c.d", rule, threshold: none })).toThrow("names no table");
  expect(refused({ severity: "bad", rule, threshold: none })).toThrow('severity is "bad"');
  expect(refused({})).toThrow("has no rule");
  expect(() => checkSuite({ name: "s", checks: [] })).toThrow("has no checks");
  const twice = {
    ...head,
    id: "a",
    rule: { kind: "not-null", column: "n" } as const,
    threshold: none,
  };
  expect(() => checkSuite({ name: "s", checks: [twice, twice] })).toThrow(
    "two checks have the id a",
  );
});

test("rules that are none are refused, with the nearest form", () => {
  const refused = (rule: string) => () => parseRule(rule, { column: "n" });
  expect(refused("betwen 1 and 2")).toThrow('did you mean "between 0 and 100"?');
  expect(refused("between 1")).toThrow("is no rule");
  expect(refused("mean ~ 2")).toThrow("write bounds as");
  expect(refused("quantile <= 5")).toThrow("which quantile");
  expect(refused("fresh within 1 hour")).toThrow("needs to know the time");
  expect(refused("matches [")).toThrow("does not close a class");
  expect(refused("in ('a)")).toThrow("single quotes");
  const rules: RulesByTable = { t: { n: ["unique with a, b"] } };
  expect(suiteOf("s", rules).checks[0]).toMatchObject({ rule: { columns: ["n", "a", "b"] } });
});
