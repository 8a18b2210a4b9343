import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  backfillCommands,
  checkDag,
  toAirflow,
  toDagster,
  toLocal,
  toPrefect,
  type Dag,
  type DagTask,
} from "../src/index.ts";
import { lateDag, mappedDag } from "./sample-features.ts";
import { readLog } from "./sample-dags.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-features-"));
afterAll(() => rmSync(folder, { recursive: true }));

function runLocal(write: (log: string) => Dag, ...args: readonly string[]) {
  const log = join(folder, "log");
  writeFileSync(log, "");
  const script = join(folder, "run.mjs");
  const dag = write(log);
  writeFileSync(script, String(toLocal(dag)[`${dag.name}.mjs`]));
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return { status, said: stderr, ...readLog(readFileSync(log, "utf8")) };
}

test("a task is run for each of its lists, one at a time if there is one place, before what is after it", () => {
  const { status, lines } = runLocal((log) => mappedDag(log, { mostTasks: 1 }), "2026-01-31");
  expect(status).toBe(0);
  expect(lines).toEqual([
    ...["load a", "load b", "load c"].flatMap((id) => [id, `${id} ok`]),
    "day 2026-01-31",
    "publish",
    "publish ok",
  ]);
  const many = runLocal((log) => mappedDag(log));
  expect(many.lines.slice(0, 3).toSorted()).toEqual(["load a", "load b", "load c"]);
  expect(many.lines.find((line) => line.startsWith("day"))).toMatch(/^day \d{4}-\d\d-\d\d$/);
  expect(runLocal((log) => mappedDag(log), "2026-02-31")).toMatchObject({ status: 2, lines: [] });
});

test("one of a list that fails is one failure, and is tried again by itself", () => {
  const { status, begun } = runLocal((log) => mappedDag(log, { failing: "b" }));
  expect(status).toBe(1);
  expect(begun.toSorted()).toEqual(["load a", "load b", "load b", "load c"]);
});

test("a run that is late is told of once, while it goes on; one that is not is not", () => {
  expect(runLocal((log) => lateDag(log, 1, 1.7)).lines).toEqual([
    "slow",
    "late",
    "late ok",
    "slow ok",
  ]);
  expect(runLocal((log) => lateDag(log, 60, 0)).lines).toEqual(["slow", "slow ok"]);
});

const run = { argv: ["true"] };
const dagOf = (more: Partial<Dag>, task: Partial<DagTask> = {}): Dag => ({
  name: "daily",
  schedule: { kind: "manual" },
  tasks: [{ id: "a", run, ...task }],
  ...more,
});
const sensor = { command: run, everySeconds: 1, timeoutSeconds: 9 };
const assets = (...names: string[]): Partial<Dag> => ({
  schedule: { kind: "assets", assets: names },
});

test.for<readonly [string, string, Dag]>([
  ["EACH", "cannot do so for each", dagOf({}, { run: sensor, each: [["x"]] })],
  ["EACH", "an empty list", dagOf({}, { each: [] })],
  ["EACH", "twice with the same arguments", dagOf({}, { each: [["x"], ["x"]] })],
  ["SECRET", "looks like a secret", dagOf({}, { each: [["--password", "s3cr3tly"]] })],
  ["ASSET", "cannot be called", dagOf({}, { makes: ["a b"] })],
  ["ASSET", "the same data twice", dagOf({}, { makes: ["x", "x"] })],
  ["ASSET", "names none", dagOf(assets())],
  ["ASSET", "start itself for ever", dagOf(assets("x"), { makes: ["x"] })],
  ["NUMBER", "mostTasks of daily is 0", dagOf({ mostTasks: 0 })],
  ["NUMBER", "mostRuns of daily is 1.5", dagOf({ mostRuns: 1.5 })],
  ["ENV", "the day of daily", dagOf({ day: "A-B" })],
  ["SLA", "no slaSeconds", dagOf({ onLate: run })],
  ["CONNECTION", "are for tasks", dagOf({ onFailure: { ...run, connections: { A: "b" } } })],
  [
    "CONNECTION",
    "no name of a connection",
    dagOf({}, { run: { ...run, connections: { A: "postgres://x" } } }),
  ],
  ["ENV", "a variable called", dagOf({}, { run: { ...run, connections: { "A-B": "c" } } })],
])("%s: %s", ([code, message, dag]) => {
  const found = checkDag(dag).find((one) => one.code === `DX_ORCHESTRATION_${code}`);
  expect(found?.message).toContain(message);
});

const connected = dagOf({}, { run: { ...run, connections: { SHOP: "Shop_1" } } });
test.for([
  ["Airflow has no place", toAirflow, dagOf({ onLate: run, slaSeconds: 9 })],
  ["Dagster has no connections", toDagster, connected],
  ["Dagster has no limit of runs", toDagster, dagOf({ mostRuns: 1 })],
  ["Dagster has no day", toDagster, dagOf({ day: "DAY" })],
  ["Dagster has no event for data", toDagster, dagOf({}, { each: [["x"], ["y"]], makes: ["z"] })],
  ["Prefect has no block that is called Shop_1", toPrefect, connected],
  ["Prefect has no schedule by several data", toPrefect, dagOf(assets("x", "y"))],
  ["the local program has no connections", toLocal, connected],
  ["the local program has no schedule by data", toLocal, dagOf(assets("x"))],
  ["the local program has no limit of runs", toLocal, dagOf({ mostRuns: 1 })],
  ["the local program has no place to note", toLocal, dagOf({}, { makes: ["x"] })],
] as const)("%s", ([message, write, dag]) => {
  expect(checkDag(dag).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(() => write(dag)).toThrow(message);
});

test("a backfill is the commands for its days", () => {
  const schedule = { kind: "cron", cron: "30 1 * * *", timeZone: "Europe/Berlin" } as const;
  const dag = dagOf({ schedule, day: "DAY" });
  const days = { from: "2026-02-27", to: "2026-03-02" } as const;
  const commands = (target: "airflow" | "prefect" | "local") =>
    backfillCommands(dag, { target, ...days }).map((argv) => argv.join(" "));
  expect(commands("airflow")).toEqual([
    "airflow backfill create --dag-id daily --from-date 2026-02-27T00:30:00Z --to-date 2026-03-01T00:30:00Z",
  ]);
  expect(commands("local")).toEqual(
    ["27", "28"].map((day) => `node daily.mjs 2026-02-${day}`).concat("node daily.mjs 2026-03-01"),
  );
  expect(commands("prefect")[0]).toBe("prefect deployment run daily/daily --param day=2026-02-27");
  const refused =
    (more: Partial<Dag>, from: string, target: "airflow" | "dagster" | "local" = "airflow") =>
    () =>
      backfillCommands({ ...dag, ...more }, { ...days, from, target });
  expect(refused({}, "2026-03-02")).toThrow("before they begin");
  expect(refused({}, "soon")).toThrow('"soon" is no day');
  expect(refused({}, "1900-01-01")).toThrow("more than 10000 days");
  expect(refused({ schedule: { ...schedule, cron: "0 0 1 1 *" } }, days.from)).toThrow(
    "has no run",
  );
  expect(refused({ schedule: { kind: "manual" } }, days.from)).toThrow("no cron schedule");
  expect(refused({}, days.from, "dagster")).toThrow("Dagster has no day");
});
