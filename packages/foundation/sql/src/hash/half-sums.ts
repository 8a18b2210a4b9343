import { dialectCall } from "../dialect/functions.ts";
import type { Sql } from "../sql.ts";

const modulus = 2n ** 64n;

/**
 * Aggregates that add row hashes: two sums of 64 bits each, in as many columns `half_0`, `half_1` ... as the
 * dialect needs so that none overflows. {@link readHalfSums} makes them the same from every engine.
 */
export function halfSums(hash: Sql): Sql {
  return dialectCall("half-sums", hash);
}

/** Rows, and what of them is summed by groups. */
export interface HashedRows {
  /** What stands behind `from`. */
  readonly from: Sql;
  /** A condition with `where` before it, or nothing. */
  readonly where: Sql;
  /** The hash of a row, as `rowHash` gives it. */
  readonly hash: Sql;
  /** What tells the groups apart; may be NULL. */
  readonly group: Sql;
}

/**
 * A query of the groups of rows: `segment`, how many rows it has, and the {@link halfSums} of their hashes. The hash of each row is computed once.
 */
export function halfSumsByGroup({ from, where, hash, group }: HashedRows): Sql {
  return dialectCall("sum-groups", from, where, hash, group);
}

/**
 * What {@link halfSums} says, as one text that is the same for the same rows.
 * @param parts - the values of its columns, in order; `null` where there were no rows
 */
export function readHalfSums(parts: readonly (string | null)[]): string {
  const bits = 128n / BigInt(Math.max(parts.length, 1));
  const each = 64n / bits;
  const halves = [0n, 0n];
  for (const [at, part] of parts.entries()) {
    const half = BigInt(at) < each ? 0 : 1;
    halves[half] = ((halves[half] ?? 0n) << bits) + BigInt(part ?? "0");
  }
  return halves.map((half) => ((half % modulus) + modulus) % modulus).join(" ");
}
