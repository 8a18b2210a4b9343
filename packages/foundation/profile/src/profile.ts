import type { DataType } from "@dx/core";

/** Which rows were read instead of all. */
export interface ProfileSample {
  /** How they were chosen: each row with the same likelihood. */
  readonly method: "bernoulli";
  /** How many there are. */
  readonly rows: number;
  /** The likelihood of each row, from 0 to 1. */
  readonly share: number;
  /** What repeats the choice. */
  readonly seed: number;
}

/** A value and how many rows have it. */
export interface ValueCount {
  /** Canonical text, as `formatValue` of `@dx/core` writes it. */
  readonly value: string;
  /** How many rows have it. */
  readonly rows: number;
}

/** The least value that at least a share of the values do not exceed: one that is there, never between two. */
export interface Quantile {
  /** From 0 to 1. */
  readonly share: number;
  /** Canonical text. */
  readonly value: string;
}

/** How long texts are, in code points. */
export interface TextLengths {
  /** Of the shortest. */
  readonly min: number;
  /** Of the longest. */
  readonly max: number;
  /** On average. */
  readonly mean: number;
}

/** What is odd about texts: how many rows; spaces are U+0020. */
export interface TextFaults {
  /** Of no characters. */
  readonly empty: number;
  /** Of nothing but spaces, at least one. */
  readonly blank: number;
  /** With a space before anything else. */
  readonly leadingSpaces: number;
  /** With a space behind all else. */
  readonly trailingSpaces: number;
}

/** What texts may mean. */
export type MeaningKind =
  | "boolean"
  | "code"
  | "date"
  | "decimal"
  | "email"
  | "hash"
  | "integer"
  | "ip"
  | "text"
  | "time"
  | "timestamp"
  | "url"
  | "uuid";

/** A guess of what texts mean. */
export interface Meaning {
  /** What; `text` if no other kind fits nine in ten. */
  readonly kind: MeaningKind;
  /** How dates and times are written, as `DD.MM.YYYY`, or decimals; where texts fit two alike, both with `or` between. */
  readonly format?: string;
  /** How many rows fit. */
  readonly fits: number;
  /** Of how many: those that are neither NULL nor empty. */
  readonly of: number;
}

/** What a column holds. Counts are of the rows that were read. */
export interface ColumnProfile {
  /** As `Names` of `@dx/core` says. */
  readonly name: string;
  /** As dx reads it. */
  readonly type: DataType;
  /** Rows without a value. */
  readonly nulls: number;
  /** Rows with NaN. */
  readonly nans: number;
  /** Rows with an infinite number. */
  readonly infinite: number;
  /** Different values; NULL is none, NaN is one, infinite decimals (Postgres) are none. Of the whole table: where only a sample was read, `distinctBy` says so. */
  readonly distinct: number;
  /** `count` is exact, `estimate` is by a sample. */
  readonly distinctBy: "count" | "estimate";
  /** Values that one row alone of those that were read has. */
  readonly once: number;
  /** The least value but NaN, texts by code points; `null` where there is none, or the type has no order. */
  readonly min: string | null;
  /** The greatest, likewise. */
  readonly max: string | null;
  /**
   * Of numbers; `null` without a number that is not NaN, and if one is greater than 1e100 in size. Computed in
   * float64: engines differ in the last digits.
   */
  readonly mean: number | null;
  /** The sample's standard deviation, likewise; `null` of one number. */
  readonly stddev: number | null;
  /** Of numbers, dates and times, without NaN; empty where there are none. */
  readonly quantiles: readonly Quantile[];
  /** Of texts; `null` where there are none. */
  readonly lengths: TextLengths | null;
  /** Of texts; `null` for other types. */
  readonly faults: TextFaults | null;
  /** What texts look like: `A`, `a` and `9` for ASCII letters and digits, all else as it is. The most frequent first. */
  readonly shapes: readonly ValueCount[];
  /** The most frequent values; of equally frequent ones the lesser first, NaN last. */
  readonly top: readonly ValueCount[];
  /** Of texts; `null` where all are NULL or empty, and for other types. */
  readonly meaning: Meaning | null;
}

/** What a table holds. Plain JSON. */
export interface TableProfile {
  /** Its name, as `formatRelation` of `@dx/core` writes it. */
  readonly table: string;
  /** Rows of the whole table, counted. */
  readonly rows: number;
  /** Rows that were read: all, or those of the sample. */
  readonly profiled: number;
  /** Which were read; `null` for all. */
  readonly sample: ProfileSample | null;
  /** In the order of the table. */
  readonly columns: readonly ColumnProfile[];
}
