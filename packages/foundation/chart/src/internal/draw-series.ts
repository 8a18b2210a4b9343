import { colour } from "./colours.ts";
import { element, label, pathOf, tooltip } from "./svg.ts";
import { fit } from "./text-width.ts";
import type { AxisPlace } from "./time-axis.ts";

/** A point at its place. */
export interface DrawnPoint {
  /** From the left. */
  readonly x: number;
  /** From above; `null` interrupts the line. */
  readonly y: number | null;
  /** Shown while the pointer is on it. */
  readonly text: string;
}

/** A line at its place. */
export interface DrawnSeries {
  /** Written at its end. */
  readonly name: string;
  /** From left to right. */
  readonly points: readonly DrawnPoint[];
  /** Its place among the series. */
  readonly index: number;
}

const dashes = [undefined, "6 3", "2 3", "10 3 2 3", "12 4"];
/** With more points than these, only those that stand alone are marked. */
const mostMarked = 40;

/** Lines, marks and names; names keep clear of each other. */
export function drawSeries(
  series: readonly DrawnSeries[],
  place: AxisPlace,
  colourOf: (index: number) => string,
): readonly string[] {
  const ends = series.map((one) => one.points.findLast(({ y }) => y !== null)?.y ?? place.bottom);
  const heights = spread(ends, 15, [place.top + 4, place.bottom]);
  return series.map(({ name, points, index }, position) => {
    const stroke = colourOf(index);
    const pieces = pieceTogether(points);
    const path = pathOf(
      pieces.flatMap((piece) => piece.flatMap(({ x, y }, at) => [at === 0 ? "M" : "L", x, y])),
    );
    const marked =
      points.length <= mostMarked
        ? pieces.flat()
        : pieces.filter((piece) => piece.length === 1).flat();
    const y = heights[position] ?? 0;
    const key = { x1: place.right + 4, x2: place.right + 16, y1: y, y2: y };
    const line = { stroke, "stroke-width": 2, "stroke-dasharray": dashes[index % dashes.length] };
    return element("g", {}, [
      element("path", {
        d: path === "" ? "M 0 0" : path,
        fill: "none",
        "stroke-linejoin": "round",
        ...line,
      }),
      ...marked.map((point) => mark(point, index, stroke)),
      element("line", { ...key, ...line }),
      label(fit(name, 0.3 * (place.right + place.left), 12), {
        x: place.right + 20,
        y: y + 4,
        fill: colour("ink"),
      }),
    ]);
  });
}

type Known = DrawnPoint & { readonly y: number };

function pieceTogether(points: readonly DrawnPoint[]): readonly (readonly Known[])[] {
  const pieces: Known[][] = [[]];
  for (const point of points)
    if (point.y === null) pieces.push([]);
    else pieces.at(-1)?.push({ ...point, y: point.y });
  return pieces.filter((piece) => piece.length > 0);
}

function mark({ x, y, text }: Known, index: number, fill: string): string {
  const shapes = [
    () => element("circle", { cx: x, cy: y, r: 3, fill }, [tooltip(text)]),
    () => element("rect", { x: x - 3, y: y - 3, width: 6, height: 6, fill }, [tooltip(text)]),
    () => polygon([x, y - 4, x + 4, y + 3, x - 4, y + 3], fill, text),
    () => polygon([x, y - 4, x + 4, y, x, y + 4, x - 4, y], fill, text),
  ];
  return shapes[index % shapes.length]?.() ?? "";
}

function polygon(corners: readonly number[], fill: string, text: string): string {
  return element("path", { d: `${pathOf(["M", ...corners])} Z`, fill }, [tooltip(text)]);
}

/** Moves heights as little as it takes to have a distance between them, from above to below. */
function spread(
  heights: readonly number[],
  distance: number,
  [top, bottom]: readonly [number, number],
): readonly number[] {
  const order = heights
    .map((_, index) => index)
    .toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const moved = [...heights];
  let free = top;
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, free);
    free = (moved[index] ?? 0) + distance;
  }
  let limit = bottom;
  for (const index of order.toReversed()) {
    moved[index] = Math.min(moved[index] ?? 0, limit);
    limit = (moved[index] ?? 0) - distance;
  }
  return moved;
}
