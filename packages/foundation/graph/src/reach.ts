import type { Graph, NodeRef } from "./graph.ts";
import { findNode } from "./find-node.ts";

/** How far to go. */
export interface ReachOptions {
  /** `down` follows the edges, which is the default, `up` goes against them. */
  readonly direction?: "down" | "up";
  /** How many edges at most; without it, as far as they go. */
  readonly maxDepth?: number;
  /** Edges that may be followed, by their numbers: 1 may, 0 may not. Without it, all. */
  readonly allowed?: Uint8Array | undefined;
}

/** What is reached. */
export interface Reached {
  /** Numbers of nodes, the nearest first, those begun with included. */
  readonly nodes: Uint32Array;
  /** How many edges away each of them is. */
  readonly depths: Uint32Array;
}

/**
 * All nodes that can be reached, breadth first. O(nodes + edges).
 * @throws DxError `DX_GRAPH_NODE`
 * @example
 * ```ts
 * import { buildGraph, reach } from "@dx/graph";
 * const graph = buildGraph([{ from: "a", to: "b" }, { from: "b", to: "c" }]);
 * const { nodes, depths } = reach(graph, ["c"], { direction: "up" });
 * if ([...nodes].map((node) => graph.names[node]).join() !== "c,b,a") throw new Error();
 * if (depths[2] !== 2) throw new Error();
 * ```
 */
export function reach(
  graph: Graph,
  starts: readonly NodeRef[],
  { direction = "down", maxDepth = Infinity, allowed }: ReachOptions = {},
): Reached {
  const count = graph.names.length;
  const nodes = new Uint32Array(count);
  const depths = new Uint32Array(count);
  const begun = new Set(starts.map((start) => findNode(graph, start)));
  nodes.set([...begun]);
  const side = { ...sideOf(graph, direction), maxDepth, allowed };
  const length = walk({ nodes, depths, length: begun.size }, side);
  return { nodes: nodes.subarray(0, length), depths: depths.subarray(0, length) };
}

interface Walked extends Reached {
  /** How many of the nodes are known. */
  readonly length: number;
}

interface Side {
  readonly starts: Uint32Array;
  readonly edges: Uint32Array;
  readonly others: Uint32Array;
  readonly maxDepth: number;
  readonly allowed: Uint8Array | undefined;
}

/** Goes on from the nodes that are known, and fills the lists; gives how many there are then. */
function walk({ nodes, depths, length: known }: Walked, side: Side): number {
  const { starts, edges, others, maxDepth, allowed } = side;
  const seen = new Uint8Array(nodes.length);
  let length = known;
  for (let place = 0; place < length; place += 1) seen[nodes[place] ?? 0] = 1;
  for (let place = 0; place < length; place += 1) {
    const node = nodes[place] ?? 0;
    const depth = depths[place] ?? 0;
    if (depth >= maxDepth) break;
    const end = starts[node + 1] ?? 0;
    for (let index = starts[node] ?? 0; index < end; index += 1) {
      const other = others[index] ?? 0;
      if (seen[other] === 1) continue;
      if (allowed !== undefined && allowed[edges[index] ?? 0] === 0) continue;
      seen[other] = 1;
      nodes[length] = other;
      depths[length] = depth + 1;
      length += 1;
    }
  }
  return length;
}

function sideOf(graph: Graph, direction: "down" | "up") {
  return direction === "down"
    ? { starts: graph.outStart, edges: graph.outEdge, others: graph.outTo }
    : { starts: graph.inStart, edges: graph.inEdge, others: graph.inFrom };
}
