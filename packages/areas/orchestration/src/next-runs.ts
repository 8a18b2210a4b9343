import { DxError, toMicros, type Time } from "@dx/core";
import { cronFault, isoOf, offsetAt, openCron, zoneFault } from "./cron.ts";
import type { Dag } from "./dag.ts";

/** When a DAG runs once. */
export interface DagRun {
  /** In UTC, as `2026-03-29T01:00:00Z`. */
  readonly at: string;
  /** The same as clocks of the schedule's zone show it, as `2026-03-29T03:00:00+02:00`. */
  readonly local: string;
}

/**
 * The next times at which a DAG runs, later than `from`, and not before its `startDate`; none if it is started by hand. Where clocks are set forward, a time
 * that is skipped once a day (one minute, one hour) runs when the clock has jumped, and of several in one day those that are skipped are left out; where
 * they are set back, a time that is there twice runs the first time, and times of each hour run in both. Schedulers differ
 * there: the README has a table, and `checkDag` warns.
 * @param from - ISO text (without a zone: UTC), a `Date`, or microseconds
 * @param count - how many, from 0 to 10,000
 * @throws DxError `DX_ORCHESTRATION_SCHEDULE` if the schedule or the count is none; `DX_CORE_TIMESTAMP`
 * @example
 * ```ts
 * import { nextRuns } from "@dx/orchestration";
 * const schedule = { kind: "cron" as const, cron: "30 2 * * *", timeZone: "Europe/Berlin" };
 * const runs = nextRuns({ name: "daily", schedule, tasks: [] }, "2026-03-28T12:00:00Z", 2);
 * if (runs.map(({ local }) => local).join() !== "2026-03-29T03:00:00+02:00,2026-03-30T02:30:00+02:00")
 *   throw new Error();
 * ```
 */
export function nextRuns(dag: Dag, from: Time, count: number): readonly DagRun[] {
  const { schedule, startDate } = dag;
  if (schedule.kind !== "cron") return [];
  const { timeZone } = schedule;
  const wrong =
    cronFault(schedule.cron) ??
    zoneFault(timeZone) ??
    (Number.isInteger(count) && count >= 0 && count <= 10_000
      ? undefined
      : `a count of ${count}: wanted is a whole number from 0 to 10,000`);
  if (wrong !== undefined)
    throw new DxError("DX_ORCHESTRATION_SCHEDULE", `the schedule of ${dag.name}: ${wrong}`, {
      path: ["schedule"],
      hint: "write cron as 0 6 * * 1-5, and the zone as Europe/Berlin",
    });
  const cron = openCron(schedule);
  const seconds = Number(toMicros(from) / 1_000_000n);
  const first = startDate === undefined ? seconds : startOf(startDate, timeZone) - 1;
  let at = isoOf(Math.max(seconds, first));
  const runs: DagRun[] = [];
  while (runs.length < count) {
    const next = cron.nextRun(at);
    if (next === null) break;
    const instant = next.getTime() / 1000;
    at = isoOf(instant);
    runs.push({ at, local: localOf(instant, timeZone) });
  }
  return runs;
}

/** When a day begins in a zone, in seconds. */
function startOf(date: string, timeZone: string): number {
  const wall = Number(toMicros(date) / 1_000_000n);
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function localOf(seconds: number, timeZone: string): string {
  const offset = offsetAt(seconds, timeZone);
  const minutes = Math.abs(offset) / 60;
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return isoOf(seconds + offset).slice(0, 19) + zone;
}
