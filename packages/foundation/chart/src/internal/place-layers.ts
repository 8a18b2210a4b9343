import type { Layers } from "./layer-graph.ts";

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

/** All boxes, by the numbers of the layers, and the size of the whole. */
export interface Placed extends Size {
  /** Places that arrows pass are boxes without height. */
  readonly boxes: ReadonlyMap<number, Box>;
}

const columnGap = 96;
const rowGap = 18;
const passing: Size = { width: 0, height: 6 };

/** Gives layers columns, and moves boxes towards what they are joined with; nothing is above `top`. */
export function placeLayers(
  { layers, routes }: Layers,
  sizes: readonly Size[],
  top: number,
): Placed {
  const sizeOf = (node: number): Size => sizes[node] ?? passing;
  const y = new Map<number, number>();
  for (const layer of layers) {
    let next = 0;
    for (const node of layer) {
      y.set(node, next);
      next += sizeOf(node).height + rowGap;
    }
  }
  const neighbours = new Map<number, number[]>();
  for (const route of routes)
    for (const [index, node] of route.entries())
      for (const other of [route[index - 1], route[index + 1]])
        if (other !== undefined) neighbours.set(node, (neighbours.get(node) ?? []).concat(other));
  const centre = (node: number): number => (y.get(node) ?? 0) + sizeOf(node).height / 2;
  for (let sweep = 0; sweep < 8; sweep += 1)
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const wanted = layer.map((node) => {
        const all = neighbours.get(node) ?? [];
        const mean = all.reduce((sum, other) => sum + centre(other), 0) / all.length;
        return (all.length === 0 ? centre(node) : mean) - sizeOf(node).height / 2;
      });
      const tops = keepApart(
        wanted,
        layer.map((node) => sizeOf(node).height + rowGap),
      );
      for (const [index, node] of layer.entries()) y.set(node, tops[index] ?? 0);
    }
  const least = [...y.values()].reduce((a, b) => Math.min(a, b), Infinity);
  return toBoxes(layers, (node) => (y.get(node) ?? 0) - least + top, sizeOf);
}

/** The places nearest to those wanted (least squares) that leave each box its room, in their order. */
function keepApart(wanted: readonly number[], rooms: readonly number[]): readonly number[] {
  const groups: { sum: number; count: number }[] = [];
  let offset = 0;
  for (const [index, want] of wanted.entries()) {
    groups.push({ sum: want - offset, count: 1 });
    offset += rooms[index] ?? 0;
    for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
      const previous = groups.at(-2);
      if (previous === undefined || previous.sum / previous.count <= last.sum / last.count) break;
      groups.splice(-2, 2, { sum: previous.sum + last.sum, count: previous.count + last.count });
    }
  }
  const starts = groups.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => sum / count),
  );
  let before = 0;
  return starts.map((start, index) => {
    const top = start + before;
    before += rooms[index] ?? 0;
    return top;
  });
}

function toBoxes(
  layers: readonly (readonly number[])[],
  topOf: (node: number) => number,
  sizeOf: (node: number) => Size,
): Placed {
  const boxes = new Map<number, Box>();
  let x = 0;
  let height = 0;
  for (const layer of layers) {
    const width = layer.reduce((most, node) => Math.max(most, sizeOf(node).width), 0);
    for (const node of layer) {
      const size = sizeOf(node);
      const top = topOf(node);
      boxes.set(node, { ...size, width: size === passing ? width : size.width, x, y: top });
      height = Math.max(height, top + size.height);
    }
    x += width + columnGap;
  }
  return { boxes, width: Math.max(0, x - columnGap), height };
}
