import { findComponents } from "./find-components.ts";
import { findNode } from "./find-node.ts";
import type { Graph, NodeRef } from "./graph.ts";
import { reach } from "./reach.ts";
import { at } from "./internal/at.ts";

/** How many paths to look for. */
export interface FindPathsOptions {
  /** At most so many paths; without it, 1,000. */
  readonly limit?: number;
  /** Edges that may be taken, by their numbers: 1 may, 0 may not. Without it, all. */
  readonly allowed?: Uint8Array | undefined;
}

/** Ways through a graph. */
export interface FoundPaths {
  /** Each a list of edge numbers; the path from a node to itself has none. */
  readonly paths: readonly (readonly number[])[];
  /** Whether these are all; else there are more than the limit. */
  readonly complete: boolean;
}

/**
 * All paths between two nodes that pass no node twice; parallel edges make paths of their own. There may be exponentially
 * many: the time to the next one is at most O(nodes * (nodes + edges)), and O(nodes) without cycles.
 * @throws DxError `DX_GRAPH_NODE`
 * @example
 * ```ts
 * import { buildGraph, findPaths } from "@dx/graph";
 * const edges = [{ from: "a", to: "b" }, { from: "b", to: "c" }, { from: "a", to: "c" }];
 * const { paths, complete } = findPaths(buildGraph(edges), "a", { to: "c" });
 * if (JSON.stringify(paths) !== "[[0,1],[2]]" || !complete) throw new Error();
 * ```
 */
export function findPaths(
  graph: Graph,
  from: NodeRef,
  { to, limit = 1000, allowed }: FindPathsOptions & { readonly to: NodeRef },
): FoundPaths {
  const start = findNode(graph, from);
  const goal = findNode(graph, to);
  const { outStart, outEdge, outTo } = graph;
  const leads = new Uint8Array(graph.names.length);
  for (const node of reach(graph, [goal], { direction: "up", allowed }).nodes) leads[node] = 1;
  if (leads[start] !== 1) return { paths: [], complete: true };
  const canDeadEnd = findComponents(graph).count < graph.names.length;
  const onPath = new Uint8Array(graph.names.length);
  const open = (node: number, edge: number): boolean =>
    isAllowed(edge, allowed) &&
    leads[node] === 1 &&
    onPath[node] !== 1 &&
    (!canDeadEnd || leadsAround(graph, { node, goal, onPath, allowed }));
  const paths: (readonly number[])[] = [];
  const path: number[] = [];
  const stack = [{ node: start, next: at(outStart, start) }];
  onPath[start] = 1;
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const isGoal = top.node === goal;
    const isOver = isGoal || top.next >= at(outStart, top.node + 1);
    if (isGoal && paths.length === limit) return { paths, complete: false };
    if (isGoal) paths.push([...path]);
    if (isOver) {
      onPath[top.node] = 0;
      stack.pop();
      path.pop();
      continue;
    }
    const node = at(outTo, top.next);
    const edge = at(outEdge, top.next);
    top.next += 1;
    if (!open(node, edge)) continue;
    onPath[node] = 1;
    path.push(edge);
    stack.push({ node, next: at(outStart, node) });
  }
  return { paths, complete: true };
}

interface Around {
  readonly node: number;
  readonly goal: number;
  readonly onPath: Uint8Array;
  readonly allowed: Uint8Array | undefined;
}

function isAllowed(edge: number, allowed: Uint8Array | undefined): boolean {
  return allowed === undefined || allowed[edge] !== 0;
}

/** Whether the goal can be reached without the nodes of the path. */
function leadsAround(
  { names, outStart, outTo, outEdge }: Graph,
  { node: begin, goal, onPath, allowed }: Around,
): boolean {
  const seen = new Uint8Array(names.length);
  const waiting = [begin];
  seen[begin] = 1;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === goal) return true;
    for (let place = at(outStart, node); place < at(outStart, node + 1); place += 1) {
      const next = at(outTo, place);
      if (seen[next] === 1 || onPath[next] === 1) continue;
      if (!isAllowed(at(outEdge, place), allowed)) continue;
      seen[next] = 1;
      waiting.push(next);
    }
  }
  return false;
}
