import { createColumn, createRows, DxError, type Rows } from "@dx/core";
import { timeKey, type TimeDimension } from "./model.ts";

/**
 * The rows of a time-of-day dimension, in order: one for each minute, or for each second. Keys are `hour * 100 + minute`, or
 * `hour * 10000 + minute * 100 + second`. A part of the day lasts until the next one begins, the last one over midnight.
 * @throws DxError `DX_DIMENSIONAL_TIME` for a granularity that there is not, no part of the day, or parts that do not begin one after the other
 * @example
 * ```ts
 * import { toObjects } from "@dx/core";
 * import { generateTimeDimension } from "@dx/dimensional";
 * const dayParts = [{ name: "day", from: "06:00" }, { name: "night", from: "22:00" }];
 * const rows = toObjects(generateTimeDimension({ granularity: "minute", dayParts }), "js");
 * if (rows.length !== 1440 || rows[0]?.day_part !== "night" || rows[815]?.hour_minute !== "13:35") throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 3, time of day as a dimension
 */
export function generateTimeDimension(time: Omit<TimeDimension, "name">): Rows {
  return timeRows(time, timesIn(time));
}

/** How many rows a time-of-day dimension has, the unknown time left out. */
export function timesIn({ granularity }: Pick<TimeDimension, "granularity">): number {
  return granularity === "second" ? 86_400 : 1440;
}

/** The first rows of a time-of-day dimension; for its columns, one is enough. */
export function timeRows(
  { granularity, dayParts }: Omit<TimeDimension, "name">,
  count: number,
): Rows {
  if (!["minute", "second"].includes(granularity))
    throw refuse("granularity", `no granularity: ${granularity}`, "give minute or second");
  const begins = beginsOf(dayParts);
  const bySecond = granularity === "second";
  const step = bySecond ? 1 : 60;
  const times = Array.from({ length: count }, (_, at) => {
    const second = at * step;
    const [hour, minute] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
    return { hour, minute, second: second % 60 };
  });
  type Time = (typeof times)[number];
  const whole = (name: string, of: (time: Time) => number) =>
    createColumn(name, "int32", times.map(of));
  const text = (name: string, of: (time: Time) => string) =>
    createColumn(name, "text", times.map(of));
  return createRows([
    whole(timeKey, ({ hour, minute, second }) =>
      bySecond ? hour * 10_000 + minute * 100 + second : hour * 100 + minute,
    ),
    text("hour_minute", ({ hour, minute }) => `${twoDigits(hour)}:${twoDigits(minute)}`),
    whole("hour", ({ hour }) => hour),
    whole("minute", ({ minute }) => minute),
    ...(bySecond ? [whole("second", ({ second }) => second)] : []),
    whole("minute_of_day", ({ hour, minute }) => hour * 60 + minute),
    whole("hour_12", ({ hour }) => ((hour + 11) % 12) + 1),
    text("am_pm", ({ hour }) => (hour < 12 ? "AM" : "PM")),
    text("day_part", ({ hour, minute }) => {
      const now = hour * 60 + minute;
      return (begins.findLast(({ from }) => from <= now) ?? begins.at(-1))?.name ?? "";
    }),
  ]);
}

function beginsOf(
  dayParts: TimeDimension["dayParts"],
): readonly { readonly name: string; readonly from: number }[] {
  if (dayParts.length === 0)
    throw refuse(
      "dayParts",
      "there is no part of the day",
      'give one, as { name: "day", from: "00:00" }',
    );
  const begins = dayParts.map(({ name, from }) => {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(from))
      throw refuse(
        "dayParts",
        `not a time of day: ${JSON.stringify(from)}`,
        "give a time as 06:00",
      );
    return { name, from: Number(from.slice(0, 2)) * 60 + Number(from.slice(3)) };
  });
  const late = begins.find(({ from }, at) => at > 0 && from <= (begins[at - 1]?.from ?? 0));
  if (late === undefined) return begins;
  throw refuse(
    "dayParts",
    `${late.name} does not begin after the part before it`,
    "order the parts by when they begin",
  );
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}

function refuse(field: string, message: string, hint: string): DxError {
  return new DxError("DX_DIMENSIONAL_TIME", message, { path: [field], hint });
}
