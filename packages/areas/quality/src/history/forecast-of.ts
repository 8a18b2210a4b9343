import { DxError, toMicros } from "@dx/core";
import type { JudgePointOptions, MetricPoint } from "./judge-point.ts";
import { median } from "./median.ts";

/** Makes the median absolute deviation comparable with a standard deviation. */
export const toStddev = 1.4826;

/** What others say of a point, and how far they lie from what is said of them. */
export interface Forecast {
  readonly expected: number;
  readonly residuals: readonly number[];
}

/** What others, of which a point is none, say of it; `undefined` if they are too few. */
export function forecastOf(
  point: MetricPoint,
  others: readonly MetricPoint[],
  { method, weight }: Required<Pick<JudgePointOptions, "method" | "weight">>,
): Forecast | undefined {
  switch (method) {
    case "median": {
      const values = others.map(({ value }) => value);
      const expected = median(values);
      return { expected, residuals: values.map((value) => value - expected) };
    }
    case "ewma":
      return smoothed(point, others, weight);
    case "weekly":
      return ofSameDay(point, others);
  }
}

const start = 7;
/** So many scales of a residual count, so that a wild point does not carry the level away. */
const most = 2;

/**
 * Exponential smoothing of the points before, forwards twice: the first time tells the usual distance from the point before, the second
 * cuts greater ones.
 * @see Gelper, Fried & Croux, "Robust forecasting with exponential and Holt-Winters smoothing" (2010)
 */
function smoothed(
  point: MetricPoint,
  others: readonly MetricPoint[],
  weight: number,
): Forecast | undefined {
  if (!(weight > 0 && weight <= 1))
    throw new DxError("DX_QUALITY_JUDGE", `the weight is ${weight}`, {
      path: ["weight"],
      hint: "give a number above 0 and at most 1",
    });
  const now = toMicros(point.at);
  const before = others
    .map(({ at, value }) => ({ at: toMicros(at), value }))
    .filter(({ at }) => at < now)
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .map(({ value }) => value);
  if (before.length < start) return undefined;
  const first = smooth(before, weight, Infinity);
  const usual = median(first.residuals.map(Math.abs)) * toStddev;
  return usual === 0 ? first : smooth(before, weight, most * usual);
}

function smooth(values: readonly number[], weight: number, limit: number): Forecast {
  let level = median(values.slice(0, start));
  const residuals = values.map((value) => {
    const residual = value - level;
    level += weight * Math.max(-limit, Math.min(limit, residual));
    return residual;
  });
  return { expected: level, residuals };
}

const microsPerDay = 86_400_000_000n;
const leastOfDay = 3;

/** The day of the week of a time, as a number; floored, so that times before 1970 have one too. */
function weekday(at: string): number {
  const micros = toMicros(at);
  const days = micros / microsPerDay - (micros % microsPerDay < 0n ? 1n : 0n);
  return Number(((days % 7n) + 7n) % 7n);
}

/** The middle of the others of the same day; each of them is held against the others of its day, without itself. */
function ofSameDay(point: MetricPoint, others: readonly MetricPoint[]): Forecast | undefined {
  const days = new Map<number, number[]>();
  for (const { at, value } of others) {
    const day = weekday(at);
    days.set(day, [...(days.get(day) ?? []), value]);
  }
  const same = days.get(weekday(point.at)) ?? [];
  if (same.length < leastOfDay) return undefined;
  const residuals = [...days.values()].flatMap((values) =>
    values.length < 2
      ? []
      : values.map((value, at) => value - median(values.filter((_, place) => place !== at))),
  );
  return { expected: median(same), residuals };
}
