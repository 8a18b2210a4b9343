import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { askChecks, askOneByOne, checkSuite, shiftOf, type Check } from "../src/index.ts";
import { setCases } from "./wide-cases-of-sets.ts";
import { numbers, rowCases } from "./wide-cases.ts";

const at = "2026-01-02T00:00:00";
const head = { id: "c", table: "t", dimension: "validity", severity: "error" } as const;
const strict = { of: "considered", failAbove: 0 } as const;

const columns = ["a", "b"];
const cases = [...rowCases, ...setCases];

forEachDatabase(
  "rules of patterns, rows, order, groups and values are counted as by hand",
  async ({ db }) => {
    const checks: Check[] = [];
    for (const [index, [part, rows, , types = numbers]] of cases.entries()) {
      const objects = rows.map(([a = null, b = null, g = null]) => ({ a, b, g }));
      // oxlint-disable-next-line no-await-in-loop -- one database
      await db.load(`t_${index}`, objects, { types });
      const named = { ...head, id: `c${index}`, table: `t_${index}` };
      checks.push(
        "rule" in part ? { ...named, ...part, threshold: strict } : { ...named, ...part },
      );
    }
    for (const ask of [askChecks, askOneByOne]) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { results } = await db.run(
        ask({ name: "all", checks }, { at, dialect: db.dialect, withSql: false }),
      );
      const found = cases.map(([part, rows], index) => {
        const { failed, observed, outcome, error } = results[index] ?? {};
        return [part, rows, "rule" in part ? (error ?? failed) : [observed, outcome]];
      });
      expect(found).toEqual(cases.map(([part, rows, expected]) => [part, rows, expected]));
    }
  },
);

forEachDatabase("each group is judged by itself, and the worst one tells", async ({ db }) => {
  const rows = [
    ["x", 1],
    ["x", null],
    ["y", 1],
    [null, 3],
    [null, 5],
  ].map(([g, n]) => ({ g, n }));
  await db.load("t", rows, { types: { g: "text", n: "int64" } });
  await db.load("nothing", [], { types: { g: "text", n: "int64" } });
  const groupBy = ["g"];
  const checks: readonly Check[] = [
    {
      ...head,
      id: "half",
      groupBy,
      rule: { kind: "not-null", column: "n" },
      threshold: { of: "rows", failAbove: 0.3 },
    },
    {
      ...head,
      id: "all",
      rule: { kind: "not-null", column: "n" },
      threshold: { of: "rows", failAbove: 0.3 },
    },
    { ...head, id: "mean", groupBy, measure: { kind: "mean", column: "n" }, bounds: { max: 3.5 } },
    {
      ...head,
      id: "none",
      table: "nothing",
      groupBy,
      measure: { kind: "row-count" },
      bounds: { min: 1 },
    },
    {
      ...head,
      id: "several",
      rule: { kind: "not-null", column: "n" },
      threshold: { of: "count", failAbove: 1, warnAbove: 0 },
    },
  ];
  const { results } = await db.run(
    askChecks({ name: "s", checks }, { at, dialect: db.dialect, withSql: false }),
  );
  expect(
    results.map(({ outcome, failed, observed, detail, figures, isVacuous }) => [
      outcome,
      failed,
      observed,
      detail,
      figures,
      isVacuous,
    ]),
  ).toEqual([
    ["fail", 1, null, "1 of 3 groups: g=x", { groups: 3, groupsThatPass: 2 }, false],
    ["pass", 1, null, undefined, undefined, false],
    ["fail", null, 4, "1 of 3 groups: g=NULL", { groups: 3, groupsThatPass: 2 }, false],
    ["pass", null, null, undefined, { groups: 0, groupsThatPass: 0 }, true],
    ["warn", 1, null, undefined, undefined, false],
  ]);
});

test("shifts are as tables of the distributions say", () => {
  const even = { values: ["a", "b", "c", "d"], weights: [0.25, 0.25, 0.25, 0.25] };
  const p = (counts: readonly number[]): number =>
    shiftOf({ counts, considered: counts.reduce((all, one) => all + one, 0) }, even, {
      by: "chi-square-p",
    });
  // 18, 22, 20, 20 of 80: (4 + 4) / 20 = 0.4 of 3 degrees; 7.815 is the 5 % point, 16.266 that of 0.1 %
  expect(p([18, 22, 20, 20])).toBeCloseTo(0.940_242, 6);
  const point = (chi: number): number => {
    const d = Math.sqrt((chi * 2_000_000) / 2);
    return p([2_000_000 + d, 2_000_000 - d, 2_000_000, 2_000_000]);
  };
  expect(point(7.814_728)).toBeCloseTo(0.05, 6);
  expect(point(16.266_236)).toBeCloseTo(0.001, 6);
  // Kolmogorov's limit: K(1.3581) = 0.95, K(1.6276) = 0.99
  const ks = (distance: number): number =>
    shiftOf(
      { counts: [500_000 + distance, 500_000 - distance, 0, 0], considered: 1_000_000 },
      { edges: [0, 1, 2], weights: [0.5, 0.5] },
      { by: "ks-p" },
    );
  expect(ks(1358.1)).toBeCloseTo(0.05, 3);
  expect(ks(1627.6)).toBeCloseTo(0.01, 3);
  const psi = shiftOf(
    { counts: [10, 0], considered: 10 },
    { values: ["a", "b"], weights: [0.5, 0.5] },
    { by: "psi", floor: 0.001 },
  );
  expect(psi).toBeCloseTo(0.5 * Math.log(2) + 0.499 * Math.log(500), 12);
});

test("what makes no sense is refused with its place", () => {
  const wrong: readonly (readonly [object, string])[] = [
    [
      {
        rule: { kind: "matches-list", column: "a", patterns: [], match: "any" },
        threshold: strict,
      },
      "patterns",
    ],
    [
      { rule: { kind: "in-tuples", columns, tuples: [[1]] }, threshold: strict },
      "1 values stand for 2 columns",
    ],
    [
      { rule: { kind: "distinct-in-row", columns: ["a"] }, threshold: strict },
      "there is one column",
    ],
    [{ rule: { kind: "unique", columns, leaveOut: "some" }, threshold: strict }, "leaveOut"],
    [{ rule: { kind: "steps", column: "a", step: 0 }, threshold: strict }, "the step is 0"],
    [{ rule: { kind: "steps", column: "a", step: 1, unit: "moon" }, threshold: strict }, "unit"],
    [{ rule: { kind: "ranges", from: "a", to: "b", gaps: "some" }, threshold: strict }, "gaps"],
    [
      { rule: { kind: "z-score", column: "a", below: 0, bothSides: true }, threshold: strict },
      "the score is 0",
    ],
    [
      { rule: { kind: "extreme", column: "a", which: "least" }, threshold: strict },
      "extreme has no bound",
    ],
    [
      { rule: { kind: "not-null", column: "a" }, threshold: { of: "count", failAbove: 0.5 } },
      "failAbove is 0.5",
    ],
    [
      { rule: { kind: "unique", columns }, threshold: strict, groupBy: ["g"] },
      "unique is not asked for groups",
    ],
    [
      {
        measure: { kind: "failing", rule: { kind: "not-null", column: "a" }, as: "excessRows" },
        bounds: { max: 1 },
      },
      "excessRows is a figure of unique",
    ],
    [
      {
        measure: {
          kind: "shift",
          column: "a",
          by: "psi",
          baseline: { values: [1], weights: [0.5] },
        },
        bounds: { max: 1 },
      },
      "the shares add up to 0.5",
    ],
    [
      {
        measure: {
          kind: "shift",
          column: "a",
          by: "psi",
          baseline: { edges: [1, 1], weights: [1] },
        },
        bounds: { max: 1 },
      },
      "the edges are 1, 1",
    ],
    [
      { measure: { kind: "query", sql: "select 1; drop table t" }, bounds: { max: 1 } },
      "is no condition",
    ],
  ];
  for (const [part, message] of wrong) {
    const suite = { name: "s", checks: [{ ...head, ...part } as Check] };
    expect(() => checkSuite(suite)).toThrow(message);
  }
});
