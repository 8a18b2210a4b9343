import { expect, test } from "vitest";
import { criticalPath, nextRuns, planOrder, type Dag, type DagTask } from "../src/index.ts";

const run = { argv: ["true"] };
const dagOf = (...tasks: readonly Omit<DagTask, "run">[]): Dag => ({
  name: "daily",
  schedule: { kind: "manual" },
  tasks: tasks.map((task) => Object.assign({ run }, task)),
});
const cronDag = (cron: string, timeZone: string, rest: Partial<Dag> = {}): Dag => ({
  ...dagOf({ id: "a" }),
  schedule: { kind: "cron", cron, timeZone },
  ...rest,
});

test("waves are as early as they can be", () => {
  const dag = dagOf(
    { id: "end", after: ["b", "c"] },
    { id: "c" },
    { id: "b", after: ["a"] },
    { id: "a" },
    { id: "alone" },
  );
  expect(planOrder(dag)).toEqual([["c", "a", "alone"], ["b"], ["end"]]);
  expect(planOrder(dagOf({ id: "a" }))).toEqual([["a"]]);
});

test.each([
  ["a cycle", dagOf({ id: "a", after: ["b"] }, { id: "b", after: ["a"] })],
  ["a link to nothing", dagOf({ id: "a", after: ["b"] })],
  ["two tasks of one id", dagOf({ id: "a" }, { id: "a" })],
  ["no tasks", dagOf()],
])("%s has no order", (_, dag) => {
  const refused = expect.objectContaining({ code: "DX_ORCHESTRATION_ORDER", path: ["tasks"] });
  expect(() => planOrder(dag)).toThrow(refused);
  expect(() => criticalPath(dag)).toThrow(refused);
});

test("the critical path is the longest by expected or by worst times", () => {
  const dag: Dag = {
    ...dagOf(
      { id: "a", expectedSeconds: 5 },
      { id: "b", expectedSeconds: 3, retries: 2, retryDelaySeconds: 10 },
      { id: "end", after: ["a", "b"], expectedSeconds: 1.5 },
      { id: "note", after: ["end"] },
    ),
    timeoutSeconds: 20,
    retries: 1,
  };
  expect(criticalPath(dag)).toEqual({ tasks: ["a", "end"], seconds: 6.5, unknown: ["note"] });
  expect(criticalPath(dag, { by: "worst" })).toEqual({
    tasks: ["b", "end", "note"],
    seconds: 3 * 20 + 2 * 10 + 40 + 40,
    unknown: [],
  });
  const wait = { command: run, everySeconds: 1, timeoutSeconds: 50 };
  const waiting = { ...dag, tasks: [{ id: "wait", run: wait, expectedSeconds: 7 }] };
  expect(criticalPath(waiting, { by: "worst" }).seconds).toBe(50);
  expect(criticalPath(dagOf({ id: "a" }), { by: "worst" })).toEqual({
    tasks: ["a"],
    seconds: 0,
    unknown: ["a"],
  });
});

const locals = (dag: Dag, from: string, count: number): readonly string[] =>
  nextRuns(dag, from, count).map(({ local }) => local);

test("the next runs, in UTC and as clocks show them", () => {
  expect(nextRuns(cronDag("0 6 * * 1-5", "America/New_York"), "2026-07-03T10:00:00Z", 2)).toEqual([
    { at: "2026-07-06T10:00:00Z", local: "2026-07-06T06:00:00-04:00" },
    { at: "2026-07-07T10:00:00Z", local: "2026-07-07T06:00:00-04:00" },
  ]);
  expect(locals(cronDag("0 0 * * *", "Asia/Kolkata"), "2026-01-01", 1)).toEqual([
    "2026-01-02T00:00:00+05:30",
  ]);
  expect(nextRuns(cronDag("0 0 29 2 *", "UTC"), "2026-01-01", 2).map(({ at }) => at)).toEqual([
    "2028-02-29T00:00:00Z",
    "2032-02-29T00:00:00Z",
  ]);
  expect(nextRuns(dagOf({ id: "a" }), "2026-01-01", 3)).toEqual([]);
  expect(nextRuns(cronDag("0 0 * * *", "UTC"), "2026-01-01", 0)).toEqual([]);
  expect(nextRuns(cronDag("0 0 31 2 *", "UTC"), "2026-01-01", 3)).toEqual([]);
});

test("where the clock is set forward", () => {
  const from = "2026-03-28T12:00:00Z";
  expect(locals(cronDag("30 2 * * *", "Europe/Berlin"), from, 2)).toEqual([
    "2026-03-29T03:00:00+02:00",
    "2026-03-30T02:30:00+02:00",
  ]);
  expect(locals(cronDag("0,30 2 * * *", "Europe/Berlin"), from, 1)).toEqual([
    "2026-03-30T02:00:00+02:00",
  ]);
  expect(locals(cronDag("0 * * * *", "Europe/Berlin"), "2026-03-29T00:00:00Z", 2)).toEqual([
    "2026-03-29T03:00:00+02:00",
    "2026-03-29T04:00:00+02:00",
  ]);
});

test("where the clock is set back", () => {
  const from = "2026-10-24T12:00:00Z";
  expect(locals(cronDag("30 2 * * *", "Europe/Berlin"), from, 2)).toEqual([
    "2026-10-25T02:30:00+02:00",
    "2026-10-26T02:30:00+01:00",
  ]);
  expect(locals(cronDag("0 * * * *", "Europe/Berlin"), "2026-10-24T23:30:00Z", 3)).toEqual([
    "2026-10-25T02:00:00+02:00",
    "2026-10-25T02:00:00+01:00",
    "2026-10-25T03:00:00+01:00",
  ]);
});

test("the first day begins at its midnight, in the zone", () => {
  const dag = cronDag("0 0 * * *", "America/New_York", { startDate: "2026-03-09" });
  expect(locals(dag, "2026-01-01", 1)).toEqual(["2026-03-09T00:00:00-04:00"]);
  expect(locals(dag, "2026-05-01", 1)).toEqual(["2026-05-01T00:00:00-04:00"]);
});

test.each([
  ["a cron expression", cronDag("daily", "UTC"), 1],
  ["a zone", cronDag("0 0 * * *", "Nowhere"), 1],
  ["a count", cronDag("0 0 * * *", "UTC"), 1.5],
  ["a count", cronDag("0 0 * * *", "UTC"), -1],
])("what is not %s is refused", (_, dag, count) => {
  expect(() => nextRuns(dag, "2026-01-01", count)).toThrow(
    expect.objectContaining({ code: "DX_ORCHESTRATION_SCHEDULE" }),
  );
});
