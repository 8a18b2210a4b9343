import fc from "fast-check";
import type { GraphEdge } from "../src/index.ts";

const name = fc.constantFrom("a", "b", "c", "d", "e", "f", "ü", '"', "__proto__", "");

/** Some edges between few names, so that cycles, loops and parallel edges are common. */
export const someEdges: fc.Arbitrary<GraphEdge[]> = fc.array(fc.record({ from: name, to: name }), {
  maxLength: 14,
});

/** What each name leads to. */
export function childrenOf(edges: readonly GraphEdge[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of edges) {
    map.set(from, [...(map.get(from) ?? []), to]);
    map.set(to, map.get(to) ?? []);
  }
  return map;
}

/** All that can be reached, with its distance. */
export function distances(
  children: ReadonlyMap<string, readonly string[]>,
  start: string,
): ReadonlyMap<string, number> {
  const found = new Map([[start, 0]]);
  for (const [node, depth] of found)
    for (const next of children.get(node) ?? []) if (!found.has(next)) found.set(next, depth + 1);
  return found;
}

/** All simple paths, as lists of names joined, parallel ones as often as they are. */
export function pathsOf(
  children: ReadonlyMap<string, readonly string[]>,
  path: readonly string[],
  goal: string,
): readonly string[] {
  const last = path.at(-1) ?? "";
  if (last === goal) return [path.join(">")];
  return (children.get(last) ?? [])
    .filter((next) => !path.includes(next))
    .flatMap((next) => pathsOf(children, [...path, next], goal));
}
