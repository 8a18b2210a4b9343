import { findComponents } from "./find-components.ts";
import type { Graph } from "./graph.ts";
import { at } from "./internal/at.ts";

/** Nodes in an order in which each comes behind all that lead to it. */
export interface Ordered {
  /** Tells it from a cycle. */
  readonly kind: "order";
  /** Numbers of all nodes. */
  readonly nodes: Uint32Array;
}

/** There is no such order. */
export interface Cycle {
  /** Tells it from an order. */
  readonly kind: "cycle";
  /** Nodes of one cycle, each with an edge to the next, and the last one to the first. */
  readonly nodes: Uint32Array;
}

/**
 * An order of the nodes that all edges agree with, or a cycle, if there is none. A loop is a cycle. O(nodes + edges).
 * @example
 * ```ts
 * import { buildGraph, topologicalOrder } from "@dx/graph";
 * const good = topologicalOrder(buildGraph([{ from: "b", to: "a" }]));
 * const bad = topologicalOrder(buildGraph([{ from: "a", to: "b" }, { from: "b", to: "a" }]));
 * if (good.kind !== "order" || bad.kind !== "cycle" || bad.nodes.length !== 2) throw new Error();
 * ```
 * @see Kahn, "Topological sorting of large networks" (1962)
 */
export function topologicalOrder(graph: Graph): Ordered | Cycle {
  const { names, outStart, outTo, inStart } = graph;
  const size = names.length;
  const nodes = new Uint32Array(size);
  const waiting = new Uint32Array(size);
  let length = 0;
  const put = (node: number): void => {
    nodes[length] = node;
    length += 1;
  };
  for (let node = 0; node < size; node += 1) {
    waiting[node] = at(inStart, node + 1) - at(inStart, node);
    if (waiting[node] === 0) put(node);
  }
  for (let place = 0; place < length; place += 1) {
    const node = at(nodes, place);
    for (let index = at(outStart, node); index < at(outStart, node + 1); index += 1) {
      const other = at(outTo, index);
      waiting[other] = at(waiting, other) - 1;
      if (waiting[other] === 0) put(other);
    }
  }
  return length === size ? { kind: "order", nodes } : { kind: "cycle", nodes: findCycle(graph) };
}

/** A cycle of a graph that has one: from a node of a component, along its edges, until a node comes again. */
function findCycle(graph: Graph): Uint32Array {
  const { from, to, outStart, outTo } = graph;
  const { of } = findComponents(graph);
  const inside = from.findIndex((node, edge) => of[node] === of[at(to, edge)]);
  const places = new Map<number, number>();
  const path: number[] = [];
  let node = at(from, inside);
  while (!places.has(node)) {
    places.set(node, path.length);
    path.push(node);
    const component = of[node];
    const next = outTo
      .subarray(outStart[node], outStart[node + 1])
      .find((other) => of[other] === component);
    node = next ?? node;
  }
  return Uint32Array.from(path.slice(places.get(node)));
}
