import { DxError, escapeMarkup, withDisplay } from "@dx/core";
import type { Chart, ChartOptions } from "../chart.ts";
import { chartStyle, colour } from "./colours.ts";
import { element, label } from "./svg.ts";
import { fit } from "./text-width.ts";

const font = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** Where the title ends and the picture begins. */
export const titleHeight = 34;

const [marginX, marginY] = [10, 6];

/** What is between the title and the lower edge. */
export interface Drawing {
  /** What the options say. */
  readonly options: ChartOptions;
  /** If the options do not say. */
  readonly description: string;
  /** Inside of the margins. */
  readonly size: { readonly width: number; readonly height: number };
  /** Elements, drawn in this order. */
  readonly marks: readonly string[];
}

/** The width inside of the margins, of the one that options ask for. */
export function widthOf({ width = 880 }: ChartOptions): number {
  if (Number.isFinite(width) && width >= 320 && width <= 4000) return width - 2 * marginX;
  throw new DxError("DX_CHART_SIZE", `a chart cannot be ${width} wide`, {
    path: ["width"],
    hint: "give 320 to 4000 CSS pixels",
  });
}

/** Makes a chart of its drawing. */
export function createChart({ options, size, marks, ...made }: Drawing): Chart {
  const { title, description = made.description } = options;
  if (typeof title !== "string" || title.trim() === "")
    throw new DxError("DX_CHART_TITLE", "a chart needs a title", {
      path: ["title"],
      hint: "say in a few words what it shows",
    });
  const width = Math.ceil(size.width) + 2 * marginX;
  const height = Math.ceil(size.height) + 2 * marginY;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${-marginX} ${-marginY} ${width} ${height}`,
      width,
      height,
      role: "img",
      "font-family": font,
      "font-size": 12,
      fill: colour("ink"),
    },
    [
      element("title", {}, [escapeMarkup(title)]),
      element("desc", {}, [escapeMarkup(description)]),
      chartStyle,
      element("rect", { x: -marginX, y: -marginY, width, height, fill: colour("surface") }),
      label(fit(title, size.width, 14), { x: 0, y: 16, "font-size": 14, "font-weight": 600 }),
      ...marks,
    ],
  );
  const chart = {
    kind: "chart" as const,
    title,
    description,
    svg,
    width,
    height,
  };
  return withDisplay(chart, () => ({
    "image/svg+xml": svg,
    "text/plain": `${title}\n${description}`,
  }));
}

/** Sentences of which as many are kept as a listener can bear; says how many are left out. */
export function describe(first: string, rest: readonly string[]): string {
  const kept: string[] = [first];
  let length = 0;
  for (const sentence of rest) {
    length += sentence.length;
    if (length > 1500) break;
    kept.push(sentence);
  }
  const left = rest.length + 1 - kept.length;
  return [...kept, ...(left === 0 ? [] : [`And ${left} more.`])].join(" ");
}
