import { DxError, toMicros, type Time } from "@dx/core";
import type { Chart, ChartOptions } from "./chart.ts";
import { formatNumber } from "./format-number.ts";
import { colour, seriesColour } from "./internal/colours.ts";
import { createChart, describe, titleHeight, widthOf } from "./internal/create-chart.ts";
import { drawSeries, type DrawnPoint } from "./internal/draw-series.ts";
import { element, label } from "./internal/svg.ts";
import { widest } from "./internal/text-width.ts";
import { extent, isDrawable, linearAxis } from "./internal/ticks.ts";
import { drawTimeAxis, timeScale, type AxisPlace } from "./internal/time-axis.ts";
import { clampTime, timeText } from "./internal/time-ticks.ts";

/** A point of a line. */
export interface LinePoint {
  /** Where: a number, or a time. */
  readonly x: number | Time;
  /** How high; `null` interrupts the line. */
  readonly y: number | null;
}

/** A line. */
export interface LineSeries {
  /** Written at its end. */
  readonly label: string;
  /** In any order. */
  readonly points: readonly LinePoint[];
}

/** How lines are drawn. */
export interface LinesOptions extends ChartOptions {
  /** Whether the upright axis includes zero; if not given, it spans the values only. */
  readonly fromZero?: boolean;
  /** What the upright axis measures. */
  readonly yLabel?: string;
  /** What the lower axis measures. */
  readonly xLabel?: string;
}

interface Point {
  readonly x: number | bigint;
  readonly y: number | null;
}

const plotHeight = 240;

/**
 * A picture of values over numbers or times: a line for each series, with its own dashes and marks.
 * @throws DxError `DX_CHART_VALUE` if a number is NaN, infinite or beyond 1e300, or numbers and times are mixed;
 * `DX_CORE_TIMESTAMP` if a time is none, `DX_CHART_TITLE`, `DX_CHART_SIZE`
 * @example
 * ```ts
 * import { lines } from "@dx/chart";
 * const points = [{ x: "2024-01-01", y: 3 }, { x: "2024-02-01", y: null }, { x: "2024-03-01", y: 5 }];
 * const chart = lines([{ label: "late orders", points }], { title: "Late orders", fromZero: true });
 * if (!chart.svg.includes("late orders")) throw new Error();
 * ```
 */
export function lines(series: readonly LineSeries[], options: LinesOptions): Chart {
  const width = widthOf(options);
  const read = series.map(({ label: name, points }, index) => ({
    name,
    points: readPoints(points, index),
  }));
  const xs = read.flatMap(({ points }) => points.map(({ x }) => x));
  const times = xs.filter((x) => typeof x === "bigint");
  if (times.length > 0 && times.length < xs.length)
    throw new DxError("DX_CHART_VALUE", "some points are at numbers, others at times", {
      hint: "give all of them the same kind of `x`",
    });
  const ys = read.flatMap(({ points }) => points.flatMap(({ y }) => (y === null ? [] : [y])));
  const y = linearAxis(options.fromZero === true ? [0, ...ys] : ys, 5);
  const names = widest(
    read.map(({ name }) => name),
    12,
  );
  const place: AxisPlace = {
    left: widest(y.ticks.map(formatNumber), 11) + 14,
    right: width - Math.min(names + 24, width * 0.3),
    top: titleHeight + (options.yLabel === undefined ? 4 : 18),
    bottom: titleHeight + 18 + plotHeight,
  };
  const up = (value: number): number =>
    place.bottom - ((value - y.from) / (y.to - y.from)) * (place.bottom - place.top);
  const across = xAxis(xs, place);
  const drawn = read.map(({ name, points }, index) => {
    const at: readonly DrawnPoint[] = points.map((point) => ({
      x: across.place(point.x),
      y: point.y === null ? null : up(point.y),
      text: `${name}, ${xText(point.x)}: ${point.y === null ? "no value" : formatNumber(point.y)}`,
    }));
    return { name, points: at, index };
  });
  const axisText = { fill: colour("muted"), "font-size": 11 };
  return createChart({
    options,
    description: describe(`Line chart of ${series.length} series.`, read.map(seriesText)),
    size: { width, height: place.bottom + (options.xLabel === undefined ? 38 : 54) },
    marks: [
      ...drawYAxis(y.ticks, up, place),
      ...across.marks,
      ...(options.yLabel === undefined
        ? []
        : [label(options.yLabel, { x: 0, y: titleHeight + 4, ...axisText })]),
      ...(options.xLabel === undefined
        ? []
        : [
            label(options.xLabel, {
              x: place.right,
              y: place.bottom + 46,
              "text-anchor": "end",
              ...axisText,
            }),
          ]),
      ...drawSeries(drawn, place, seriesColour),
    ],
  });
}

function readPoints(points: readonly LinePoint[], series: number): readonly Point[] {
  return points
    .map(({ x, y }, index) => {
      for (const value of [x, y])
        if (typeof value === "number" && !isDrawable(value))
          throw new DxError("DX_CHART_VALUE", `a point has the value ${value}`, {
            path: [series, "points", index],
            hint: "give numbers up to 1e300, or null for `y` where there is none",
          });
      return { x: typeof x === "number" ? x : toMicros(x), y };
    })
    .toSorted((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0));
}

function xAxis(xs: readonly (number | bigint)[], place: AxisPlace) {
  const { left, right, bottom } = place;
  let [from, to] = [xs[0] ?? 0, xs[0] ?? 0];
  for (const x of xs) {
    if (x < from) from = x;
    if (x > to) to = x;
  }
  if (typeof from === "bigint" && typeof to === "bigint") {
    const around = from === to ? 3_600_000_000n : 0n;
    const scale = timeScale(clampTime(from - around), clampTime(to + around), place);
    const at = (x: number | bigint): number => (typeof x === "bigint" ? scale.place(x) : left);
    return { place: at, marks: drawTimeAxis(scale, place) };
  }
  const axis = linearAxis([Number(from), Number(to)], Math.floor((right - left) / 90));
  const at = (x: number | bigint): number =>
    left + ((Number(x) - axis.from) / (axis.to - axis.from)) * (right - left);
  const rule = { x1: left, x2: right, y1: bottom, y2: bottom, stroke: colour("muted") };
  const texts = axis.ticks.map((tick) =>
    label(formatNumber(tick), { x: at(tick), y: bottom + 16 }),
  );
  const style = { fill: colour("muted"), "text-anchor": "middle", "font-size": 11 };
  return { place: at, marks: [element("line", rule), element("g", style, texts)] };
}

function drawYAxis(
  ticks: readonly number[],
  up: (value: number) => number,
  { left, right }: AxisPlace,
): readonly string[] {
  const grid = ticks.map((tick) =>
    element("line", { x1: left, x2: right, y1: up(tick), y2: up(tick) }),
  );
  const texts = ticks.map((tick) => label(formatNumber(tick), { x: left - 8, y: up(tick) + 4 }));
  return [
    element("g", { stroke: colour("rule") }, grid),
    element("g", { fill: colour("muted"), "text-anchor": "end", "font-size": 11 }, texts),
  ];
}

function xText(x: number | bigint): string {
  return typeof x === "bigint" ? timeText(x) : formatNumber(x);
}

function seriesText({
  name,
  points,
}: {
  readonly name: string;
  readonly points: readonly Point[];
}): string {
  const known = points.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${name}: no values.`;
  const [least, most] = extent(known.map(({ y }) => y));
  const missing = points.length - known.length;
  const ends = [first, last].map(({ x, y }) => `${formatNumber(y)} at ${xText(x)}`).join(" to ");
  const range = `between ${formatNumber(least)} and ${formatNumber(most)}`;
  return `${name}: ${ends}, ${range}${missing === 0 ? "" : `, ${missing} without a value`}.`;
}
