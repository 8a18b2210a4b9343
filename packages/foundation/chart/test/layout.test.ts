import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { layerGraph } from "../src/internal/layer-graph.ts";
import { placeLayers } from "../src/internal/place-layers.ts";

const graph = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const node = fc.integer({ min: 0, max: count - 1 });
  return fc.tuple(
    fc.constant(count),
    fc.array(fc.record({ from: node, to: node }), { maxLength: 25 }),
  );
});

test("every arrow goes to the right through each layer once, unless it is reversed or a loop", () => {
  fc.assert(
    fc.property(graph, ([count, arrows]) => {
      const { layers, routes, reversed } = layerGraph(count, arrows);
      const layerOf = new Map(layers.flatMap((layer, at) => layer.map((node) => [node, at])));
      expect([...layerOf.keys()].filter((node) => node < count).length).toBe(count);
      for (const [index, { from, to }] of arrows.entries()) {
        const route = routes[index] ?? [];
        const ends = reversed[index] === true ? [to, from] : [from, to];
        const isLoop = from === to;
        expect([route[0], route.at(-1)]).toEqual(isLoop ? [undefined, undefined] : ends);
        const passed = route.map((node) => layerOf.get(node) ?? -1);
        expect(passed).toEqual(passed.map((_, at) => (passed[0] ?? 0) + at));
      }
    }),
    budget(300),
  );
});

test("reverses nothing without a cycle, and takes longest paths", () => {
  const arrows = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 0, to: 2 },
  ];
  const { layers, reversed } = layerGraph(3, arrows);
  expect(reversed).toEqual([false, false, false]);
  expect(layers.map((layer) => layer.filter((node) => node < 3))).toEqual([[0], [1], [2]]);
});

test("uncrosses what can be uncrossed", () => {
  const arrows = [
    { from: 0, to: 3 },
    { from: 1, to: 2 },
  ];
  const { layers } = layerGraph(4, arrows);
  const [left = [], right = []] = layers;
  expect(left.indexOf(0) < left.indexOf(1)).toBe(right.indexOf(3) < right.indexOf(2));
});

test("no two boxes overlap, and none is outside", () => {
  fc.assert(
    fc.property(
      graph,
      fc.array(fc.integer({ min: 10, max: 200 }), { minLength: 12, maxLength: 12 }),
      ([count, arrows], heights) => {
        const sizes = heights.slice(0, count).map((height) => ({ width: 100, height }));
        const placed = placeLayers(layerGraph(count, arrows), sizes, 7);
        const boxes = [...placed.boxes].filter(([node]) => node < count).map(([, box]) => box);
        for (const [index, a] of boxes.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.y).toBeGreaterThanOrEqual(7 - 1e-6);
          expect(a.y + a.height).toBeLessThanOrEqual(placed.height + 1e-6);
          for (const b of boxes.slice(index + 1))
            expect(
              a.x !== b.x || a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6,
            ).toBe(true);
        }
      },
    ),
    budget(200),
  );
});

test("a long chain and a large cycle are laid out", () => {
  const chain = Array.from({ length: 3000 }, (_, index) => ({
    from: index,
    to: (index + 1) % 3000,
  }));
  expect(layerGraph(3000, chain).reversed.filter(Boolean)).toHaveLength(1);
});
