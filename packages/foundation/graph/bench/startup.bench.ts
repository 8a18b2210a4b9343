// Comes after the other benches in the same process: what it leaves to be collected would slow them.
import { compare } from "@dx/testing/bench";
import { buildGraph } from "../src/index.ts";
import { buildRival, edges, nodes } from "./random-graph.ts";

await compare("build a graph of 100,000 nodes and 500,000 edges", {
  dx: () => buildGraph(edges, { nodes }).to.length,
  graphology: () => buildRival().size,
});
