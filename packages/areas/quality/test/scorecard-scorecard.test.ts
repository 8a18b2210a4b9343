/* oxlint-disable vitest/no-conditional-expect -- what a property says depends on what it drew */
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  columnCoverage,
  scorecard,
  slaCompliance,
  type Check,
  type CheckResult,
  type Dimension,
  type Outcome,
  type Suite,
} from "../src/index.ts";

const rule = (
  id: string,
  dimension: Dimension,
  of: "rows" | "considered" = "considered",
): Check => ({
  id,
  table: "shop",
  dimension,
  severity: "error",
  rule: { kind: "not-null", column: id },
  threshold: { of, failAbove: 0 },
});
const measure = (id: string, severity: Check["severity"]): Check => ({
  id,
  table: "shop",
  dimension: "timeliness",
  severity,
  measure: { kind: "row-count" },
  bounds: { min: 1 },
});
const result = (
  id: string,
  outcome: Outcome,
  [failed, considered, rows]: readonly [number, number, number] = [0, 10, 20],
): CheckResult => ({
  id,
  outcome,
  observed: null,
  failed,
  considered,
  rows,
  isVacuous: considered === 0,
  how: "scanned",
  sql: "",
});

const suite: Suite = {
  name: "s",
  checks: [
    rule("a", "completeness", "rows"),
    rule("b", "completeness"),
    measure("c", "error"),
    measure("d", "warning"),
    rule("e", "uniqueness"),
    rule("f", "accuracy"),
    {
      ...rule("g", "accuracy"),
      rule: { kind: "references", columns: ["g"], table: "p", referenced: ["g"] },
    },
  ],
};
const run = (
  at: string,
  results: readonly CheckResult[],
): { suite: string; at: string; results: readonly CheckResult[] } => ({ suite: "s", at, results });
const now = run("2", [
  result("a", "fail", [5, 10, 20]),
  result("b", "fail", [5, 10, 20]),
  result("c", "pass"),
  result("d", "warn"),
  result("e", "pass", [0, 0, 20]),
  result("f", "pass"),
  result("g", "error"),
]);
const scoreOf = (dimension: Dimension, options?: Parameters<typeof scorecard>[2]): unknown =>
  scorecard(suite, now, options).dimensions.find((one) => one.dimension === dimension);

test("scores have their numerators and denominators, rows of the check's own denominator", () => {
  expect(scoreOf("completeness")).toEqual({
    dimension: "completeness",
    score: 0.625,
    numerator: 1.25,
    denominator: 2,
    rows: { good: 20, of: 30 },
    notJudged: [],
  });
  expect(scoreOf("timeliness")).toMatchObject({ score: 0.5, denominator: 2 });
});

test("what looked at nothing, or broke, is not judged, and is neither good nor bad", () => {
  expect(scoreOf("uniqueness")).toMatchObject({
    score: null,
    denominator: 0,
    notJudged: ["e"],
    reason: "no check could be judged",
  });
  expect(scoreOf("validity")).toMatchObject({ score: null, reason: "no check speaks of it" });
});

test("accuracy is told by references only", () => {
  expect(scoreOf("accuracy")).toMatchObject({ score: null, notJudged: ["g"] });
  expect(scoreOf("accuracy", { references: ["f"] })).toMatchObject({
    score: 1,
    denominator: 1,
    notJudged: ["g"],
  });
  const without: Suite = { name: "s", checks: [rule("f", "accuracy")] };
  expect(scorecard(without, now).dimensions[0]).toMatchObject({
    score: null,
    reason: "its checks compare with no reference",
  });
  expect(scorecard({ name: "s", checks: [] }, now)).toMatchObject({ score: null, known: {} });
});

test("weights count among what is known, and senseless ones are refused", () => {
  expect(scorecard(suite, now).score).toBeCloseTo((0.625 + 0.5) / 2);
  expect(scorecard(suite, now, { weights: { completeness: 3, uniqueness: 9 } }).score).toBeCloseTo(
    (3 * 0.625 + 0.5) / 4,
  );
  expect(scorecard(suite, now).known).toEqual({ completeness: 1, timeliness: 1 });
  const none = {
    accuracy: 0,
    completeness: 0,
    consistency: 0,
    timeliness: 0,
    validity: 0,
    uniqueness: 0,
  };
  for (const weights of [{ validity: -1 }, { validity: Number.NaN }, none])
    expect(() => scorecard(suite, now, { weights })).toThrow(
      expect.objectContaining({ code: "DX_QUALITY_WEIGHTS" }),
    );
});

test("history has each run, this one last", () => {
  const earlier = run("1", [result("a", "pass"), result("b", "pass")]);
  expect(scorecard(suite, now, { history: [earlier] }).history).toMatchObject([
    { at: "1", score: 1, dimensions: { completeness: 1, timeliness: null } },
    { at: "2" },
  ]);
});

test("a score lies in 0 to 1, and never falls when fewer rows fail", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (one, other, more) => {
      const [few, many] = [Math.min(one, other), Math.max(one, other)];
      const counts = (failed: number): readonly [number, number, number] => [
        failed,
        many + more,
        many + more,
      ];
      const score = (failed: number): number | null =>
        scorecard(
          { name: "s", checks: [rule("a", "validity")] },
          run("1", [result("a", "fail", counts(failed))]),
        ).score;
      const [better, worse] = [score(few), score(many)];
      if (better === null || worse === null) expect(many + more).toBe(0);
      else expect([better >= worse, better <= 1, worse >= 0]).toEqual([true, true, true]);
    }),
    budget(40, 120),
  );
});

test("compliance counts runs: a failure breaks one, what could not be evaluated is not judged", () => {
  const errors: Suite = {
    name: "s",
    checks: [
      rule("a", "validity"),
      { ...rule("b", "validity"), severity: "warning" },
      rule("c", "validity"),
    ],
  };
  const of = (at: string, a: Outcome, c: Outcome): ReturnType<typeof run> =>
    run(at, [result("a", a), result("b", "warn"), result("c", c)]);
  const runs = [
    of("1", "pass", "warn"),
    of("2", "fail", "error"),
    of("3", "pass", "error"),
    run("4", [result("a", "pass")]),
    of("5", "pass", "pass"),
  ];
  expect(slaCompliance(errors, runs)).toEqual({
    compliance: 2 / 3,
    numerator: 2,
    denominator: 3,
    notJudged: ["3", "4"],
    broken: [{ at: "2", checks: ["a"] }],
  });
  expect(slaCompliance(errors, [])).toMatchObject({ compliance: null, denominator: 0 });
  expect(slaCompliance({ name: "s", checks: [] }, [of("1", "pass", "pass")])).toMatchObject({
    compliance: null,
    notJudged: ["1"],
  });
  expect(slaCompliance(errors, runs, { isPartOf: ({ id }) => id === "a" })).toMatchObject({
    numerator: 4,
    denominator: 5,
  });
});

test("columns are covered by rules and measures that name them", () => {
  const checks: readonly Check[] = [
    rule("City", "validity"),
    { ...rule("x", "validity"), schema: { kind: "columns", columns: [{ name: "zip" }] } } as never,
    { ...rule("y", "validity"), rule: { kind: "determines", columns: ['"n"'], column: "m" } },
  ];
  const tables = [
    { name: "shop", columns: ["city", "zip", "n", "m"] },
    { name: "other", columns: ["city"] },
  ];
  expect(columnCoverage({ name: "s", checks }, tables)).toEqual({
    share: 0.6,
    covered: 3,
    columns: 5,
    uncovered: ["shop.zip", "other.city"],
  });
  expect(columnCoverage({ name: "s", checks }, []).share).toBeNull();
});
