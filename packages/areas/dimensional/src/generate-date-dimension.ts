import { createColumn, createRows, DxError, parseDate, type Rows } from "@dx/core";
import { holidaysOf } from "./holidays.ts";
import { dayOfWeek, isoWeek, toDays, yearMonthDay } from "./internal/days.ts";
import { dateColumn, dateKey, type DateDimension } from "./model.ts";

const months =
  "January February March April May June July August September October November December".split(
    " ",
  );
const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

/** The greatest number of days: the rows go into one statement. */
const mostDays = 73_500;

/** One day; business days are counted in its month, and begin anew with the next. */
interface Day {
  readonly days: number;
  readonly holiday: string | null;
  readonly isBusinessDay: boolean;
  readonly businessDay: number;
}

/**
 * The rows of a date dimension, one for each day, in order. ISO weeks go with `iso_year`, not with `year`. There is nothing in it
 * that grows stale, such as whether a day is today. `business_day_of_month` is the number of business days from the month's first
 * day to this one, this one included: on days without business that of the last business day before, 0 if there is none.
 * @throws DxError `DX_DIMENSIONAL_DATE` and `DX_CORE_TIMESTAMP` for what is no date, an end before the beginning, more than 73,500
 * days, or a rule that cannot be
 * @example
 * ```ts
 * import { toObjects } from "@dx/core";
 * import { generateDateDimension } from "@dx/dimensional";
 * const rows = generateDateDimension({ from: "2024-12-30", to: "2024-12-31", fiscalYearStartMonth: 10, fiscalYearLabel: "end", holidays: [] });
 * const [day] = toObjects(rows, "js");
 * if (day?.iso_year !== 2025 || day.iso_week !== 1 || day.year !== 2024 || day.fiscal_year !== 2025) throw new Error();
 * ```
 * @see ISO 8601-1:2019 for weeks
 */
export function generateDateDimension(dimension: Omit<DateDimension, "name">): Rows {
  const days = daysOf(dimension);
  const parts = Array.from(days, (day) => ({ ...day, ...yearMonthDay(day.days) }));
  const whole = (name: string, of: (day: (typeof parts)[number]) => number) =>
    createColumn(name, "int32", parts.map(of));
  const text = (name: string, of: (day: (typeof parts)[number]) => string | null) =>
    createColumn(name, "text", parts.map(of));
  const flag = (name: string, of: (day: (typeof parts)[number]) => boolean) =>
    createColumn(name, "boolean", parts.map(of));
  const { fiscalYearStartMonth: start, fiscalYearLabel: label } = dimension;
  const fiscalMonth = (month: number): number => ((month - start + 12) % 12) + 1;
  const fiscalYear = (year: number, month: number): number => {
    const begun = month >= start ? year : year - 1;
    return label === "end" && start > 1 ? begun + 1 : begun;
  };
  return createRows([
    whole(dateKey, ({ year, month, day }) => year * 10_000 + month * 100 + day),
    createColumn(
      dateColumn,
      "date",
      parts.map((day) => day.days),
    ),
    whole("year", ({ year }) => year),
    whole("quarter", ({ month }) => Math.ceil(month / 3)),
    whole("month", ({ month }) => month),
    text("month_name", ({ month }) => months[month - 1] ?? null),
    whole("day_of_month", ({ day }) => day),
    whole("day_of_year", (day) => day.days - toDays(day.year, 1, 1) + 1),
    whole("day_of_week", (day) => dayOfWeek(day.days)),
    text("day_name", (day) => weekdays[dayOfWeek(day.days) - 1] ?? null),
    whole("iso_year", (day) => isoWeek(day.days).year),
    whole("iso_week", (day) => isoWeek(day.days).week),
    whole("fiscal_year", ({ year, month }) => fiscalYear(year, month)),
    whole("fiscal_quarter", ({ month }) => Math.ceil(fiscalMonth(month) / 3)),
    whole("fiscal_month", ({ month }) => fiscalMonth(month)),
    flag("is_weekend", (day) => dayOfWeek(day.days) > 5),
    text("holiday_name", ({ holiday }) => holiday),
    flag("is_business_day", ({ isBusinessDay }) => isBusinessDay),
    whole("business_day_of_month", ({ businessDay }) => businessDay),
  ]);
}

function daysOf({
  from,
  to,
  fiscalYearStartMonth,
  holidays,
}: Omit<DateDimension, "name">): readonly Day[] {
  const [first, last] = [dayAt("from", from), dayAt("to", to)];
  if (last < first || last - first >= mostDays)
    throw refuse(["to"], `from ${from} to ${to} are ${last - first + 1} days`, mostDays);
  if (
    !Number.isInteger(fiscalYearStartMonth) ||
    fiscalYearStartMonth < 1 ||
    fiscalYearStartMonth > 12
  )
    throw refuse(["fiscalYearStartMonth"], `no month: ${fiscalYearStartMonth}`, "1 to 12");
  const named = new Map<number, string>();
  for (
    let { year } = yearMonthDay(first), end = yearMonthDay(last).year + 1;
    year - 1 <= end;
    year += 1
  )
    for (const [day, name] of holidaysOf(year - 1, holidays))
      if (!named.has(day)) named.set(day, name);
  const { year, month } = yearMonthDay(first);
  const days: Day[] = [];
  let businessDay = 0;
  for (let day = toDays(year, month, 1); day <= last; day += 1) {
    if (yearMonthDay(day).day === 1) businessDay = 0;
    const holiday = named.get(day) ?? null;
    const isBusinessDay = dayOfWeek(day) < 6 && holiday === null;
    if (isBusinessDay) businessDay += 1;
    if (day >= first) days.push({ days: day, holiday, isBusinessDay, businessDay });
  }
  return days;
}

function dayAt(field: string, text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseDate(text);
  throw refuse([field], `not a date: ${JSON.stringify(text)}`, "a date as 2026-01-31");
}

function refuse(path: readonly string[], message: string, wanted: string | number): DxError {
  return new DxError("DX_DIMENSIONAL_DATE", message, {
    path,
    hint: typeof wanted === "number" ? `at least 1, at most ${wanted} days` : `give ${wanted}`,
  });
}
