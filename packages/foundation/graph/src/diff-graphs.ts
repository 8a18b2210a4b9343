import type { Graph, GraphEdge } from "./graph.ts";

/** What one graph has and another has not, by names; parallel edges count as one. */
export interface GraphDiff {
  /** Nodes that only the second has. */
  readonly addedNodes: readonly string[];
  /** Nodes that only the first has. */
  readonly removedNodes: readonly string[];
  /** Edges that only the second has. */
  readonly addedEdges: readonly GraphEdge[];
  /** Edges that only the first has. */
  readonly removedEdges: readonly GraphEdge[];
}

/**
 * What was added to and removed from a graph, in the order of the graph that has it. O(nodes + edges).
 * @example
 * ```ts
 * import { buildGraph, diffGraphs } from "@dx/graph";
 * const before = buildGraph([{ from: "a", to: "b" }]);
 * const diff = diffGraphs(before, buildGraph([{ from: "a", to: "c" }]));
 * if (diff.addedNodes.join() !== "c" || diff.removedEdges[0]?.to !== "b") throw new Error();
 * ```
 */
export function diffGraphs(before: Graph, after: Graph): GraphDiff {
  const [old, now] = [edgeSets(before), edgeSets(after)];
  return {
    addedNodes: after.names.filter((name) => !before.numbers.has(name)),
    removedNodes: before.names.filter((name) => !after.numbers.has(name)),
    addedEdges: onlyIn(now, old),
    removedEdges: onlyIn(old, now),
  };
}

type EdgeSets = ReadonlyMap<string, ReadonlySet<string>>;

function edgeSets({ names, from, to }: Graph): EdgeSets {
  const sets = new Map<string, Set<string>>();
  for (const [edge, node] of from.entries()) {
    const name = names[node] ?? "";
    const set = sets.get(name) ?? new Set();
    sets.set(name, set.add(names[to[edge] ?? 0] ?? ""));
  }
  return sets;
}

function onlyIn(own: EdgeSets, other: EdgeSets): readonly GraphEdge[] {
  return [...own].flatMap(([from, all]) => {
    const known = other.get(from);
    return [...all].filter((to) => known?.has(to) !== true).map((to) => ({ from, to }));
  });
}
