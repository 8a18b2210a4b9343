import type { CandidateKeys, TableProfile } from "@dx/profile";
import { familyOf, type ColumnPairs, type ProfiledColumn } from "./may-include.ts";
import { matchKeyPart } from "./names.ts";

/**
 * References of several columns that names allow: for each key of a table and each other table, the columns whose
 * names match those of the key best, if each has one of its own.
 */
export function compositePairs(
  profiles: readonly TableProfile[],
  keys: readonly CandidateKeys[],
): readonly ColumnPairs[] {
  return keys.flatMap(({ table, keys: all }) => {
    const parent = profiles.find((one) => one.table === table);
    if (parent === undefined) return [];
    return all
      .filter((key) => key.length > 1)
      .flatMap((key) =>
        profiles
          .filter((child) => child !== parent)
          .map((child) => matchColumns(child, parent, key))
          .filter((pairs) => pairs.length === key.length),
      );
  });
}

function matchColumns(
  child: TableProfile,
  parent: TableProfile,
  key: readonly string[],
): ColumnPairs {
  const taken = new Set<string>();
  return key.flatMap((name) => {
    const column = parent.columns.find((one) => one.name === name);
    if (column === undefined) return [];
    const other: ProfiledColumn = { profile: parent, column };
    const [best] = child.columns
      .filter((one) => !taken.has(one.name) && familyOf(one.type) === familyOf(column.type))
      .map((one) => ({ one, score: matchKeyPart(one.name, name) }))
      .filter(({ score }) => score >= 0.7)
      .toSorted((a, b) => b.score - a.score);
    if (best === undefined || familyOf(column.type) === null) return [];
    taken.add(best.one.name);
    return [[{ profile: child, column: best.one }, other] as const];
  });
}
