import type { Baseline, ShiftTest } from "../check.ts";
import { chiSquareTail, kolmogorovTail } from "./tails.ts";

/** How the values of a column are spread now. */
export interface Spread {
  /** How often each value or range of the baseline comes; of ranges, then how many values lie below and above all. */
  readonly counts: readonly number[];
  /** How many values there are. */
  readonly considered: number;
}

/** How spreads are compared. */
export interface ShiftOptions {
  /** By what. */
  readonly by: ShiftTest;
  /** Of `psi` and `kl`: what an empty share counts as; without it, a value that the baseline does not know is infinitely far. */
  readonly floor?: number;
}

/**
 * How far values have moved from a baseline. What the baseline does not know counts as one further value whose share is 0.
 * `chi-square-p` is Pearson's test of the counts; `ks` and `ks-p` look at the edges of the ranges, or at the values in their order,
 * so that the difference between edges, which may be greater, is not seen; `ks-p` is asymptotic.
 * @returns NaN of no values
 * @example
 * ```ts
 * import { shiftOf } from "@dx/quality";
 * const baseline = { values: ["a", "b"], weights: [0.5, 0.5] };
 * const psi = shiftOf({ counts: [60, 40], considered: 100 }, baseline, { by: "psi" });
 * if (Math.abs(psi - 0.1 * Math.log(1.5)) > 1e-12) throw new Error();
 * ```
 * @see Kullback & Leibler, "On Information and Sufficiency" (1951); Siddiqi, "Credit Risk Scorecards" (2006), population stability index
 */
export function shiftOf(
  { counts, considered }: Spread,
  baseline: Baseline,
  { by, floor = 0 }: ShiftOptions,
): number {
  const { observed, expected } = sharesOf(counts, considered, baseline);
  const pairs = observed.map((share, at) => [share, expected[at] ?? 0] as const);
  switch (by) {
    case "psi":
      return sum(
        pairs.map(([p, q]) => {
          const [one, other] = [Math.max(p, floor), Math.max(q, floor)];
          return one === other ? 0 : (one - other) * Math.log(one / other);
        }),
      );
    case "kl":
      return sum(
        pairs.map(([p, q]) => {
          const [one, other] = [Math.max(p, floor), Math.max(q, floor)];
          return one === 0 ? 0 : one * Math.log(one / other);
        }),
      );
    case "chi-square-p": {
      const filled = pairs.filter(([p, q]) => p > 0 || q > 0);
      const statistic = sum(filled.map(([p, q]) => (considered * (p - q) ** 2) / q));
      return chiSquareTail(statistic, Math.max(1, filled.length - 1));
    }
    case "total-variation":
      return sum(pairs.map(([p, q]) => Math.abs(p - q))) / 2;
    case "ks":
    case "ks-p": {
      const distance = greatestDistance(inOrder(observed, baseline), inOrder(expected, baseline));
      return by === "ks" ? distance : kolmogorovTail(distance, considered);
    }
  }
}

function sharesOf(
  counts: readonly number[],
  considered: number,
  baseline: Baseline,
): { readonly observed: readonly number[]; readonly expected: readonly number[] } {
  const known = sum(counts);
  const observed = [...counts, Math.max(0, considered - known)].map((count) => count / considered);
  const others = "values" in baseline ? [baseline.others ?? 0] : [...(baseline.tails ?? [0, 0]), 0];
  return { observed, expected: [...baseline.weights, ...others] };
}

/** Shares from the least to the greatest: what lies below all ranges comes first. */
function inOrder(shares: readonly number[], baseline: Baseline): readonly number[] {
  if ("values" in baseline) return shares;
  const n = baseline.weights.length;
  return [shares[n] ?? 0, ...shares.slice(0, n), shares[n + 1] ?? 0, shares[n + 2] ?? 0];
}

function greatestDistance(one: readonly number[], other: readonly number[]): number {
  let [left, right, most] = [0, 0, 0];
  for (const [at, share] of one.entries()) {
    left += share;
    right += other[at] ?? 0;
    most = Math.max(most, Math.abs(left - right));
  }
  return most;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
