/** An arrow between two named nodes. */
export interface GraphEdge {
  /** Where it begins. */
  readonly from: string;
  /** Where it points. */
  readonly to: string;
}

/** A node by its name, or by its number in the graph. */
export type NodeRef = string | number;

/**
 * A directed graph in typed arrays. Nodes are numbered from 0, in the order in which they first come; edges are numbered as
 * they were given, so that what belongs to an edge can lie in a list beside it. Loops and parallel edges stay.
 */
export interface Graph {
  /** The name of each node. */
  readonly names: readonly string[];
  /** The number of each name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Where each edge begins. */
  readonly from: Uint32Array;
  /** Where each edge points. */
  readonly to: Uint32Array;
  /** The edges that leave node `n` are those at `outStart[n]` up to, but not at, `outStart[n + 1]` of the two lists below. */
  readonly outStart: Uint32Array;
  /** Numbers of edges, by the node that they leave. */
  readonly outEdge: Uint32Array;
  /** Where these edges point. */
  readonly outTo: Uint32Array;
  /** The same for the edges that enter a node. */
  readonly inStart: Uint32Array;
  /** Numbers of edges, by the node that they enter. */
  readonly inEdge: Uint32Array;
  /** Where these edges begin. */
  readonly inFrom: Uint32Array;
}
