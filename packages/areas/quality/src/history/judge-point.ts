import { forecastOf, toStddev } from "./forecast-of.ts";
import { median } from "./median.ts";

/** A figure at a time. */
export interface MetricPoint {
  /** ISO text. */
  readonly at: string;
  /** The figure. */
  readonly value: number;
}

/**
 * What a point is held against. `median`: the middle of the others. `ewma`: the others before it, the later the more, so that a slow drift is
 * followed. `weekly`: the others of the same day of the week.
 */
export type JudgeMethod = "median" | "ewma" | "weekly";

/** When a figure is out of the ordinary. */
export interface JudgePointOptions {
  /** What it is held against; `median` without a word. */
  readonly method?: JudgeMethod;
  /** Of `ewma`: how much the latest point counts, above 0 and at most 1; 0.3 without a word. */
  readonly weight?: number;
  /** How many scales from the median are ordinary; 4 without a word. */
  readonly most?: number;
  /** The least scale, as a share of the median's size, so that a figure that never moved may move a little; 0.02 without a word. */
  readonly floorShare?: number;
  /** The least scale in the figure's own unit; 0 without a word. */
  readonly floor?: number;
  /** How many other points it takes to judge one; 7 without a word. */
  readonly least?: number;
}

/** What became of a point: an alarm, none, or too few others to tell. */
export interface JudgedPoint extends MetricPoint {
  /** What became of it. */
  readonly verdict: "ordinary" | "alarm" | "unknown";
  /** What the other points say; `null` if they are too few. */
  readonly expected: number | null;
  /** How far from it, in scales. */
  readonly score: number | null;
  /** From and to where it would have been ordinary. */
  readonly bounds: {
    /** The least. */
    readonly from: number;
    /** The most. */
    readonly to: number;
  } | null;
}

/**
 * Judges a point by others, of which it is none: by what a method expects of it and the median absolute deviation of the others from what
 * the method expects of them, with a floor, so that a single wild point among the others does not hide another one. `weekly` needs three others of the same day.
 * @example
 * ```ts
 * import { judgePoint } from "@dx/quality";
 * const others = [100, 101, 99, 100, 102, 98, 100].map((value, day) => ({ at: `2026-01-0${day + 1}`, value }));
 * if (judgePoint({ at: "2026-01-08", value: 160 }, others).verdict !== "alarm") throw new Error();
 * if (judgePoint({ at: "2026-01-08", value: 103 }, others).verdict !== "ordinary") throw new Error();
 * ```
 * @throws DxError `DX_QUALITY_JUDGE` for a weight that is none, `DX_CORE_TIME` for a time that is none, of `ewma` and `weekly`
 * @see Leys et al., "Detecting outliers: do not use standard deviation around the mean, use absolute deviation around the median" (2013)
 */
export function judgePoint(
  point: MetricPoint,
  others: readonly MetricPoint[],
  {
    method = "median",
    weight = 0.3,
    most = 4,
    floorShare = 0.02,
    floor = 0,
    least = 7,
  }: JudgePointOptions = {},
): JudgedPoint {
  const { at, value } = point;
  const judges = others.filter((other) => other.at !== at);
  const forecast =
    judges.length < least || !judges.every((other) => Number.isFinite(other.value))
      ? undefined
      : forecastOf(point, judges, { method, weight });
  if (forecast === undefined)
    return { at, value, verdict: "unknown", expected: null, score: null, bounds: null };
  const { expected, residuals } = forecast;
  const deviation = median(residuals.map(Math.abs)) * toStddev;
  const scale = Math.max(deviation, floor, floorShare * Math.abs(expected), Number.MIN_VALUE);
  const score = Number.isFinite(value) ? (value - expected) / scale : Infinity;
  return {
    at,
    value,
    verdict: Math.abs(score) > most ? "alarm" : "ordinary",
    expected,
    score,
    bounds: { from: expected - most * scale, to: expected + most * scale },
  };
}
