import { DirectedGraph } from "graphology";
import type { GraphEdge } from "../src/index.ts";

const nodeCount = 100_000;
const edgeCount = 500_000;

let state = 42;
/** xorshift, 32 bits: the same numbers each time. */
export function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

/** Names of 100,000 columns. */
export const nodes: readonly string[] = Array.from(
  { length: nodeCount },
  (_, n) => `schema.table_${n >> 4}.column_${n & 15}`,
);

/** 500,000 different edges between them, without cycles. */
export const edges: readonly GraphEdge[] = makeEdges();

function makeEdges(): readonly GraphEdge[] {
  const seen = new Set<number>();
  const made: GraphEdge[] = [];
  while (made.length < edgeCount) {
    const from = random(nodeCount);
    const to = Math.min(nodeCount - 1, from + 1 + random(2000));
    if (from >= to || seen.has(from * nodeCount + to)) continue;
    seen.add(from * nodeCount + to);
    made.push({ from: nodes[from] ?? "", to: nodes[to] ?? "" });
  }
  return made;
}

/** The same graph by graphology. */
export function buildRival(): DirectedGraph {
  const graph = new DirectedGraph();
  for (const node of nodes) graph.addNode(node);
  for (const { from, to } of edges) graph.addEdge(from, to);
  return graph;
}
