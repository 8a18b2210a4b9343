import type { SplitLayers } from "./split-layers.ts";

/** What each node and place is joined with in the layer before and in the layer behind. */
export interface Neighbours {
  /** To the left. */
  readonly before: readonly (readonly number[])[];
  /** To the right. */
  readonly after: readonly (readonly number[])[];
}

/** The neighbours along all routes. */
export function neighboursOf({ layer, routes }: SplitLayers): Neighbours {
  const before = Array.from(layer, (): number[] => []);
  const after = Array.from(layer, (): number[] => []);
  for (const route of routes)
    for (let at = 1; at < route.length; at += 1) {
      const [left, right] = [route[at - 1] ?? 0, route[at] ?? 0];
      after[left]?.push(right);
      before[right]?.push(left);
    }
  return { before, after };
}

/** Orders each layer by the means of its neighbours' places, forwards and backwards in turn. */
export function orderLayers(split: SplitLayers, sweeps: number): readonly Uint32Array[] {
  const { before, after } = neighboursOf(split);
  const layers = split.layers.map((layer) => layer.slice());
  const rank = new Float64Array(split.layer.length);
  const mean = new Float64Array(split.layer.length);
  const setRanks = (layer: Uint32Array): void => {
    for (const [index, node] of layer.entries()) rank[node] = index;
  };
  for (const layer of layers) setRanks(layer);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const neighbours = sweep % 2 === 0 ? before : after;
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      for (const node of layer) {
        const others = neighbours[node] ?? [];
        let sum = 0;
        for (const other of others) sum += rank[other] ?? 0;
        mean[node] = others.length === 0 ? (rank[node] ?? 0) : sum / others.length;
      }
      layer.sort((a, b) => (mean[a] ?? 0) - (mean[b] ?? 0) || (rank[a] ?? 0) - (rank[b] ?? 0));
      setRanks(layer);
    }
  }
  return layers;
}
