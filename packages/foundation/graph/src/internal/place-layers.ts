import { neighboursOf } from "./order-layers.ts";
import type { SplitLayers } from "./split-layers.ts";

/** Sizes, gaps, and how often places are improved. */
export interface PlaceOptions {
  readonly widthOf: (node: number) => number;
  readonly heightOf: (node: number) => number;
  readonly layerGap: number;
  readonly nodeGap: number;
  readonly sweeps: number;
}

/** Left and upper edges of nodes and places. */
export interface Placed {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Gives layers their columns, and moves what is in them towards its neighbours, in its order. */
export function placeLayers(
  layers: readonly Uint32Array[],
  split: SplitLayers,
  { widthOf, heightOf, layerGap, nodeGap, sweeps }: PlaceOptions,
): Placed {
  const { before, after } = neighboursOf(split);
  const y = new Float64Array(split.layer.length);
  const rooms = layers.map((layer) => Float64Array.from(layer, (node) => heightOf(node) + nodeGap));
  for (const [index, layer] of layers.entries()) {
    let next = 0;
    for (const [at, node] of layer.entries()) {
      y[node] = next;
      next += rooms[index]?.[at] ?? 0;
    }
  }
  const centre = (node: number): number => (y[node] ?? 0) + heightOf(node) / 2;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const numbers = [...layers.keys()];
    for (const index of sweep % 2 === 0 ? numbers : numbers.toReversed()) {
      const layer = layers[index] ?? new Uint32Array();
      const wanted = Float64Array.from(layer, (node) => {
        const [left, right] = [before[node] ?? [], after[node] ?? []];
        const count = left.length + right.length;
        if (count === 0) return y[node] ?? 0;
        let sum = 0;
        for (const other of left) sum += centre(other);
        for (const other of right) sum += centre(other);
        return sum / count - heightOf(node) / 2;
      });
      const tops = keepApart(wanted, rooms[index] ?? new Float64Array());
      for (const [at, node] of layer.entries()) y[node] = tops[at] ?? 0;
    }
  }
  return measure(layers, y, { widthOf, heightOf, layerGap });
}

/** The places nearest to those wanted, by least squares, that leave each its room, in their order. */
function keepApart(wanted: Float64Array, rooms: Float64Array): Float64Array {
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
  const tops = new Float64Array(wanted.length);
  let [at, before] = [0, 0];
  for (const { sum, count } of groups)
    for (let member = 0; member < count; member += 1) {
      tops[at] = sum / count + before;
      before += rooms[at] ?? 0;
      at += 1;
    }
  return tops;
}

function measure(
  layers: readonly Uint32Array[],
  tops: Float64Array,
  { widthOf, heightOf, layerGap }: Pick<PlaceOptions, "widthOf" | "heightOf" | "layerGap">,
): Placed {
  let least = Infinity;
  for (const top of tops) least = Math.min(least, top);
  const y = tops.map((top) => top - least);
  const x = new Float64Array(tops.length);
  let [left, height] = [0, 0];
  for (const layer of layers) {
    let width = 0;
    for (const node of layer) {
      x[node] = left;
      width = Math.max(width, widthOf(node));
      height = Math.max(height, (y[node] ?? 0) + heightOf(node));
    }
    left += width + layerGap;
  }
  return { x, y, width: Math.max(0, left - layerGap), height };
}
