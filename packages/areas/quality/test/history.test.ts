import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  backtestAlarms,
  checkHistory,
  checkRuns,
  judgePoint,
  metricsByDay,
  planAppendHistory,
  planCheckHistory,
  type CheckResult,
} from "../src/index.ts";

const series = (values: readonly number[]) =>
  values.map((value, index) => ({ at: `2026-01-${String(index + 1).padStart(2, "0")}`, value }));

test("a point never trains its judge, and a wild one among the others hides none", () => {
  const calm = series([100, 101, 99, 100, 102, 98, 100]);
  const wild = { at: "2026-02-01", value: 1000 };
  expect(judgePoint(wild, calm)).toMatchObject({ verdict: "alarm", expected: 100 });
  expect(judgePoint(wild, [...calm, wild])).toEqual(judgePoint(wild, calm));
  expect(judgePoint(wild, [...calm, { at: "2026-01-20", value: 5000 }]).verdict).toBe("alarm");
  expect(
    judgePoint({ at: "2026-02-01", value: 101 }, series([100, 100, 100, 100, 100, 100, 100]))
      .verdict,
  ).toBe("ordinary");
  expect(judgePoint({ at: "2026-02-01", value: 1 }, series([0, 0, 0, 0, 0, 0, 0])).verdict).toBe(
    "alarm",
  );
  expect(
    judgePoint({ at: "2026-02-01", value: 1 }, series([0, 0, 0, 0, 0, 0, 0]), { floor: 1 }).verdict,
  ).toBe("ordinary");
  expect(judgePoint({ at: "2026-02-01", value: Number.NaN }, calm).verdict).toBe("alarm");
  expect(judgePoint(wild, calm.slice(1)).verdict).toBe("unknown");
});

test("a back-test judges each point by those before it, and counts what would have been alarms", () => {
  const points = series([5, 5, 5, 5, 5, 5, 5, 50, 5, 5]);
  const tested = backtestAlarms([{ id: "rows", points: points.toReversed() }], {
    pointsPerWeek: 7,
  });
  expect(tested).toMatchObject({ judged: 3, alarms: 1 });
  expect(tested.alarmed.map(({ series: of, at }) => `${of} ${at}`)).toEqual(["rows 2026-01-08"]);
  expect(tested.alarmsPerWeek).toBeCloseTo(7 / 3, 12);
  expect(
    backtestAlarms([{ id: "short", points: points.slice(0, 3) }], { pointsPerWeek: 7 }),
  ).toMatchObject({ judged: 0, alarmsPerWeek: null, alarmsPerWeekTo: null });
});

forEachDatabase("results are kept over time, once for each run, and read back", async ({ db }) => {
  const result = (id: string, more: Partial<CheckResult>): CheckResult => ({
    id,
    outcome: "pass",
    observed: null,
    failed: null,
    considered: null,
    rows: 10,
    isVacuous: false,
    how: "scanned",
    sql: "",
    ...more,
  });
  const runs = ["2026-01-01T00:00:00", "2026-01-02T00:00:00"].map((at, index) => ({
    suite: "it's",
    at,
    results: [
      result("rows", { observed: 10 + index }),
      result("nulls", { failed: index, considered: 4 }),
      result("broken", { outcome: "error", rows: null }),
    ],
  }));
  await db.apply(planCheckHistory("history"));
  for (const run of [...runs, ...runs]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await db.apply(planCheckHistory("history"));
    // oxlint-disable-next-line no-await-in-loop -- as above
    await db.apply(planAppendHistory("history", run));
  }
  const found = await db.run(checkHistory("history", "it's"));
  expect(found.map(({ id, points }) => [id, points.map(({ value }) => value)])).toEqual([
    ["broken", []],
    ["nulls", [0, 0.25]],
    ["rows", [10, 11]],
  ]);
  const read = await db.run(checkRuns("history", "it's"));
  expect(read.map(({ results }) => results.map(({ outcome }) => outcome))).toEqual([
    ["error", "pass", "pass"],
    ["error", "pass", "pass"],
  ]);
  expect(await db.run(checkRuns("history", "another"))).toEqual([]);
});

forEachDatabase("figures by day are those of the rows", async ({ db }) => {
  const rows = [
    { day: "2026-01-01", n: 1 },
    { day: "2026-01-01", n: null },
    { day: "2026-01-02", n: 3 },
    { day: null, n: 9 },
  ];
  await db.load("t", rows, { types: { day: "date", n: "int64" } });
  const found = await db.run(metricsByDay("t", { day: "day", nullShares: ["n"], means: ["n"] }));
  expect(found.map(({ id, points }) => [id, points.map(({ value }) => value)])).toEqual([
    ["rows", [2, 1]],
    ["n: null share", [0.5, 0]],
    ["n: mean", [1, 3]],
  ]);
});
