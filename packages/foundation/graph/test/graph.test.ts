import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildGraph,
  diffGraphs,
  findComponents,
  findNode,
  findPaths,
  reach,
  topologicalOrder,
  type Graph,
} from "../src/index.ts";
import { childrenOf, distances, pathsOf, someEdges } from "./model.ts";

const namesOf = ({ names }: Graph, nodes: Iterable<number>): readonly string[] =>
  [...nodes].map((node) => names[node] ?? "none");

test("edges keep their numbers, and are found from both of their ends", () => {
  fc.assert(
    fc.property(someEdges, (edges) => {
      const graph = buildGraph(edges);
      const ends = edges.map((_, edge) =>
        namesOf(graph, [graph.from[edge] ?? -1, graph.to[edge] ?? -1]),
      );
      expect(ends).toEqual(edges.map(({ from, to }) => [from, to]));
      for (const [name, node] of graph.numbers) {
        const out = graph.outEdge.subarray(graph.outStart[node], graph.outStart[node + 1]);
        expect([...out]).toEqual(edges.flatMap(({ from }, edge) => (from === name ? [edge] : [])));
        const into = graph.inEdge.subarray(graph.inStart[node], graph.inStart[node + 1]);
        expect([...into]).toEqual(edges.flatMap(({ to }, edge) => (to === name ? [edge] : [])));
      }
    }),
    budget(50),
  );
});

test("an empty graph, and one of nodes alone", () => {
  expect(buildGraph([]).names).toEqual([]);
  expect(topologicalOrder(buildGraph([]))).toMatchObject({ kind: "order" });
  expect(findComponents(buildGraph([], { nodes: ["a", "b", "a"] })).count).toBe(2);
});

test("what is reached, and how far, is what a model reaches, up and down", () => {
  fc.assert(
    fc.property(someEdges, fc.nat({ max: 3 }), (edges, maxDepth) => {
      const graph = buildGraph(edges, { nodes: ["a"] });
      for (const direction of ["down", "up"] as const) {
        const model = distances(
          childrenOf(
            direction === "down" ? edges : edges.map(({ from, to }) => ({ from: to, to: from })),
          ),
          "a",
        );
        const all = reach(graph, ["a"], { direction });
        expect(
          new Map(namesOf(graph, all.nodes).map((name, at) => [name, all.depths[at]])),
        ).toEqual(model);
        const near = reach(graph, ["a"], { direction, maxDepth });
        expect(new Set(namesOf(graph, near.nodes))).toEqual(
          new Set([...model].filter(([, depth]) => depth <= maxDepth).map(([name]) => name)),
        );
      }
    }),
    budget(50),
  );
});

test("edges that are not allowed are not followed", () => {
  const graph = buildGraph([
    { from: "a", to: "b" },
    { from: "a", to: "c" },
  ]);
  const { nodes } = reach(graph, ["a", "a"], { allowed: Uint8Array.from([0, 1]) });
  expect(namesOf(graph, nodes)).toEqual(["a", "c"]);
});

test("all simple paths are found, each once, or as many as asked for, along allowed edges", () => {
  fc.assert(
    fc.property(someEdges, fc.integer({ min: 1, max: 5 }), fc.nat(), (edges, limit, mask) => {
      const graph = buildGraph(edges, { nodes: ["a", "b"] });
      const allowed = Uint8Array.from(edges, (_, edge) => (mask >> edge) & 1);
      const few = edges.filter((_, edge) => allowed[edge] === 1);
      const along = findPaths(graph, "a", { to: "b", allowed });
      expect(along.paths).toHaveLength(pathsOf(childrenOf(few), ["a"], "b").length);
      const model = pathsOf(childrenOf(edges), ["a"], "b");
      const asText = (path: readonly number[]): string =>
        ["a", ...path.map((edge) => edges[edge]?.to)].join(">");
      const { paths, complete } = findPaths(graph, "a", { to: "b" });
      expect(complete).toBe(true);
      expect(paths.map(asText).toSorted()).toEqual([...model].toSorted());
      expect(new Set(paths.map((path) => path.join(","))).size).toBe(paths.length);
      const some = findPaths(graph, "a", { to: "b", limit });
      expect(some.paths).toHaveLength(Math.min(limit, model.length));
      expect(some.complete).toBe(model.length <= limit);
    }),
    budget(50),
  );
});

test("few paths of very many, and none of a dense graph that does not lead there, take no time", () => {
  const rungs = Array.from({ length: 60 }, (_, n) => [`${n}`, `${n + 1}`]);
  const ladder = rungs.flatMap(([from = "", to = ""]) => [
    { from, to },
    { from, to },
  ]);
  expect(findPaths(buildGraph(ladder), "0", { to: "60", limit: 3 })).toMatchObject({
    complete: false,
  });
  const names = Array.from({ length: 25 }, (_, n) => `${n}`);
  const dense = names.flatMap((from) =>
    names.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  const trap = buildGraph([
    { from: "start", to: "0" },
    ...dense,
    { from: "start", to: "goal" },
    { from: "0", to: "start" },
  ]);
  expect(findPaths(trap, "0", { to: "goal" })).toEqual({
    paths: [[dense.length + 2, dense.length + 1]],
    complete: true,
  });
});

test("nodes are in one component exactly if each reaches the other, and components are in order", () => {
  fc.assert(
    fc.property(someEdges, (edges) => {
      const graph = buildGraph(edges);
      const { of, count } = findComponents(graph);
      const children = childrenOf(edges);
      for (const [a, nodeA] of graph.numbers)
        for (const [b, nodeB] of graph.numbers) {
          const isMutual = distances(children, a).has(b) && distances(children, b).has(a);
          expect(of[nodeA] === of[nodeB]).toBe(isMutual);
        }
      for (const [edge, from] of graph.from.entries())
        expect(of[from]).toBeLessThanOrEqual(of[graph.to[edge] ?? 0] ?? -1);
      expect(new Set(of).size).toBe(count);
    }),
    budget(50),
  );
});

test("an order agrees with all edges, and is refused exactly for a cycle, which is shown", () => {
  fc.assert(
    fc.property(someEdges, (edges) => {
      const graph = buildGraph(edges);
      const found = topologicalOrder(graph);
      const children = childrenOf(edges);
      const isCyclic = edges.some(({ from, to }) => distances(children, to).has(from));
      expect(found.kind).toBe(isCyclic ? "cycle" : "order");
      const names = namesOf(graph, found.nodes);
      const isRight = isCyclic
        ? names.every((name, at) =>
            (children.get(name) ?? []).includes(names[(at + 1) % names.length] ?? "none"),
          )
        : edges.every(({ from, to }) => names.indexOf(from) < names.indexOf(to));
      expect(isRight).toBe(true);
      expect(new Set(names).size).toBe(isCyclic ? names.length : graph.names.length);
    }),
    budget(50),
  );
});

const without = (all: ReadonlySet<string>, some: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...all].filter((one) => !some.has(one)));

test("a difference is what sets of names say", () => {
  const key = ({ from, to }: { readonly from: string; readonly to: string }): string =>
    JSON.stringify([from, to]);
  fc.assert(
    fc.property(someEdges, someEdges, (before, after) => {
      const diff = diffGraphs(buildGraph(before), buildGraph(after));
      const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
      expect(diff.addedEdges.map(key)).toEqual([...new Set(diff.addedEdges.map(key))]);
      expect(new Set(diff.addedEdges.map(key))).toEqual(without(now, old));
      expect(new Set(diff.removedEdges.map(key))).toEqual(without(old, now));
      const nodes = [
        new Set(childrenOf(before).keys()),
        new Set(childrenOf(after).keys()),
      ] as const;
      expect(new Set(diff.addedNodes)).toEqual(without(nodes[1], nodes[0]));
      expect(new Set(diff.removedNodes)).toEqual(without(nodes[0], nodes[1]));
    }),
    budget(50),
  );
});

test("a deep chain needs no stack", () => {
  const edges = Array.from({ length: 50_000 }, (_, n) => ({ from: `${n}`, to: `${n + 1}` }));
  const graph = buildGraph(edges);
  expect(findComponents(graph).count).toBe(50_001);
  expect(findPaths(graph, "0", { to: "50000" }).paths[0]).toHaveLength(50_000);
  expect(reach(graph, [50_000], { direction: "up" }).nodes).toHaveLength(50_001);
});

test("a node that is not there is refused with the nearest name", () => {
  const graph = buildGraph([{ from: "customer", to: "order" }]);
  expect(() => reach(graph, ["custmer"])).toThrow(/no node "custmer"\ndid you mean customer/);
  expect(() => findNode(graph, 2)).toThrow(expect.objectContaining({ code: "DX_GRAPH_NODE" }));
  expect(() => findNode(graph, 0.5)).toThrow(/no node/);
});
