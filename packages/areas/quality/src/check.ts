import type { Json } from "@dx/core";

/** A value in a check: plain, or canonical text of the column's type. */
export type CheckValue = string | number | bigint | boolean;

/** Looks at each row alone: it passes, fails, or is not considered (where the value is NULL, but for the first two). */
export type RowRule =
  | { readonly kind: "not-null"; readonly column: string }
  | { readonly kind: "is-null"; readonly column: string }
  | { readonly kind: "not-nan"; readonly column: string }
  | {
      readonly kind: "between";
      readonly column: string;
      readonly min?: CheckValue;
      readonly max?: CheckValue;
      /** Whether the bounds themselves fail. */
      readonly strictMin?: boolean;
      readonly strictMax?: boolean;
    }
  | { readonly kind: "in-set"; readonly column: string; readonly values: readonly CheckValue[] }
  | { readonly kind: "not-in-set"; readonly column: string; readonly values: readonly CheckValue[] }
  | {
      readonly kind: "matches";
      readonly column: string;
      /** A regular expression that may match anywhere, in what RE2 and POSIX share. */
      readonly pattern: string;
      /** Whether a match is what fails. */
      readonly not?: boolean;
    }
  | {
      readonly kind: "length";
      readonly column: string;
      /** In characters. */
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: "compare";
      readonly left: string;
      readonly is: "=" | "<>" | "<" | "<=" | ">" | ">=";
      readonly right: string;
    }
  | {
      readonly kind: "condition";
      /** An SQL condition of the engine's own; rows for which it is NULL are not considered. */
      readonly sql: string;
    };

/** Looks at rows beside others of the table, or of another; still each row passes or fails. */
export type SetRule =
  | { readonly kind: "unique"; readonly columns: readonly string[] }
  | {
      readonly kind: "references";
      readonly columns: readonly string[];
      readonly table: string;
      readonly referenced: readonly string[];
    }
  | {
      readonly kind: "increasing";
      readonly column: string;
      /** What gives the order. */
      readonly orderBy: readonly string[];
      readonly strictly?: boolean;
    }
  | {
      readonly kind: "determines";
      readonly columns: readonly string[];
      /** Has one value for each value of the columns. */
      readonly column: string;
    };

/** A number of the whole table, which is to lie in bounds. */
export type Measure =
  | { readonly kind: "row-count" }
  | { readonly kind: "distinct-count"; readonly column: string }
  | { readonly kind: "distinct-share"; readonly column: string }
  | { readonly kind: "null-share"; readonly column: string }
  | { readonly kind: "min"; readonly column: string }
  | { readonly kind: "max"; readonly column: string }
  | { readonly kind: "mean"; readonly column: string }
  | { readonly kind: "sum"; readonly column: string }
  | { readonly kind: "stddev"; readonly column: string }
  | { readonly kind: "quantile"; readonly column: string; readonly share: number }
  | {
      readonly kind: "freshness-minutes";
      readonly column: string;
      /** The time that it is judged at: ISO text; given, never read from a clock. */
      readonly now: string;
    };

/** What the table must look like. */
export type SchemaRule = {
  readonly kind: "columns";
  /** Names, and optionally dx's kind of type. */
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  /** Whether the order counts. */
  readonly ordered?: boolean;
  /** Whether there may be others. */
  readonly others?: boolean;
};

/** What share of rows is meant by a threshold. */
export type Denominator = "rows" | "considered";

/** How much may fail before it is a warning, and before it is an error; without a word, nothing may fail. */
export interface RowThreshold {
  /** What the share is of: all rows, or those considered; never implied. */
  readonly of: Denominator;
  /** The most that may fail, 0 to 1, for it to be no warning. */
  readonly warnAbove?: number;
  /** The most that may fail, 0 to 1, for it to be no error. */
  readonly failAbove: number;
}

/** The bounds of a measure, themselves allowed. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The six dimensions of the specification. */
export type Dimension =
  | "accuracy"
  | "completeness"
  | "consistency"
  | "timeliness"
  | "validity"
  | "uniqueness";

/** What every check has. */
export interface CheckHead {
  /** Unique in its suite; stable. */
  readonly id: string;
  /** The table, in the grammar of names. */
  readonly table: string;
  /** Only these rows are looked at: an SQL condition. */
  readonly where?: string;
  /** What it speaks of. */
  readonly dimension: Dimension;
  /** Why it is there, for people. */
  readonly reason?: string;
  /** What becomes of a failure. */
  readonly severity: "error" | "warning";
  readonly owner?: string;
}

/** Something that must be true of a table, and how much of it. */
export type Check = CheckHead &
  (
    | { readonly rule: RowRule | SetRule; readonly threshold: RowThreshold }
    | { readonly measure: Measure; readonly bounds: Bounds; readonly warnBounds?: Bounds }
    | { readonly schema: SchemaRule }
  );

/** Checks that are run together. */
export interface Suite {
  readonly name: string;
  readonly checks: readonly Check[];
}

/** What became of a check. `error`: it could not be evaluated, which is neither. */
export type Outcome = "pass" | "warn" | "fail" | "error";

/** How the figure was come by: of each row, or of each different value with its number of rows. */
export type HowFound = "scanned" | "dictionary";

/** A check's result, with its figures. */
export interface CheckResult {
  readonly id: string;
  readonly outcome: Outcome;
  /** Of a measure; `null` where there is none, as of an empty table. */
  readonly observed: number | null;
  /** Rows that fail; `null` for measures and schemas. */
  readonly failed: number | null;
  /** Rows that were considered. */
  readonly considered: number | null;
  /** All rows, after the check's `where`. */
  readonly rows: number | null;
  /** Whether it passed because nothing was considered. */
  readonly isVacuous: boolean;
  readonly how: HowFound;
  /** The SQL that gives this one figure, as it could be run alone. */
  readonly sql: string;
  /** Of an error: what the engine said. */
  readonly error?: string;
  /** What else was counted, by name; of `unique`, all five meanings of duplicates. */
  readonly figures?: Readonly<Record<string, number>>;
  /** Of a schema that differs: how. */
  readonly detail?: string;
  /** Some of the rows that fail, where they were asked for: canonical text by column, with its type. */
  readonly sample?: readonly Json[];
}

/** Checks that failed in the same rows. */
export interface FailingTogether {
  /** Their ids. */
  readonly checks: readonly string[];
  /** In so many rows. */
  readonly rows: number;
}

/** How many rows of a table fail at least one of its rules for rows, exactly. */
export interface FailingRows {
  /** The table. */
  readonly table: string;
  /** The condition of the checks that were looked at; `null` if they had none. */
  readonly where: string | null;
  /** So many rows fail. */
  readonly failing: number;
  /** Of so many. */
  readonly rows: number;
  /** By the checks that they fail, the most frequent first; at most fifty. */
  readonly together: readonly FailingTogether[];
}

/** The results of a suite. */
export interface SuiteResult {
  readonly suite: string;
  /** When: ISO text, as it was given. */
  readonly at: string;
  readonly results: readonly CheckResult[];
  /** Of tables of which some row fails; only asked by the planner. */
  readonly failing?: readonly FailingRows[];
}
