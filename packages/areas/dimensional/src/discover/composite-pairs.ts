import type { CandidateKeys, TableProfile } from "@dx/profile";
import { comparisonOf } from "./comparison.ts";
import type { ColumnPairs } from "./may-include.ts";
import { matchKeyPart } from "./match-names.ts";
import { commonPrefix } from "./names.ts";

/**
 * References of several columns that names allow: for each key of a table and each other table, the columns whose
 * names match those of the key best, if each has one of its own. Where the other table has all the first columns of
 * this one, by their names, and a key is among them, all of them refer: few rows make fewer columns a key by chance.
 */
export function compositePairs(
  profiles: readonly TableProfile[],
  keys: readonly CandidateKeys[],
): readonly ColumnPairs[] {
  return keys.flatMap(({ table, keys: all }) => {
    const parent = profiles.find((one) => one.table === table);
    if (parent === undefined) return [];
    const found = all.flatMap((key) =>
      profiles
        .filter((child) => child !== parent)
        .flatMap((child) => {
          const leading = leadingPairs(child, parent);
          const isIn = key.every((name) => leading.some(([, { column }]) => column.name === name));
          const matched = matchColumns(child, parent, { key, least: 0.7 });
          return isIn && leading.length > key.length ? [leading, matched] : [matched];
        })
        .filter((pairs) => pairs.length > 1 && pairs.length >= key.length),
    );
    return [...new Map(found.map((pairs) => [labelOf(pairs), pairs])).values()];
  });
}

const mostColumns = 5;

/** The first columns of a parent, as far as a child has those of the same names. */
function leadingPairs(child: TableProfile, parent: TableProfile): ColumnPairs {
  const key = parent.columns.slice(0, mostColumns).map(({ name }) => name);
  const pairs = matchColumns(child, parent, { key, least: 1 });
  const end = key.findIndex((name) => !pairs.some(([, { column }]) => column.name === name));
  return end === -1 ? pairs : pairs.slice(0, end);
}

/** Columns of a table that are called as columns of others are: only they can be a key to which those refer. */
export function sharedColumns(
  profile: TableProfile,
  profiles: readonly TableProfile[],
): TableProfile["columns"] {
  const others = profiles.filter((one) => one !== profile);
  return profile.columns.filter(({ name }) =>
    others.some((child) => matchColumns(child, profile, { key: [name], least: 0.7 }).length > 0),
  );
}

function labelOf(pairs: ColumnPairs): string {
  return pairs
    .map(([child, parent]) => `${child.profile.table}.${child.column.name}=${parent.column.name}`)
    .toSorted()
    .join();
}

function matchColumns(
  child: TableProfile,
  parent: TableProfile,
  { key, least }: { readonly key: readonly string[]; readonly least: number },
): ColumnPairs {
  const taken = new Set<string>();
  const [own, other] = [prefixOf(child), prefixOf(parent)];
  return key.flatMap((name) => {
    const column = parent.columns.find((one) => one.name === name);
    if (column === undefined) return [];
    const [best] = child.columns
      .filter((one) => !taken.has(one.name) && comparisonOf(one, column) !== null)
      .map((one) => ({
        one,
        score: matchKeyPart({ column: one.name, prefix: own }, { column: name, prefix: other }),
      }))
      .filter(({ score }) => score >= least)
      .toSorted((a, b) => b.score - a.score);
    if (best === undefined) return [];
    taken.add(best.one.name);
    return [
      [
        { profile: child, column: best.one, prefix: own },
        { profile: parent, column, prefix: other },
      ] as const,
    ];
  });
}

function prefixOf({ table, columns }: TableProfile): string | null {
  return commonPrefix(
    table,
    columns.map(({ name }) => name),
  );
}
