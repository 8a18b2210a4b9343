/** An arrow between two nodes, by their numbers. */
export interface Arrow {
  /** Where it begins. */
  readonly from: number;
  /** Where it points. */
  readonly to: number;
}

/** Where nodes and arrows are, counted in layers and ranks. */
export interface Layers {
  /** From left to right; numbers from `count` on are places where an arrow passes a layer. */
  readonly layers: readonly (readonly number[])[];
  /** For each arrow, the nodes and places it goes through from left to right; empty for a loop. */
  readonly routes: readonly (readonly number[])[];
  /** Whether the arrow points to the left. */
  readonly reversed: readonly boolean[];
}

/**
 * Puts nodes into layers so that arrows go to the right, but for one of each cycle, and cross little.
 * O(sweeps * (nodes + arrows) log nodes), counting the places that long arrows pass.
 * @see Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures"
 * (1981): layers, then barycentres
 */
export function layerGraph(count: number, arrows: readonly Arrow[]): Layers {
  const reversed = findReversed(count, arrows);
  const straight = arrows.map(({ from, to }, index) =>
    reversed[index] === true ? { from: to, to: from } : { from, to },
  );
  const layerOf = longestPaths(count, straight);
  const layers: number[][] = [];
  const put = (node: number, layer: number): void => {
    (layers[layer] ??= []).push(node);
  };
  for (let node = 0; node < count; node += 1) put(node, layerOf[node] ?? 0);
  let next = count;
  const routes = straight.map(({ from, to }) => {
    if (from === to) return [];
    const route = [from];
    for (let layer = (layerOf[from] ?? 0) + 1; layer < (layerOf[to] ?? 0); layer += 1) {
      put(next, layer);
      route.push(next);
      next += 1;
    }
    route.push(to);
    return route;
  });
  return { layers: order(layers, routes), routes, reversed };
}

/** Arrows that close a cycle, found depth first without recursion; loops are not among them. */
function findReversed(count: number, arrows: readonly Arrow[]): readonly boolean[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [index, { from }] of arrows.entries()) out[from]?.push(index);
  const reversed = arrows.map(() => false);
  const state = Array.from({ length: count }, () => "new");
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== "new") continue;
    const path = [{ node: root, next: 0 }];
    state[root] = "open";
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const arrow = out[top.node]?.[top.next];
      top.next += 1;
      if (arrow === undefined) {
        state[top.node] = "done";
        path.pop();
        continue;
      }
      const to = arrows[arrow]?.to ?? 0;
      if (state[to] === "open" && to !== top.node) reversed[arrow] = true;
      if (state[to] !== "new") continue;
      state[to] = "open";
      path.push({ node: to, next: 0 });
    }
  }
  return reversed;
}

/** How many arrows the longest way to each node has; loops do not count. */
function longestPaths(count: number, arrows: readonly Arrow[]): readonly number[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  const waiting = Array.from({ length: count }, () => 0);
  for (const { from, to } of arrows) {
    if (from === to) continue;
    out[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const layer = Array.from({ length: count }, () => 0);
  const ready = [...waiting.keys()].filter((node) => waiting[node] === 0);
  for (const node of ready)
    for (const to of out[node] ?? []) {
      layer[to] = Math.max(layer[to] ?? 0, (layer[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  return layer;
}

function order(
  layers: readonly (readonly number[])[],
  routes: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const before = new Map<number, number[]>();
  const after = new Map<number, number[]>();
  for (const route of routes)
    for (const [index, node] of route.entries()) {
      const next = route[index + 1];
      if (next === undefined) continue;
      add(after, node, next);
      add(before, next, node);
    }
  const ordered = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < 8; sweep += 1) {
    const forward = sweep % 2 === 0;
    const numbers = [...ordered.keys()];
    for (const at of forward ? numbers.slice(1) : numbers.toReversed().slice(1)) {
      const fixed = ordered[forward ? at - 1 : at + 1] ?? [];
      const rank = new Map(fixed.map((node, index) => [node, index]));
      ordered[at] = sortByNeighbours(ordered[at] ?? [], forward ? before : after, rank);
    }
  }
  return ordered;
}

function add(map: Map<number, number[]>, key: number, value: number): void {
  const all = map.get(key);
  if (all === undefined) map.set(key, [value]);
  else all.push(value);
}

function sortByNeighbours(
  layer: readonly number[],
  neighbours: ReadonlyMap<number, readonly number[]>,
  rank: ReadonlyMap<number, number>,
): number[] {
  const centres = new Map(
    layer.map((node, index) => {
      const ranks = (neighbours.get(node) ?? []).flatMap((one) => rank.get(one) ?? []);
      const mean = ranks.reduce((sum, one) => sum + one, 0) / ranks.length;
      return [node, ranks.length === 0 ? index : mean];
    }),
  );
  return layer.toSorted((a, b) => (centres.get(a) ?? 0) - (centres.get(b) ?? 0));
}
