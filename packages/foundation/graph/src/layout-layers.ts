import type { Graph } from "./graph.ts";
import { orderLayers } from "./internal/order-layers.ts";
import { placeLayers } from "./internal/place-layers.ts";
import { splitLayers } from "./internal/split-layers.ts";

/** Sizes and gaps, in any unit; x grows to the right, y downwards. */
export interface LayoutOptions {
  /** The width of each node, or of all; 160 without it. */
  readonly width?: number | ArrayLike<number>;
  /** The height of each node, or of all; 40 without it. */
  readonly height?: number | ArrayLike<number>;
  /** Between two layers; 80 without it. */
  readonly layerGap?: number;
  /** Between two nodes of a layer; 20 without it. */
  readonly nodeGap?: number;
  /** How often the layers are gone through to cross less; 8 without it. */
  readonly sweeps?: number;
}

/** Where everything is; the upper left corner of all is at 0, 0. */
export interface Layout {
  /** The left edge of each node. */
  readonly x: Float64Array;
  /** The upper edge of each node. */
  readonly y: Float64Array;
  /** The layer of each node, from 0 at the left. */
  readonly layer: Uint32Array;
  /** For each edge the points that it passes between its ends, x and y in turn; from left to right. */
  readonly bends: readonly Float64Array[];
  /** Which edges point to the left: one of each cycle. Loops do not. */
  readonly reversed: Uint8Array;
  /** Of the whole. */
  readonly width: number;
  /** Of the whole. */
  readonly height: number;
}

/**
 * Puts nodes into layers from left to right, so that edges point to the right, but for one of each cycle, and cross little.
 * O(sweeps * (nodes + edges) log nodes), places at which long edges pass a layer counted as nodes.
 * @example
 * ```ts
 * import { buildGraph, layoutLayers } from "@dx/graph";
 * const { x, layer } = layoutLayers(buildGraph([{ from: "a", to: "b" }]), { width: 100, layerGap: 50 });
 * if ([...x].join() !== "0,150" || [...layer].join() !== "0,1") throw new Error();
 * ```
 * @see Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981)
 */
export function layoutLayers(
  graph: Graph,
  { width = 160, height = 40, layerGap = 80, nodeGap = 20, sweeps = 8 }: LayoutOptions = {},
): Layout {
  const split = splitLayers(graph);
  const order = orderLayers(split, sweeps);
  const count = graph.names.length;
  const sizeOf =
    (given: number | ArrayLike<number>, ofPassing: number) =>
    (node: number): number =>
      node >= count ? ofPassing : typeof given === "number" ? given : (given[node] ?? 0);
  const placed = placeLayers(order, split, {
    widthOf: sizeOf(width, 0),
    heightOf: sizeOf(height, 0),
    layerGap,
    nodeGap,
    sweeps,
  });
  const bends = split.routes.map((route) =>
    Float64Array.from(
      [...route.subarray(1, -1)].flatMap((node) => [placed.x[node] ?? 0, placed.y[node] ?? 0]),
    ),
  );
  return {
    x: placed.x.slice(0, count),
    y: placed.y.slice(0, count),
    layer: split.layer.slice(0, count),
    bends,
    reversed: split.reversed,
    width: placed.width,
    height: placed.height,
  };
}
