import type { Hierarchy, StarColumn } from "../model.ts";
import type { DesignTable } from "./design-input.ts";

/** The most hierarchies of a dimension, the longest first. */
const most = 3;

/**
 * The hierarchies of a dimension: chains of attributes of which each tells the next, and not the other way round. What has a value of
 * its own in more than half of the rows is no level, since it tells everything.
 */
export function findHierarchies(
  { rows = 0, dependencies = [] }: DesignTable,
  attributes: readonly StarColumn[],
): readonly Hierarchy[] {
  const levels = attributes.filter(
    ({ type }) => type.kind !== "float64" && type.kind !== "decimal",
  );
  const nameOf = (source: string): string | undefined =>
    levels.find((one) => one.source === source)?.name;
  const tells = new Map<string, Set<string>>();
  for (const { determinant, groups, dependent } of dependencies) {
    const [from, to] = [nameOf(determinant), nameOf(dependent)];
    if (from === undefined || to === undefined || groups < 2 || groups * 2 > rows) continue;
    tells.set(from, (tells.get(from) ?? new Set()).add(to));
  }
  const above = (name: string): readonly string[] =>
    [...(tells.get(name) ?? [])].filter((one) => tells.get(one)?.has(name) !== true);
  const chain = (name: string): readonly string[] => {
    const next = above(name).toSorted((a, b) => above(b).length - above(a).length)[0];
    return next === undefined ? [name] : [name, ...chain(next)];
  };
  const chains = levels
    .map(({ name }) => chain(name))
    .filter((one) => one.length > 1)
    .toSorted((a, b) => b.length - a.length);
  const kept: (readonly string[])[] = [];
  for (const one of chains)
    if (!kept.some((other) => one.every((level) => other.includes(level)))) kept.push(one);
  return kept.slice(0, most).map((one) => ({ name: one.join(" < "), levels: one }));
}
