import type { CheckValue, RowRule } from "./row-rule.ts";
import type { SetRule } from "./set-rule.ts";

/** How values were spread: shares of values, or of ranges between edges. */
export type Baseline =
  | {
      /** Values. */
      readonly values: readonly CheckValue[];
      /** Their shares, which with those of the others add up to 1. */
      readonly weights: readonly number[];
      /** The share of all other values; without it, none. */
      readonly others?: number;
    }
  | {
      /** The edges of ranges, rising; a range has its lower edge in it, the last one both. */
      readonly edges: readonly number[];
      /** The shares of the ranges, one fewer than edges. */
      readonly weights: readonly number[];
      /** The shares below the first and above the last edge; without it, none. */
      readonly tails?: readonly [number, number];
    };

/** A number of the whole table, which is to lie in bounds. */
export type Measure =
  | {
      /** Tells it from others. */
      readonly kind: "row-count";
    }
  | {
      /** Tells it from others. */
      readonly kind: "distinct-count";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "distinct-share";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "null-share";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "min";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "max";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "mean";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "sum";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "stddev";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "quantile";
      /** The column. */
      readonly column: string;
      /** Which one, 0 to 1. */
      readonly share: number;
    }
  | {
      /** Tells it from others. */
      readonly kind: "freshness-minutes";
      /** The column. */
      readonly column: string;
      /** The time that it is judged at: ISO text; given, never read from a clock. */
      readonly now: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "expression";
      /** An aggregate in the engine's own SQL, as `sum(paid) / sum(due)`. */
      readonly sql: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "query";
      /** A query in the engine's own SQL whose first column of its only row is the figure; `{table}` stands for the table with the check's condition. */
      readonly sql: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "failing";
      /** What rows are to fulfil. */
      readonly rule: RowRule | SetRule;
      /** What of them is measured: how many rows fail, their share of all rows or of those considered, or a figure of `unique`. */
      readonly as:
        | "count"
        | "share-of-rows"
        | "share-of-considered"
        | "duplicatedValues"
        | "excessRows";
    }
  | {
      /** Tells it from others. */
      readonly kind: "columns-count";
    }
  | {
      /** Tells it from others. */
      readonly kind: "shift";
      /** The column. */
      readonly column: string;
      /** How its values were spread. */
      readonly baseline: Baseline;
      /** By what the two are compared; see `shiftOf`. */
      readonly by: ShiftTest;
      /** Of `psi` and `kl`: the share that an empty range or value counts as, so that nothing is divided by 0. */
      readonly floor?: number;
    };

/**
 * How two spreads are compared. `psi`: population stability index; `kl`: Kullback-Leibler divergence of the values from the
 * baseline, in nats; `chi-square-p`, `ks-p`: probability of so great a difference if there is none (small is bad); `ks`: the
 * greatest difference of the two shares below a value; `total-variation`: half the sum of the differences.
 */
export type ShiftTest = "psi" | "kl" | "chi-square-p" | "ks-p" | "ks" | "total-variation";
