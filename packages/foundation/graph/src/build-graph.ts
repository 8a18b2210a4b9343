import type { Graph, GraphEdge } from "./graph.ts";

/** What a graph has besides its edges. */
export interface BuildGraphOptions {
  /** Nodes that come first, in this order, also where no edge touches them. */
  readonly nodes?: Iterable<string>;
}

/**
 * Builds a graph of edges between names. O(nodes + edges).
 * @example
 * ```ts
 * import { buildGraph } from "@dx/graph";
 * const graph = buildGraph([{ from: "a", to: "b" }, { from: "a", to: "c" }], { nodes: ["z"] });
 * if (graph.names.join() !== "z,a,b,c" || graph.from.length !== 2) throw new Error();
 * ```
 */
export function buildGraph(
  edges: readonly GraphEdge[],
  { nodes = [] }: BuildGraphOptions = {},
): Graph {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const intern = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    names.push(name);
    return names.length - 1;
  };
  for (const name of nodes) intern(name);
  const from = new Uint32Array(edges.length);
  const to = new Uint32Array(edges.length);
  for (const [index, edge] of edges.entries()) {
    from[index] = intern(edge.from);
    to[index] = intern(edge.to);
  }
  const out = groupEdges(names.length, from, to);
  const into = groupEdges(names.length, to, from);
  return {
    names,
    numbers,
    from,
    to,
    outStart: out.start,
    outEdge: out.edge,
    outTo: out.other,
    inStart: into.start,
    inEdge: into.edge,
    inFrom: into.other,
  };
}

interface Grouped {
  readonly start: Uint32Array;
  readonly edge: Uint32Array;
  readonly other: Uint32Array;
}

/** Edges by one of their ends, in their order: a counting sort. */
function groupEdges(count: number, own: Uint32Array, others: Uint32Array): Grouped {
  const start = new Uint32Array(count + 1);
  for (const node of own) start[node + 1] = (start[node + 1] ?? 0) + 1;
  for (let node = 0; node < count; node += 1)
    start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = start.slice(0, count);
  const edge = new Uint32Array(own.length);
  const other = new Uint32Array(own.length);
  for (let index = 0; index < own.length; index += 1) {
    const node = own[index] ?? 0;
    const place = next[node] ?? 0;
    next[node] = place + 1;
    edge[place] = index;
    other[place] = others[index] ?? 0;
  }
  return { start, edge, other };
}
