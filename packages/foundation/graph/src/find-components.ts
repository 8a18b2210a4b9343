import type { Graph } from "./graph.ts";
import { at } from "./internal/at.ts";

/** Which nodes can reach each other. */
export interface Components {
  /** The component of each node; edges lead to the same or to a greater number. */
  readonly of: Uint32Array;
  /** How many there are. */
  readonly count: number;
}

const none = 0xff_ff_ff_ff;

/**
 * The strongly connected components: nodes are in the same one if each can be reached from the other. Their numbers are
 * a topological order of them. O(nodes + edges), without recursion.
 * @example
 * ```ts
 * import { buildGraph, findComponents } from "@dx/graph";
 * const edges = [{ from: "a", to: "b" }, { from: "b", to: "a" }, { from: "b", to: "c" }];
 * const { of, count } = findComponents(buildGraph(edges));
 * if ([...of].join() !== "0,0,1" || count !== 2) throw new Error();
 * ```
 * @see Tarjan, "Depth-first search and linear graph algorithms" (1972)
 */
export function findComponents({ names, outStart, outTo }: Graph): Components {
  const size = names.length;
  const order = new Uint32Array(size).fill(none);
  const low = new Uint32Array(size);
  const of = new Uint32Array(size).fill(none);
  const next = outStart.slice(0, size);
  const path: number[] = [];
  const open: number[] = [];
  let [visited, found] = [0, 0];
  const enter = (node: number): void => {
    order[node] = visited;
    low[node] = visited;
    visited += 1;
    path.push(node);
    open.push(node);
  };
  const close = (node: number): void => {
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      of[member] = found;
      if (member === node) break;
    }
    found += 1;
  };
  for (let root = 0; root < size; root += 1) {
    if (order[root] !== none) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const place = at(next, node);
      if (place < at(outStart, node + 1)) {
        next[node] = place + 1;
        const other = at(outTo, place);
        if (order[other] === none) enter(other);
        else if (of[other] === none) low[node] = Math.min(at(low, node), at(order, other));
        continue;
      }
      path.pop();
      if (low[node] === order[node]) close(node);
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(at(low, parent), at(low, node));
    }
  }
  return { of: of.map((one) => found - 1 - one), count: found };
}
