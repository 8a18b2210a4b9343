import { formatTimestamp } from "@dx/core";
import { Cron, CronDate } from "croner";
import type { CronSchedule } from "./dag.ts";

const names = {
  month: "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
  day: "sun|mon|tue|wed|thu|fri|sat",
};

const fields = [
  ["minute", "", 59],
  ["hour", "", 23],
  ["day", "", 31],
  ["month", names.month, 12],
  ["weekday", names.day, 7],
] as const;

/** What is wrong with a cron expression; `undefined` if all targets read it, and read it alike. */
export function cronFault(cron: string): string | undefined {
  const parts = cron.split(" ");
  if (parts.length !== 5) return "wanted are five fields with single spaces between them";
  for (const [index, [field, words, most]] of fields.entries()) {
    const part = parts[index] ?? "";
    const one = String.raw`(?:\d{1,2}${words === "" ? "" : `|${words}`})`;
    const step = String.raw`(?:/[1-9]\d?)`;
    const item = String.raw`(?:\*${step}?|${one}(?:-${one}${step}?)?)`;
    if (!new RegExp(`^${item}(?:,${item})*$`, "i").test(part))
      return `the field ${field} is ${JSON.stringify(part)}: wanted are *, numbers, names, ranges, lists and steps as */5 or 8-18/2`;
    const tooLarge = (part.match(/\d+/g) ?? []).find((digits) => Number(digits) > most);
    if (tooLarge !== undefined)
      return `the field ${field} has ${tooLarge}: the greatest is ${most}`;
  }
  try {
    openCron({ cron, timeZone: "UTC" });
    return undefined;
  } catch (error) {
    return String(error).replace(/^\w+: (?:CronPattern: )?(?:Syntax error, )?/, "");
  }
}

/** What is wrong with the name of a time zone; `undefined` if all targets know it. */
export function zoneFault(timeZone: string): string | undefined {
  const wanted = "wanted is UTC, or the area and place of the IANA list, as Europe/Berlin";
  if (
    !/^(?:UTC|Etc\/(?:UTC|GMT(?:[+-]\d{1,2})?)|[A-Z][a-z]+(?:\/[A-Z][a-z][A-Za-z_-]*)+)$/.test(
      timeZone,
    )
  )
    return wanted;
  try {
    new Cron("0 0 * * *", { timezone: timeZone, paused: true }).nextRun("2026-01-01T00:00:00Z");
    return undefined;
  } catch {
    return wanted;
  }
}

/** A cron expression that answers when it is next. */
export function openCron({ cron, timeZone }: Pick<CronSchedule, "cron" | "timeZone">): Cron {
  return new Cron(cron, { timezone: timeZone, paused: true, mode: "5-part" });
}

/** Seconds since 1970-01-01 as ISO text. */
export function isoOf(seconds: number): string {
  return `${formatTimestamp(BigInt(seconds) * 1_000_000n)
    .slice(0, 19)
    .replace(" ", "T")}Z`;
}

/** The seconds that clocks of a zone are ahead of UTC at that time. */
export function offsetAt(seconds: number, timeZone: string): number {
  const local = new CronDate(isoOf(seconds), timeZone).getDate(true);
  return local.getTime() / 1000 - seconds;
}
