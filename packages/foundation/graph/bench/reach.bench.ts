import { compare } from "@dx/testing/bench";
import { buildGraph, layoutLayers, reach } from "../src/index.ts";
import { buildRival, edges, nodes, random } from "./random-graph.ts";

const own = buildGraph(edges, { nodes });
const rival = buildRival();
const start = nodes[0] ?? "";

function walkRival(): number {
  const found = new Set([start]);
  for (const node of found) rival.forEachOutNeighbor(node, (next) => void found.add(next));
  return found.size;
}

// Twenty walks a sample: a collection of garbage before each sample leaves work that one short walk would be billed for.
function twenty(walk: () => number): number {
  let sum = 0;
  for (let turn = 0; turn < 20; turn += 1) sum += walk();
  return sum;
}

await compare("20 times all nodes that one of them reaches", {
  dx: () => twenty(() => reach(own, [start]).nodes.length),
  graphology: () => twenty(walkRival),
});

const view = buildGraph(
  Array.from({ length: 3000 }, () => {
    const from = random(2000);
    return { from: `${from}`, to: `${Math.min(1999, from + 1 + random(300))}` };
  }),
  { nodes: Array.from({ length: 2000 }, (_, n) => `${n}`) },
);
await compare("layout of 2,000 nodes and 3,000 edges", { dx: () => layoutLayers(view).x.length });
