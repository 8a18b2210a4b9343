import { chartStyle } from "@dx/chart";
import { DxError } from "@dx/core";
import type { ChartBlock } from "../report.ts";

const elements: ReadonlySet<string> = new Set(
  "svg title desc g rect line path circle text".split(" "),
);
const attributes: ReadonlySet<string> = new Set(
  `xmlns viewBox width height role font-family font-size font-weight font-style fill fill-opacity stroke stroke-width
  stroke-dasharray stroke-linejoin paint-order text-anchor x y x1 x2 y1 y2 cx cy r rx d`.split(
    /\s+/,
  ),
);
const token = /<(\/?)([A-Za-z]+)((?: [A-Za-z0-9-]+="[^"<>]*")*)(\/?)>|[^<>]+/g;
const attribute = / ([A-Za-z0-9-]+)="([^"]*)"/g;
const address = /url\s*\(|\\|:\/\/(?!www\.w3\.org\/2000\/svg$)/i;

/**
 * The picture of a chart, to be put into a page. It may come from a file, so nothing is let through but
 * what the functions of `@dx/chart` draw: no other elements, attributes, styles or addresses.
 * @throws DxError `DX_REPORT_CHART`
 */
export function checkSvg({ svg, title }: ChartBlock): string {
  const shown = svg.replace(chartStyle, "");
  if (isDrawing(shown)) return shown;
  throw new DxError(
    "DX_REPORT_CHART",
    `the picture of the chart ${title} holds more than a drawing`,
    {
      path: ["svg"],
      hint: "make charts with the functions of @dx/chart",
    },
  );
}

function isDrawing(svg: string): boolean {
  const open: string[] = [];
  let length = 0;
  for (const found of svg.matchAll(token)) {
    const isFirst = length === 0;
    length += found[0].length;
    if (isFirst !== (found[2] === "svg" && found[1] === "") || isFirst !== (open.length === 0))
      return false;
    if (!follow(found, open)) return false;
  }
  return length === svg.length && length > 0 && open.length === 0;
}

/** Whether a tag or a text may stand here; keeps the list of elements that are open. */
function follow(
  [, closing, name, given = "", empty = ""]: RegExpExecArray,
  open: string[],
): boolean {
  if (name === undefined) return true;
  if (closing === "/") return given === "" && empty === "" && open.pop() === name;
  if (empty === "") open.push(name);
  return elements.has(name) && areHarmless(given);
}

function areHarmless(given: string): boolean {
  return [...given.matchAll(attribute)].every(
    ([, name = "", value = ""]) => attributes.has(name) && !address.test(value),
  );
}
