import type { DesignReference } from "./design-input.ts";

/** Tables that refer to each other in a circle, the first one again at the end; references of a table to itself are none. */
export function circleOf(references: readonly DesignReference[]): readonly string[] | null {
  const next = (table: string): readonly string[] =>
    references
      .filter(({ child, parent }) => child === table && parent !== table)
      .map(({ parent }) => parent);
  const done = new Set<string>();
  const walk = (path: readonly string[]): readonly string[] | null => {
    const at = path.at(-1) ?? "";
    const first = path.indexOf(at);
    if (first < path.length - 1) return path.slice(first);
    if (done.has(at)) return null;
    for (const parent of next(at)) {
      const found = walk([...path, parent]);
      if (found !== null) return found;
    }
    done.add(at);
    return null;
  };
  for (const { child } of references) {
    const found = walk([child]);
    if (found !== null) return found;
  }
  return null;
}
