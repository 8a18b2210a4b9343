/* oxlint-disable oxc/no-map-spread -- points and checks are put together of parts */
import { forEachDatabase } from "@dx/testkit";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  askBaseline,
  askChecks,
  backtestAlarms,
  judgePoint,
  type JudgeMethod,
  type MetricPoint,
} from "../src/index.ts";

const dayOf = (at: number): string =>
  new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
const seriesOf = (count: number, value: (at: number) => number): readonly MetricPoint[] =>
  Array.from({ length: count }, (_, at) => ({ at: dayOf(at), value: value(at) }));
/** -2 to 2, without a pattern of seven days. */
const noise = (at: number): number => ((at * 7919) % 5) - 2;
const verdict = (value: number, before: readonly MetricPoint[], method: JudgeMethod): string =>
  judgePoint({ at: dayOf(before.length), value }, before, { method }).verdict;

test("a weekly season judges a day by its own days", () => {
  // 2026-01-01 is a Thursday: the third and fourth days are the weekend
  const week = seriesOf(56, (at) => (at % 7 === 2 || at % 7 === 3 ? 20 : 100) + noise(at));
  const monday = week.slice(0, 53);
  expect(
    judgePoint({ at: dayOf(53), value: 20 }, monday, { method: "weekly" }).expected,
  ).toBeCloseTo(100, -1);
  expect(verdict(20, monday, "weekly")).toBe("alarm");
  const saturday = week.slice(0, 51);
  expect([verdict(20, saturday, "weekly"), verdict(100, saturday, "weekly")]).toEqual([
    "ordinary",
    "alarm",
  ]);
  expect(verdict(20, saturday, "median")).toBe("alarm");
  expect(verdict(20, week.slice(0, 16), "weekly")).toBe("unknown");
  const tested = (method: JudgeMethod): number =>
    backtestAlarms([{ id: "rows", points: week }], { pointsPerWeek: 7, window: 28, method }).alarms;
  expect([tested("median") > 10, tested("weekly")]).toEqual([true, 0]);
});

test("smoothing follows a drift, which the median takes for an alarm; a wild point does not carry it away", () => {
  const drift = seriesOf(40, (at) => 1000 + 60 * at + noise(at));
  expect([verdict(1000 + 60 * 40, drift, "ewma"), verdict(1000, drift, "ewma")]).toEqual([
    "ordinary",
    "alarm",
  ]);
  expect(verdict(9000, drift, "ewma")).toBe("alarm");
  const spike = drift.map((point, at) => (at === 38 ? { ...point, value: 1e6 } : point));
  expect(verdict(1000 + 60 * 40, spike, "ewma")).toBe("ordinary");
  const flat = seriesOf(20, () => 5);
  expect([verdict(5, flat, "ewma"), verdict(6, flat, "ewma")]).toEqual(["ordinary", "alarm"]);
  // a step: 0.3 of 10 a day, 10 (1 - 0.7^3) after three days
  const step = seriesOf(23, (at) => (at < 20 ? 0 : 10));
  expect(
    judgePoint({ at: dayOf(23), value: 0 }, step, { method: "ewma", floor: 1 }).expected,
  ).toBeCloseTo(6.57, 10);
  expect(() => judgePoint({ at: dayOf(9), value: 1 }, flat, { method: "ewma", weight: 0 })).toThrow(
    "the weight is 0",
  );
});

test("the judged point never trains its judge, whatever the method, nor do later ones train smoothing", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 30, maxLength: 40 });
  fc.assert(
    fc.property(
      values,
      fc.constantFrom<JudgeMethod>("median", "ewma", "weekly"),
      fc.integer(),
      (all, method, wild) => {
        const points = seriesOf(all.length, (at) => all[at] ?? 0);
        const last = { at: dayOf(all.length - 1), value: wild };
        const alone = judgePoint(last, points.slice(0, -1), { method });
        const among = judgePoint(last, points, { method });
        expect(among).toEqual(alone);
        const middle = { at: dayOf(20), value: wild };
        const before = judgePoint(middle, points.slice(0, 20), { method: "ewma" });
        expect(judgePoint(middle, points, { method: "ewma" })).toEqual(before);
      },
    ),
    budget(30),
  );
});

const at = "2026-01-01T00:00:00";

forEachDatabase(
  "a baseline is kept, from which the same rows do not differ, and others do",
  async ({ db }) => {
    const rows = Array.from({ length: 100 }, (_, n) => ({
      n: n === 99 ? null : n,
      f: n === 98 ? Number.NaN : n / 10,
      t: n < 50 ? "a" : n < 80 ? "b" : n < 95 ? "c" : n < 99 ? "d" : null,
    }));
    await db.load("then", rows, { types: { n: "int64", f: "float64", t: "text" } });
    await db.load(
      "later",
      rows.map(({ n, f, t }) => ({
        n: n === null ? null : n + 60,
        f: f + 20,
        t: t === "a" ? "z" : t,
      })),
      {
        types: { n: "int64", f: "float64", t: "text" },
      },
    );
    await db.load("empty", [], { types: { n: "int64" } });
    const t = await db.run(askBaseline("then", "t", { parts: 2 }));
    expect(t).toMatchObject({ values: ["a", "b"], weights: [50 / 99, 30 / 99] });
    expect("others" in t ? t.others : 0).toBeCloseTo(19 / 99, 12);
    const n = await db.run(askBaseline("then", "n", { parts: 4 }));
    expect(n).toEqual({
      edges: [0, 24.5, 49, 73.5, 98],
      weights: [25 / 99, 24 / 99, 25 / 99, 25 / 99],
    });
    const f = await db.run(askBaseline("then", "f", { parts: 3 }));
    const baselines = { n, f, t };
    const checks = (["then", "later"] as const).flatMap((table) =>
      (["n", "f", "t"] as const).map((column) => ({
        id: `${table}.${column}`,
        table,
        dimension: "validity" as const,
        severity: "error" as const,
        measure: {
          kind: "shift" as const,
          column,
          baseline: baselines[column],
          by: "psi" as const,
          floor: 0.001,
        },
        bounds: { max: 0.2 },
      })),
    );
    const asked = checks.map((check) =>
      check.measure.column === "f" ? { ...check, where: "f < 1000" } : check,
    );
    const { results } = await db.run(
      askChecks({ name: "s", checks: asked }, { at, dialect: db.dialect }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual([
      "pass",
      "pass",
      "pass",
      "fail",
      "fail",
      "fail",
    ]);
    await expect(db.run(askBaseline("empty", "n"))).rejects.toThrow("empty.n has no values");
    expect(() => askBaseline("then", "n", { parts: 0 })).toThrow("parts is 0");
  },
);
