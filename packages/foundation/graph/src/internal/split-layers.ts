import type { Graph } from "../graph.ts";
import { at } from "./at.ts";

/** Nodes in layers; numbers from that of the nodes on are places at which long edges pass a layer. */
export interface SplitLayers {
  /** Of each node and place. */
  readonly layer: Uint32Array;
  /** In each layer, unordered. */
  readonly layers: readonly Uint32Array[];
  /** For each edge what it goes through, from left to right; nothing for a loop. */
  readonly routes: readonly Uint32Array[];
  /** Which edges point to the left. */
  readonly reversed: Uint8Array;
}

/** Turns one edge of each cycle round, gives nodes the layer of the longest path to them, and cuts long edges. */
export function splitLayers(graph: Graph): SplitLayers {
  const reversed = findReversed(graph);
  const layerOf = longestPaths(graph, reversed);
  const all: number[] = [...layerOf];
  const routes: Uint32Array[] = [];
  for (const [edge, from] of graph.from.entries()) {
    const to = graph.to[edge] ?? 0;
    if (from === to) {
      routes.push(new Uint32Array());
      continue;
    }
    const [left, right] = reversed[edge] === 1 ? [to, from] : [from, to];
    const route = [left];
    for (let layer = at(layerOf, left) + 1; layer < at(layerOf, right); layer += 1) {
      route.push(all.length);
      all.push(layer);
    }
    route.push(right);
    routes.push(Uint32Array.from(route));
  }
  const members: number[][] = [];
  for (const [node, layer] of all.entries()) (members[layer] ??= []).push(node);
  const layers = members.map((layer) => Uint32Array.from(layer));
  return { layer: Uint32Array.from(all), layers, routes, reversed };
}

/** Edges that close a cycle, found depth first without recursion. */
function findReversed({ names, from, outStart, outEdge, outTo }: Graph): Uint8Array {
  const reversed = new Uint8Array(from.length);
  const state = new Uint8Array(names.length);
  const next = outStart.slice(0, names.length);
  const [isOpen, isDone] = [1, 2];
  for (let root = 0; root < names.length; root += 1) {
    if (state[root] !== 0) continue;
    const path = [root];
    state[root] = isOpen;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const place = at(next, node);
      if (place >= at(outStart, node + 1)) {
        state[node] = isDone;
        path.pop();
        continue;
      }
      next[node] = place + 1;
      const to = at(outTo, place);
      if (state[to] === isOpen && to !== node) reversed[at(outEdge, place)] = 1;
      if (state[to] !== 0) continue;
      state[to] = isOpen;
      path.push(to);
    }
  }
  return reversed;
}

/** How many edges the longest path to each node has. */
function longestPaths({ names, from, to }: Graph, reversed: Uint8Array): Uint32Array {
  const count = names.length;
  const waiting = new Uint32Array(count);
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [edge, begin] of from.entries()) {
    const end = at(to, edge);
    if (begin === end) continue;
    const [left, right] = reversed[edge] === 1 ? [end, begin] : [begin, end];
    out[left]?.push(right);
    waiting[right] = at(waiting, right) + 1;
  }
  const layer = new Uint32Array(count);
  const ready: number[] = [];
  for (let node = 0; node < count; node += 1) if (waiting[node] === 0) ready.push(node);
  for (const node of ready)
    for (const other of out[node] ?? []) {
      layer[other] = Math.max(at(layer, other), at(layer, node) + 1);
      waiting[other] = at(waiting, other) - 1;
      if (waiting[other] === 0) ready.push(other);
    }
  return layer;
}
