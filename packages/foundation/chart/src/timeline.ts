import { DxError, toMicros, type Time } from "@dx/core";
import type { Chart, ChartOptions } from "./chart.ts";
import { colour, seriesColour } from "./internal/colours.ts";
import { createChart, describe, titleHeight, widthOf } from "./internal/create-chart.ts";
import { element, label, pathOf, tooltip } from "./internal/svg.ts";
import { fit, widest } from "./internal/text-width.ts";
import { drawTimeAxis, timeScale, type AxisPlace, type TimeScale } from "./internal/time-axis.ts";
import { clampTime, timeText } from "./internal/time-ticks.ts";

/** Something that lasts. */
export interface TimelineSpan {
  /** When it begins. */
  readonly from: Time;
  /** When it has ended; `null` if that is not known or has not come. */
  readonly to: Time | null;
  /** What it is; equal labels have equal colours. */
  readonly label: string;
  /** What else is to be said of it. */
  readonly detail?: string;
}

/** What lasts, on one line: the versions of a key, the runs of a task. */
export interface TimelineLane {
  /** Whose spans these are. */
  readonly label: string;
  /** In any order; those that overlap are drawn below each other. */
  readonly spans: readonly TimelineSpan[];
}

interface PlacedSpan extends Pick<TimelineSpan, "label"> {
  readonly detail: string;
  readonly from: bigint;
  readonly to: bigint | null;
  readonly row: number;
}

const rowHeight = 26;
const laneGap = 8;
const fontSize = 12;

/**
 * A picture of what lasts how long: a lane for each key, a bar for each span. Spans without an end
 * reach the edge as an arrow, overlaps take a row each, gaps are dotted.
 * @throws DxError `DX_CHART_SPAN` if a span ends before it begins, `DX_CORE_TIMESTAMP` if a time is none,
 * `DX_CHART_TITLE`, `DX_CHART_SIZE`
 * @example
 * ```ts
 * import { timeline } from "@dx/chart";
 * const spans = [
 *   { from: "2024-01-01", to: "2024-05-01", label: "Basel" },
 *   { from: "2024-05-01", to: null, label: "Bern" },
 * ];
 * const chart = timeline([{ label: "customer 7", spans }], { title: "Where customer 7 lived" });
 * if (!chart.description.includes("Bern from 2024-05-01, open")) throw new Error();
 * ```
 */
export function timeline(lanes: readonly TimelineLane[], options: ChartOptions): Chart {
  const width = widthOf(options);
  const placed = lanes.map(({ label: name, spans }, lane) => ({ name, spans: place(spans, lane) }));
  const all = placed.flatMap(({ spans }) => spans);
  const longest = widest(
    lanes.map((lane) => lane.label),
    fontSize,
  );
  const left = Math.ceil(Math.min(longest + 14, width * 0.3));
  const heights = placed.map(
    ({ spans }) =>
      spans.reduce((most, { row }) => Math.max(most, row + 1), 1) * rowHeight + laneGap,
  );
  const bottom = titleHeight + heights.reduce((sum, height) => sum + height, 0);
  const axis: AxisPlace = { left, right: width - 12, top: titleHeight - 4, bottom };
  const scale = scaleOf(all, axis);
  const labels = [...new Set(all.map((span) => span.label))];
  const colours = new Map(labels.map((text, index) => [text, seriesColour(index)]));
  const context: Context = { scale, right: axis.right, colours };
  let top = titleHeight;
  const drawn = placed.map(({ name, spans }, index) => {
    const lane = { name, spans, top, left };
    top += heights[index] ?? 0;
    return drawLane(lane, context);
  });
  const hasOpen = all.some(({ to }) => to === null);
  const note = hasOpen ? [openNote(left, bottom + 48)] : [];
  return createChart({
    options,
    description: describe(
      `Timeline of ${all.length} spans in ${lanes.length} lanes.`,
      placed.map(({ name, spans }) => `${name}: ${spans.map(spanText).join("; ") || "no spans"}.`),
    ),
    size: { width, height: bottom + (hasOpen ? 56 : 38) },
    marks: [...drawTimeAxis(scale, axis), ...drawn, ...note],
  });
}

function place(spans: readonly TimelineSpan[], lane: number): readonly PlacedSpan[] {
  const ends: (bigint | null)[] = [];
  return spans
    .map((span, index) => {
      const from = toMicros(span.from);
      const to = span.to === null ? null : toMicros(span.to);
      if (to !== null && to < from)
        throw new DxError("DX_CHART_SPAN", `${span.label} ends before it begins`, {
          path: [lane, "spans", index],
          hint: "put the earlier time in `from`",
        });
      return { from, to, label: span.label, detail: span.detail ?? "" };
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map(({ from, to, label: name, detail }) => {
      const free = ends.findIndex((end) => end !== null && end <= from);
      const row = free === -1 ? ends.length : free;
      ends[row] = to;
      return { from, to, label: name, detail, row };
    });
}

function scaleOf(spans: readonly PlacedSpan[], axis: AxisPlace): TimeScale {
  let from = spans[0]?.from ?? 0n;
  let to = from;
  for (const span of spans) {
    if (span.from < from) from = span.from;
    const end = span.to ?? span.from;
    if (end > to) to = end;
  }
  const hour = 3_600_000_000n;
  const range = to - from;
  const after = spans.some((span) => span.to === null)
    ? range === 0n
      ? hour
      : range / 10n + 1n
    : 0n;
  const around = range === 0n ? hour : 0n;
  return timeScale(clampTime(from - around), clampTime(to + after + around), axis);
}

interface Lane {
  readonly name: string;
  readonly spans: readonly PlacedSpan[];
  readonly top: number;
  readonly left: number;
}

interface Context {
  readonly scale: TimeScale;
  readonly right: number;
  readonly colours: ReadonlyMap<string, string>;
}

function drawLane({ name, spans, top, left }: Lane, context: Context): string {
  const title = element("g", {}, [
    tooltip(name),
    label(fit(name, left - 10, fontSize), { x: 0, y: top + rowHeight / 2 + 4 }),
  ]);
  const line = element("line", {
    x1: 0,
    x2: context.right,
    y1: top - laneGap / 2,
    y2: top - laneGap / 2,
    stroke: colour("rule"),
  });
  return element("g", {}, [
    line,
    title,
    ...drawGaps(spans, top, context.scale),
    ...spans.map((span) => drawSpan(span, top + span.row * rowHeight, context)),
  ]);
}

function drawGaps(spans: readonly PlacedSpan[], top: number, scale: TimeScale): readonly string[] {
  const gaps: string[] = [];
  let covered: bigint | null | undefined;
  for (const { from, to } of spans) {
    if (typeof covered === "bigint" && from > covered) {
      const y = top + rowHeight / 2;
      const ends = { x1: scale.place(covered), x2: scale.place(from), y1: y, y2: y };
      const dots = { stroke: colour("muted"), "stroke-dasharray": "1 4", "stroke-width": 1.5 };
      const text = `gap from ${timeText(covered)} to ${timeText(from)}`;
      gaps.push(element("line", { ...ends, ...dots }, [tooltip(text)]));
    }
    covered =
      covered === null || to === null ? null : covered !== undefined && covered > to ? covered : to;
  }
  return gaps;
}

function drawSpan(span: PlacedSpan, y: number, { scale, right, colours }: Context): string {
  const x = scale.place(span.from);
  const end = span.to === null ? right : Math.max(scale.place(span.to), x + 3);
  const [high, low] = [y + 2, y + rowHeight - 4];
  const tip = span.to === null ? ["L", end, (high + low) / 2, "L", end - 8, low] : ["L", end, low];
  const corner = span.to === null ? Math.max(end - 8, x) : end;
  const shape = pathOf(["M", x, high, "L", corner, high, ...tip, "L", x, low, "Z"]);
  const fill = colours.get(span.label) ?? colour("muted");
  const text = fit(span.label, corner - x - 10, fontSize);
  return element("g", {}, [
    tooltip(spanText(span)),
    element("path", { d: shape, fill, "fill-opacity": 0.2, stroke: fill, "stroke-width": 1 }),
    element("rect", { x, y: high, width: 3, height: low - high, fill }),
    ...(text === "" ? [] : [label(text, { x: x + 7, y: (high + low) / 2 + 4 })]),
  ]);
}

function spanText({ from, to, label: name, detail }: PlacedSpan): string {
  const until = to === null ? ", open" : ` to ${timeText(to)}`;
  return `${name} from ${timeText(from)}${until}${detail === "" ? "" : ` (${detail})`}`;
}

function openNote(x: number, y: number): string {
  const arrow = pathOf([
    "M",
    x,
    y - 9,
    "L",
    x + 12,
    y - 9,
    "L",
    x + 18,
    y - 4.5,
    "L",
    x + 12,
    y,
    "L",
    x,
    y,
    "Z",
  ]);
  return element("g", { fill: colour("muted"), "font-size": 11 }, [
    element("path", { d: arrow, "fill-opacity": 0.3, stroke: colour("muted") }),
    label("open: no end", { x: x + 24, y }),
  ]);
}
