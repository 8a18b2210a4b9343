import type { DiagramNode } from "../diagram.ts";
import { colour, seriesColour } from "./colours.ts";
import { element, label, pathOf, tooltip } from "./svg.ts";
import { fit, textWidth } from "./text-width.ts";

const headHeight = 28;
const groupHeight = 14;
const lineHeight = 18;
const mostWidth = 260;
const fontSize = 12;

/** How large a box is. */
export interface Size {
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
}

/** A box at its place. */
export interface Box extends Size {
  /** Its left edge. */
  readonly x: number;
  /** Its upper edge. */
  readonly y: number;
}

/** How large a node's box must be. */
export function boxSize(node: DiagramNode): Size {
  const { name, lines } = linesOf(node);
  const widths = lines.map(
    ({ text, type }) => textWidth(text, fontSize) + (type === "" ? 0 : textWidth(type, 11) + 16),
  );
  const head = Math.max(textWidth(name, 13) * 1.08, textWidth(node.group ?? "", 10) * 1.1);
  const width = Math.min(mostWidth, Math.max(96, head, ...widths) + 24);
  const rows = lines.length === 0 ? 0 : lines.length * lineHeight + 10;
  return { width: Math.ceil(width), height: headOf(node) + rows };
}

/** A box with its heading and fields. */
export function drawBox(node: DiagramNode, box: Box, groups: readonly string[]): string {
  const { x, y, width, height } = box;
  const { name, lines } = linesOf(node);
  const hue = node.group === undefined ? colour("muted") : seriesColour(groups.indexOf(node.group));
  const head = headOf(node);
  const texts = lines.flatMap(({ text, type }, index) => {
    const line = y + head + 18 + index * lineHeight;
    const shown = fit(type, Math.max(width * 0.45, width - 32 - textWidth(text, fontSize)), 11);
    const room = width - 24 - (shown === "" ? 0 : textWidth(shown, 11) + 8);
    const end = { x: x + width - 10, y: line, "text-anchor": "end", "font-size": 11 };
    return [
      label(fit(text, room, fontSize), { x: x + 12, y: line }),
      ...(shown === "" ? [] : [label(shown, { ...end, fill: colour("muted") })]),
    ];
  });
  const middle = { x: x + 12, y: y + head - 10, "font-size": 13, "font-weight": 600 };
  const above = { x: x + 12, y: y + 14, "font-size": 10, fill: hue, "font-weight": 600 };
  const all = lines.map(({ text, type }) => `${text} ${type}`.trim());
  return element("g", {}, [
    tooltip([name, ...all].join("\n")),
    element("rect", { x, y, width, height, rx: 5, fill: colour("panel"), stroke: colour("muted") }),
    element("rect", { x, y, width: 4, height, rx: 2, fill: hue }),
    ...(node.group === undefined ? [] : [label(fit(node.group, width - 20, 10), above)]),
    label(fit(name, width - 20, 14), middle),
    ...(lines.length === 0
      ? []
      : [
          element("line", {
            x1: x + 4,
            x2: x + width,
            y1: y + head,
            y2: y + head,
            stroke: colour("rule"),
          }),
        ]),
    ...texts,
  ]);
}

/** An arrow, and what is written beside it; all texts are drawn above all lines. */
export interface DrawnArrow {
  /** Its line and its head. */
  readonly line: string;
  /** Empty if there is none. */
  readonly text: string;
}

/** An arrow through its stops, from the left one; with one stop only, a loop. */
export function drawArrow(stops: readonly Box[], text: string, reversed: boolean): DrawnArrow {
  const [first] = stops;
  if (first === undefined) return { line: "", text: "" };
  if (stops.length === 1) return drawLoop(first, text);
  const path: (string | number)[] = [];
  let [x, y] = [first.x + first.width, place(first)];
  path.push("M", x, y);
  for (const [index, stop] of stops.slice(1).entries()) {
    const bend = (stop.x - x) / 2;
    path.push("C", x + bend, y, stop.x - bend, place(stop), stop.x, place(stop));
    [x, y] = [stop.x, place(stop)];
    if (index === stops.length - 2) break;
    x += stop.width;
    path.push("L", x, y);
  }
  const second = stops[1] ?? first;
  const start = { x: first.x + first.width, y: place(first) };
  const head = reversed ? arrowHead(start.x, start.y, 7) : arrowHead(x, y, -7);
  const near = { x: (start.x + second.x) / 2, y: (start.y + place(second)) / 2 - 5 };
  return withLabel([curve(path, reversed), head], text, near);
}

function place(box: Box): number {
  return box.y + box.height / 2;
}

function drawLoop({ x, y, width, height }: Box, text: string): DrawnArrow {
  const [right, low, high] = [x + width, y + height / 2 + 8, y + height / 2 - 8];
  const path = ["M", right, high, "C", right + 34, high - 14, right + 34, low + 14, right, low];
  return withLabel([curve(path, false), arrowHead(right, low, 7)], text, {
    x: right + 26,
    y: high - 8,
  });
}

function curve(path: readonly (string | number)[], reversed: boolean): string {
  const dash = reversed ? "5 3" : undefined;
  const d = pathOf(path);
  return element("path", {
    d,
    fill: "none",
    stroke: colour("muted"),
    "stroke-width": 1.5,
    "stroke-dasharray": dash,
  });
}

/** Its point is at the place; `back` is how far behind it lies to the right. */
function arrowHead(x: number, y: number, back: number): string {
  const d = pathOf(["M", x, y, "L", x + back, y - 4, "L", x + back, y + 4, "Z"]);
  return element("path", { d, fill: colour("muted") });
}

function withLabel(
  drawn: readonly string[],
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
): DrawnArrow {
  const hover = text === "" ? [] : [tooltip(text)];
  const shown = fit(text, 92, 10);
  const halo = { stroke: colour("surface"), "stroke-width": 4, "paint-order": "stroke" };
  const style = { x, y, "text-anchor": "middle", "font-size": 10, fill: colour("muted"), ...halo };
  return {
    line: element("g", {}, [...hover, ...drawn]),
    text: shown === "" ? "" : element("g", {}, [...hover, label(shown, style)]),
  };
}

function headOf({ group }: DiagramNode): number {
  return headHeight + (group === undefined ? 0 : groupHeight);
}

function linesOf({ id, label: name = id, fields = [] }: DiagramNode) {
  const lines = fields.map((field) =>
    typeof field === "string"
      ? { text: field, type: "" }
      : { text: field.key === true ? `\u2022 ${field.name}` : field.name, type: field.type ?? "" },
  );
  return { name, lines };
}
