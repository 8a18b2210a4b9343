import { median } from "./median.ts";

/** A figure at a time. */
export interface MetricPoint {
  /** ISO text. */
  readonly at: string;
  /** The figure. */
  readonly value: number;
}

/** When a figure is out of the ordinary. */
export interface JudgePointOptions {
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
    /** From which share of the rows on, 0 to 1. */
    readonly from: number;
    /** To. */
    readonly to: number;
  } | null;
}

/** Makes the median absolute deviation comparable with a standard deviation. */
const toStddev = 1.4826;

/**
 * Judges a point by others, of which it is none: by the median and the median absolute deviation, with a floor, so that
 * a single wild point among the others does not hide another one.
 * @example
 * ```ts
 * import { judgePoint } from "@dx/quality";
 * const others = [100, 101, 99, 100, 102, 98, 100].map((value, day) => ({ at: `2026-01-0${day + 1}`, value }));
 * if (judgePoint({ at: "2026-01-08", value: 160 }, others).verdict !== "alarm") throw new Error();
 * if (judgePoint({ at: "2026-01-08", value: 103 }, others).verdict !== "ordinary") throw new Error();
 * ```
 * @see Leys et al., "Detecting outliers: do not use standard deviation around the mean, use absolute deviation around the median" (2013)
 */
export function judgePoint(
  point: MetricPoint,
  others: readonly MetricPoint[],
  { most = 4, floorShare = 0.02, floor = 0, least = 7 }: JudgePointOptions = {},
): JudgedPoint {
  const { at, value } = point;
  const values = others.filter((other) => other.at !== at).map((other) => other.value);
  if (values.length < least || !values.every(Number.isFinite))
    return { at, value, verdict: "unknown", expected: null, score: null, bounds: null };
  const expected = median(values);
  const deviation = median(values.map((one) => Math.abs(one - expected))) * toStddev;
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
