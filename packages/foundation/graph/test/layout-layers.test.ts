import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildGraph, layoutLayers, type Graph, type Layout } from "../src/index.ts";
import { someEdges } from "./model.ts";

const heights = [10, 40, 25, 60];

/** What is wrong with a layout: edges that point to the left, bends that are missing, nodes outside or on each other. */
function faults(graph: Graph, layout: Layout, height: readonly number[]): readonly string[] {
  const { x, y, layer, reversed, bends } = layout;
  const of = (list: ArrayLike<number>, index = -1): number => list[index] ?? Number.NaN;
  const edges = [...graph.from].flatMap((from, edge) => {
    const to = of(graph.to, edge);
    const [left, right] = reversed[edge] === 1 ? [to, from] : [from, to];
    const length = of(layer, right) - of(layer, left);
    const isSound =
      from === to
        ? bends[edge]?.length === 0
        : length > 0 && bends[edge]?.length === 2 * (length - 1);
    return isSound ? [] : [`edge ${edge}`];
  });
  const nodes = [...y].flatMap((top, node) => {
    const end = top + of(height, node);
    const isInside = top > -1e-9 && end < layout.height + 1e-9 && of(x, node) + 100 <= layout.width;
    const below = [...y].filter(
      (other, b) => b !== node && layer[b] === layer[node] && other >= top,
    );
    return isInside && below.every((other) => other - end > 19.9) ? [] : [`node ${node}`];
  });
  return [...edges, ...nodes];
}

test("edges point to the right but for one of each cycle, and no two nodes overlap", () => {
  fc.assert(
    fc.property(someEdges, (edges) => {
      const graph = buildGraph(edges);
      const height = graph.names.map((_, node) => heights[node % heights.length] ?? 0);
      expect(faults(graph, layoutLayers(graph, { height, width: 100 }), height)).toEqual([]);
    }),
    budget(50),
  );
});

test("a graph without cycles turns no edge round", () => {
  fc.assert(
    fc.property(someEdges, (edges) => {
      const forward = edges.filter(({ from, to }) => from < to);
      expect([...layoutLayers(buildGraph(forward)).reversed]).toEqual(forward.map(() => 0));
    }),
    budget(20),
  );
});

test("nodes that need not cross do not: a tree's edges keep the order of their ends", () => {
  const parents = ["c", "a", "b"];
  const edges = parents.flatMap((from) => ["2", "1"].map((child) => ({ from, to: from + child })));
  const graph = buildGraph(edges, { nodes: ["b1", "a2", "c1", "b2", "c2", "a1"] });
  const { y } = layoutLayers(graph);
  const top = (name: string): number => y[graph.numbers.get(name) ?? -1] ?? Number.NaN;
  const byParent = edges.toSorted((a, b) => top(a.from) - top(b.from)).map(({ from }) => from);
  const byChild = edges.toSorted((a, b) => top(a.to) - top(b.to)).map(({ from }) => from);
  expect(byChild).toEqual(byParent);
});

test("nothing, one node and a loop", () => {
  expect(layoutLayers(buildGraph([]))).toMatchObject({ width: 0, height: 0 });
  expect(layoutLayers(buildGraph([{ from: "a", to: "a" }]))).toMatchObject({
    width: 160,
    height: 40,
  });
});

test("a cycle of 3,000 nodes turns one edge round", () => {
  const edges = Array.from({ length: 3000 }, (_, node) => ({
    from: String(node),
    to: String((node + 1) % 3000),
  }));
  const { reversed } = layoutLayers(buildGraph(edges));
  expect(reversed.reduce((sum, one) => sum + one, 0)).toBe(1);
});
