import type { Rows } from "@dx/core";
import { together, type Sql } from "@dx/sql";
import { countChanged, countKeys, countSide, pullChanged, pullOnly } from "./join-queries.ts";
import { differingColumns } from "./match-rows.ts";
import type { JoinedPair, Pairing } from "./pairing.ts";

/** What joining both sides tells; the numbers mean what they say if `isUnique`. */
export interface JoinedSides {
  /** Whether keys that both sides have are there once, and not both have keys with NULL. */
  readonly isUnique: boolean;
  /** Rows of the left side. */
  readonly left: number;
  /** Rows of the right side. */
  readonly right: number;
  /** Rows without a partner on the right. */
  readonly onlyLeft: number;
  /** Rows without a partner on the left. */
  readonly onlyRight: number;
  /** Partners that differ. */
  readonly changed: number;
  /** By column, partners that differ in it. */
  readonly columns: Readonly<Record<string, number>>;
  /** The first of the differences. */
  readonly pairs: readonly JoinedPair[];
}

/** Up to so many changed rows are brought here and counted, which saves a join. */
const few = 1000;

/**
 * Compares two sides in one engine by joins. The keys alone tell duplicates: where each key that both sides have is
 * there once, the join has as many partners as each side has rows that are not alone, and else more than one of them.
 * @param wanted - how many differences are brought here
 * @param most - how many rows at most
 */
export function* joinSides(
  pairing: Pairing,
  wanted: number,
  most: number,
): Generator<readonly Sql[], JoinedSides, readonly Rows[]> {
  const { left, right, keys } = yield* together(
    "countKeys",
    { left: countSide(pairing.left), right: countSide(pairing.right), keys: countKeys(pairing) },
    (counts) => counts,
  );
  const { onlyLeft, onlyRight } = keys;
  const partners = keys.joined - onlyLeft - onlyRight;
  const isUnique =
    partners === left - onlyLeft &&
    partners === right - onlyRight &&
    (keys.nullLeft === 0 || keys.nullRight === 0);
  const counts = { isUnique, left, right, onlyLeft, onlyRight };
  if (!isUnique) return { ...counts, changed: 0, columns: {}, pairs: [] };
  const { pairs, ...changes } = yield* findChanged(
    pairing,
    Math.max(1, Math.min(Math.max(few, wanted), most)),
  );
  const found = pairs.slice(0, wanted);
  for (const side of ["left", "right"] as const) {
    const limit = Math.min(wanted, most) - found.length;
    if (counts[side === "left" ? "onlyLeft" : "onlyRight"] > 0 && limit > 0)
      found.push(...(yield* pullOnly(pairing, side, limit)));
  }
  return { ...counts, ...changes, pairs: found };
}

interface Changed {
  readonly changed: number;
  readonly columns: Readonly<Record<string, number>>;
  readonly pairs: readonly JoinedPair[];
}

function* findChanged(
  pairing: Pairing,
  limit: number,
): Generator<readonly Sql[], Changed, readonly Rows[]> {
  const { columns } = pairing;
  const compared = columns.filter(({ isKey }) => !isKey);
  if (compared.length === 0) return { changed: 0, columns: {}, pairs: [] };
  const pairs = yield* pullChanged(pairing, limit);
  if (pairs.length === limit) {
    const [changed = 0, ...each] = yield* countChanged(pairing);
    const entries = compared.map(({ name }, index) => [name, each[index] ?? 0] as const);
    return {
      changed,
      columns: Object.fromEntries(entries.filter(([, count]) => count > 0)),
      pairs,
    };
  }
  const counts: Record<string, number> = {};
  for (const { left, right } of pairs)
    for (const name of left === null || right === null
      ? []
      : differingColumns(left, right, columns))
      counts[name] = (counts[name] ?? 0) + 1;
  return { changed: pairs.length, columns: counts, pairs };
}
