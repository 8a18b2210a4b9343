import { shareBounds } from "../suggest/share-bounds.ts";
import {
  judgePoint,
  type JudgedPoint,
  type JudgePointOptions,
  type MetricPoint,
} from "./judge-point.ts";

/** A figure over time. */
export interface MetricSeries {
  /** The id of the check. */
  readonly id: string;
  /** In any order. */
  readonly points: readonly MetricPoint[];
}

/** How series are tested. */
export interface BacktestOptions extends JudgePointOptions {
  /** How many points of each series a week brings. */
  readonly pointsPerWeek: number;
  /** At most so many points before a point are its judges; 28 without a word. */
  readonly window?: number;
}

/** What the past says of alarms. */
export interface Backtest {
  /** Points that had enough others before them. */
  readonly judged: number;
  /** How many would have been alarms. */
  readonly alarms: number;
  /** If each week is like the past, and none of its alarms was deserved; `null` if no point could be judged. */
  readonly alarmsPerWeek: number | null;
  /** What chance leaves open of it, with a confidence of 99 %. */
  readonly alarmsPerWeekFrom: number | null;
  /** The upper end of that. */
  readonly alarmsPerWeekTo: number | null;
  /** The points that were alarms, by series. */
  readonly alarmed: readonly (JudgedPoint & {
    /** Whose. */
    readonly series: string;
  })[];
}

/**
 * Judges each point of the past by those before it alone, as it would have been judged then, and counts alarms. Of a past in
 * which nothing was wrong, all of them are false; else it is an upper estimate.
 * @throws nothing; of series too short to judge, the rates are `null`
 * @example
 * ```ts
 * import { backtestAlarms } from "@dx/quality";
 * const points = Array.from({ length: 40 }, (_, day) => ({
 *   at: `2026-${day < 31 ? "01" : "02"}-${String((day % 31) + 1).padStart(2, "0")}`, value: 100 + (day % 5),
 * }));
 * const { judged, alarms } = backtestAlarms([{ id: "rows", points }], { pointsPerWeek: 7 });
 * if (judged !== 33 || alarms !== 0) throw new Error();
 * ```
 */
export function backtestAlarms(
  series: readonly MetricSeries[],
  { pointsPerWeek, window = 28, ...options }: BacktestOptions,
): Backtest {
  const judged = series.flatMap(({ id, points }) => {
    const ordered = points.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return ordered.map((point, index) => {
      const before = ordered.slice(Math.max(0, index - window), index);
      return Object.assign(judgePoint(point, before, options), { series: id });
    });
  });
  const told = judged.filter(({ verdict }) => verdict !== "unknown");
  const alarmed = told.filter(({ verdict }) => verdict === "alarm");
  const perWeek = (share: number): number | null =>
    told.length === 0 ? null : share * pointsPerWeek * series.length;
  const { from, to } = shareBounds(alarmed.length, told.length);
  return {
    judged: told.length,
    alarms: alarmed.length,
    alarmsPerWeek: perWeek(told.length === 0 ? 0 : alarmed.length / told.length),
    alarmsPerWeekFrom: perWeek(from),
    alarmsPerWeekTo: perWeek(to),
    alarmed,
  };
}
