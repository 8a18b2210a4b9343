import { DxError } from "@dx/core";
import type { Chart, ChartOptions } from "./chart.ts";
import { formatNumber } from "./format-number.ts";
import { colour, seriesColour } from "./internal/colours.ts";
import { createChart, describe, titleHeight, widthOf } from "./internal/create-chart.ts";
import { element, label, tooltip } from "./internal/svg.ts";
import { fit, widest } from "./internal/text-width.ts";
import { isDrawable, linearAxis } from "./internal/ticks.ts";

/** A bar. */
export interface BarItem {
  /** What it is of. */
  readonly label: string;
  /** How long it is; `null` is shown as "no value", never as zero. */
  readonly value: number | null;
  /** What else is to be said of it. */
  readonly detail?: string;
}

/** How bars are drawn. */
export interface BarsOptions extends ChartOptions {
  /** Written behind the values, such as `rows` or `ms`. */
  readonly unit?: string;
}

const rowHeight = 26;
const fontSize = 12;

/**
 * A picture of values as horizontal bars from zero, in the order given, each with its value.
 * @throws DxError `DX_CHART_VALUE` if a value is NaN, infinite or beyond 1e300, `DX_CHART_TITLE`, `DX_CHART_SIZE`
 * @example
 * ```ts
 * import { bars } from "@dx/chart";
 * const items = [{ label: "orders", value: 1200 }, { label: "returns", value: -40 }];
 * if (!bars(items, { title: "Rows" }).svg.includes("1,200")) throw new Error();
 * ```
 */
export function bars(items: readonly BarItem[], options: BarsOptions): Chart {
  const width = widthOf(options);
  const texts = items.map((item, index) => {
    if (item.value === null) return "no value";
    if (isDrawable(item.value))
      return `${formatNumber(item.value)}${options.unit === undefined ? "" : ` ${options.unit}`}`;
    throw new DxError("DX_CHART_VALUE", `${item.label} has the value ${item.value}`, {
      path: [index, "value"],
      hint: "give a number up to 1e300, or null where there is none",
    });
  });
  const axis = linearAxis([0, ...items.map(({ value }) => value ?? 0)], 5);
  const left = Math.ceil(
    Math.min(
      widest(
        items.map((item) => item.label),
        fontSize,
      ) + 14,
      width * 0.4,
    ),
  );
  const behind = Math.min(widest(texts, fontSize) + 10, width * 0.25);
  const before = items.some(({ value }) => value !== null && value < 0) ? behind : 0;
  const [start, end] = [left + before, width - behind];
  const place = (value: number): number =>
    start + ((value - axis.from) / (axis.to - axis.from)) * (end - start);
  const bottom = titleHeight + items.length * rowHeight;
  const rows = items.map(({ label: name, value, detail }, index) => {
    const y = titleHeight + index * rowHeight;
    const [zero, x] = [place(0), place(value ?? 0)];
    const text = texts[index] ?? "";
    const negative = (value ?? 0) < 0;
    const bar = {
      x: Math.min(zero, x),
      y: y + 4,
      width: Math.abs(x - zero),
      height: rowHeight - 8,
    };
    return element("g", {}, [
      tooltip(`${name}: ${text}${detail === undefined ? "" : ` (${detail})`}`),
      label(fit(name, left - 10, fontSize), { x: 0, y: y + rowHeight / 2 + 4 }),
      element("rect", { ...bar, rx: 2, fill: seriesColour(negative ? 1 : 0) }),
      label(fit(text, width * 0.25, fontSize), {
        x: negative ? x - 6 : x + 6,
        y: y + rowHeight / 2 + 4,
        "text-anchor": negative ? "end" : undefined,
        fill: value === null ? colour("muted") : undefined,
        "font-style": value === null ? "italic" : undefined,
      }),
    ]);
  });
  const rule = { x1: place(0), x2: place(0), y1: titleHeight, y2: bottom, stroke: colour("muted") };
  return createChart({
    options,
    description: describe(
      `${items.length} bars.`,
      items.map((item, index) => `${item.label}: ${texts[index]}.`),
    ),
    size: { width, height: Math.max(bottom, titleHeight + rowHeight) + 4 },
    marks: [...rows, element("line", rule)],
  });
}
