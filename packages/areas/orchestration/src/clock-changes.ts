import { isoOf, offsetAt, openCron } from "./cron.ts";
import type { CronSchedule } from "./dag.ts";

/** Times of a schedule at which clocks are changed. */
export interface ClockChange {
  /** `missing`: clocks skip the time; `doubled`: it is there twice. */
  readonly kind: "missing" | "doubled";
  /** The first such time of the schedule, as the clock shows it: `2026-03-29T02:30`. */
  readonly local: string;
}

const day = 86_400;
/** Shorter than any time between two changes; in Morocco it is a month. */
const step = 14 * day;

/**
 * The changes of the clock within 366 days that a schedule has times in. Schedules for each hour have none: they run as hours pass; nor have zones without changes.
 * @param since - seconds since 1970-01-01
 */
export function clockChanges(schedule: CronSchedule, since: number): readonly ClockChange[] {
  const { cron, timeZone } = schedule;
  if (cron.split(" ")[1] === "*" || /^(?:UTC|Etc\/.*)$/.test(timeZone)) return [];
  const plain = openCron({ cron, timeZone: "UTC" });
  const found: ClockChange[] = [];
  for (let at = since; at < since + 366 * day; at += step) {
    const [before, after] = [offsetAt(at, timeZone), offsetAt(at + step, timeZone)];
    if (before === after) continue;
    let [low, high] = [at, at + step];
    while (high - low > 60) {
      const middle = low + Math.floor((high - low) / 120) * 60;
      if (offsetAt(middle, timeZone) === before) low = middle;
      else high = middle;
    }
    const [from, to] = [high + Math.min(before, after), high + Math.max(before, after)];
    const first = plain.nextRun(isoOf(from - 60))?.getTime() ?? Infinity;
    if (first < to * 1000)
      found.push({
        kind: after > before ? "missing" : "doubled",
        local: isoOf(first / 1000).slice(0, 16),
      });
  }
  return found;
}
