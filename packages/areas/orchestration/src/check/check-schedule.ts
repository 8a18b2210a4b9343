import { parseTimestamp, type Finding } from "@dx/core";
import { clockChanges } from "../clock-changes.ts";
import { cronFault, isoOf, openCron, zoneFault } from "../cron.ts";
import type { CronSchedule, Dag } from "../dag.ts";
import { fault, show } from "./finding-of.ts";

/** The day from which schedules are looked at where there is no other: rules of zones seldom change. */
export const lookFrom = "2026-01-01";

/** Cron expressions, zones and days that are none, and times at which schedulers differ. */
export function checkSchedule(dag: Dag): readonly Finding[] {
  const { name, schedule, startDate, catchUp } = dag;
  const found: Finding[] = [];
  if (startDate !== undefined && !isDay(startDate))
    found.push(
      fault("START_DATE", name, { message: `${show(startDate)} is no day: wanted is 2026-01-31` }),
    );
  if (catchUp === true && (startDate === undefined || schedule.kind !== "cron"))
    found.push(
      fault("CATCH_UP", name, {
        message: `${name} is to make up for missed runs, which takes a startDate and a schedule`,
      }),
    );
  if (schedule.kind === "cron")
    found.push(
      ...checkCron(
        name,
        schedule,
        startDate !== undefined && isDay(startDate) ? startDate : lookFrom,
      ),
    );
  return found;
}

function checkCron(name: string, schedule: CronSchedule, since: string): readonly Finding[] {
  const { cron, timeZone } = schedule;
  const wrong = cronFault(cron);
  const wrongZone = zoneFault(timeZone);
  const found: Finding[] = [];
  if (wrong !== undefined)
    found.push(fault("CRON", name, { message: `${show(cron)} is no schedule: ${wrong}` }));
  if (wrongZone !== undefined)
    found.push(
      fault("TIME_ZONE", name, { message: `${show(timeZone)} is no time zone: ${wrongZone}` }),
    );
  if (found.length > 0) return found;
  const from = secondsOf(since);
  if (openCron({ cron, timeZone: "UTC" }).nextRun(isoOf(from)) === null)
    return [
      fault("CRON_NEVER", name, { message: `${show(cron)} never comes: there is no such day` }),
    ];
  const [, , day = "", , weekday = ""] = cron.split(" ");
  if (day !== "*" && weekday !== "*")
    found.push(
      day.startsWith("*") || weekday.startsWith("*")
        ? fault("CRON_DAYS", name, {
            message: `${show(cron)} has steps of all days beside other days: schedulers differ in whether one of both is enough`,
          })
        : fault("CRON_DAYS", name, {
            message: `${show(cron)} runs on days of the month and on days of the week: one of both is enough`,
            severity: "warning",
          }),
    );
  const changes = clockChanges(schedule, from);
  const [first] = changes;
  if (first !== undefined)
    found.push({
      ...fault("CLOCK_CHANGE", name, {
        message: `${first.local} in ${timeZone} is ${first.kind === "missing" ? "skipped by the clock" : "there twice"}: schedulers differ in what they do then`,
        severity: "warning",
        example: changes.map(({ kind, local }) => ({ kind, local })),
      }),
      count: changes.length,
    });
  return found;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    parseTimestamp(text);
    return true;
  } catch {
    return false;
  }
}

function secondsOf(day: string): number {
  return Number(parseTimestamp(day) / 1_000_000n);
}
