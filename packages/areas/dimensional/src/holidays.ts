import { DxError } from "@dx/core";
import { dayOfWeek, daysInMonth, toDays, yearMonthDay } from "./internal/days.ts";

/** The same date every year, as 25 December. */
export interface FixedHoliday {
  /** As people call it. */
  readonly name: string;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31; in years without that day there is none. */
  readonly day: number;
  /** Whether one on a Saturday is kept on the Friday before it, and one on a Sunday on the Monday after it. */
  readonly observed?: boolean;
}

/** The same weekday of a month, as the fourth Thursday of November. */
export interface WeekdayHoliday {
  /** As people call it. */
  readonly name: string;
  /** 1 to 12. */
  readonly month: number;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekday: number;
  /** 1 to 5 from the beginning of the month; -1 is the last one. */
  readonly nth: number;
}

/** So many days after Easter Sunday, as 1 for Easter Monday and -2 for Good Friday. */
export interface EasterHoliday {
  /** As people call it. */
  readonly name: string;
  /** In days. */
  readonly easter: number;
}

/** On which day of each year a holiday is. */
export type HolidayRule = FixedHoliday | WeekdayHoliday | EasterHoliday;

/**
 * The holidays of a year by their day, as days since 1970-01-01; of several on a day, the first rule's. One that is observed on
 * another day is a holiday on that day only, which may be in the year before or after.
 * @throws DxError `DX_DIMENSIONAL_DATE` for a rule that no year can fulfil
 * @example
 * ```ts
 * import { formatDate } from "@dx/core";
 * import { holidaysOf } from "@dx/dimensional";
 * const [day = 0] = [...holidaysOf(2026, [{ name: "Independence Day", month: 7, day: 4, observed: true }]).keys()];
 * if (formatDate(day) !== "2026-07-03") throw new Error();
 * ```
 */
export function holidaysOf(
  year: number,
  rules: readonly HolidayRule[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [index, rule] of rules.entries()) {
    const day = dayOf(year, checkRule(rule, index));
    if (day !== null && !found.has(day)) found.set(day, rule.name);
  }
  return found;
}

function checkRule(rule: HolidayRule, index: number): HolidayRule {
  const isSound =
    "easter" in rule
      ? Number.isInteger(rule.easter)
      : isWhole(rule.month, 1, 12) &&
        ("weekday" in rule
          ? isWhole(rule.weekday, 1, 7) && (rule.nth === -1 || isWhole(rule.nth, 1, 5))
          : isWhole(rule.day, 1, daysInMonth(2000, rule.month)));
  if (isSound) return rule;
  throw new DxError("DX_DIMENSIONAL_DATE", `no holiday can be so: ${JSON.stringify(rule)}`, {
    path: ["holidays", index],
    hint: "give month and day, or month, weekday (1 to 7) and nth (1 to 5, or -1), or easter in days",
  });
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function dayOf(year: number, rule: HolidayRule): number | null {
  if ("easter" in rule) return easterSunday(year) + rule.easter;
  if ("weekday" in rule) return nthWeekday(year, rule);
  if (rule.day > daysInMonth(year, rule.month)) return null;
  const day = toDays(year, rule.month, rule.day);
  if (rule.observed !== true) return day;
  const weekday = dayOfWeek(day);
  return weekday === 6 ? day - 1 : weekday === 7 ? day + 1 : day;
}

function nthWeekday(year: number, { month, weekday, nth }: WeekdayHoliday): number | null {
  if (nth === -1) {
    const last = toDays(year, month, daysInMonth(year, month));
    return last - ((dayOfWeek(last) - weekday + 7) % 7);
  }
  const first = toDays(year, month, 1);
  const day = first + ((weekday - dayOfWeek(first) + 7) % 7) + 7 * (nth - 1);
  return yearMonthDay(day).month === month ? day : null;
}

/**
 * Easter Sunday of the Gregorian calendar.
 * @see Meeus, "Astronomical Algorithms" (2nd ed., 1998), chapter 8
 */
function easterSunday(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return toDays(year, Math.floor(n / 31), (n % 31) + 1);
}
