import { buildGraph, layoutLayers } from "@dx/graph";
import type { Box, Size } from "./draw-diagram.ts";

/** An arrow between two nodes, by their numbers. */
export interface Arrow {
  /** Where it begins. */
  readonly from: number;
  /** Where it points. */
  readonly to: number;
}

/** Where all boxes and arrows are, and the size of the whole. */
export interface PlacedBoxes extends Size {
  /** In the order of the sizes. */
  readonly boxes: readonly Box[];
  /** What each arrow goes through from left to right: boxes, and flat ones where it passes a layer; one box for a loop. */
  readonly stops: readonly (readonly Box[])[];
  /** Which arrows point to the left. */
  readonly reversed: ArrayLike<number>;
}

/** Places boxes in layers from left to right; nothing is above `top`. */
export function placeBoxes(
  sizes: readonly Size[],
  arrows: readonly Arrow[],
  top: number,
): PlacedBoxes {
  const graph = buildGraph(
    arrows.map(({ from, to }) => ({ from: String(from), to: String(to) })),
    { nodes: sizes.map((_, index) => String(index)) },
  );
  const { x, y, bends, reversed, width, height } = layoutLayers(graph, {
    width: sizes.map((size) => size.width),
    height: sizes.map((size) => size.height),
    layerGap: 96,
    nodeGap: 18,
  });
  const boxes = sizes.map((size, index) => ({
    ...size,
    x: x[index] ?? 0,
    y: (y[index] ?? 0) + top,
  }));
  const columns = new Map<number, number>();
  for (const box of boxes) columns.set(box.x, Math.max(columns.get(box.x) ?? 0, box.width));
  const stops = arrows.map(({ from, to }, index) => {
    const [left, right] = reversed[index] === 1 ? [to, from] : [from, to];
    const ends = (left === right ? [left] : [left, right]).flatMap((node) => boxes[node] ?? []);
    const points = bends[index] ?? [];
    const passed = Array.from({ length: points.length / 2 }, (_, place) => {
      const [column = 0, down = 0] = points.slice(place * 2);
      return { x: column, y: down + top, width: columns.get(column) ?? 0, height: 0 };
    });
    return [...ends.slice(0, 1), ...passed, ...ends.slice(1)];
  });
  return { boxes, stops, reversed, width, height: height + top };
}
