import { DxError, nearest } from "@dx/core";
import type { Graph, NodeRef } from "./graph.ts";

/**
 * The number of a node. O(1), and O(nodes) if it is refused.
 * @throws DxError `DX_GRAPH_NODE` if there is no such node, with the nearest name
 * @example
 * ```ts
 * import { buildGraph, findNode } from "@dx/graph";
 * if (findNode(buildGraph([{ from: "a", to: "b" }]), "b") !== 1) throw new Error();
 * ```
 */
export function findNode({ names, numbers }: Graph, node: NodeRef): number {
  const number = typeof node === "number" ? node : numbers.get(node);
  if (number !== undefined && Number.isInteger(number) && number >= 0 && number < names.length)
    return number;
  const near = typeof node === "string" ? nearest(node, names) : undefined;
  throw new DxError("DX_GRAPH_NODE", `the graph has no node ${JSON.stringify(node)}`, {
    path: ["node"],
    hint: near === undefined ? `it has ${names.length} nodes` : `did you mean ${near}?`,
  });
}
