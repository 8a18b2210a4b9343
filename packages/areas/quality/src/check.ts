import type { Json } from "@dx/core";
import type { Measure } from "./measure.ts";
import type { RowRule } from "./row-rule.ts";
import type { SetRule } from "./set-rule.ts";

export type { Baseline, Measure, ShiftTest } from "./measure.ts";
export type { CheckValue, LeaveOut, RowRule } from "./row-rule.ts";
export type { SetRule, StepUnit } from "./set-rule.ts";

/** What the table must look like. */
export type SchemaRule = {
  /** Tells it from others. */
  readonly kind: "columns";
  /** Names, and optionally dx's kind of type. */
  readonly columns: readonly {
    /** Its name. */
    readonly name: string;
    /** Its type, or several of which it has one. */
    readonly type?: string | readonly string[];
    /** Its place among all columns, from 0. */
    readonly at?: number;
    /** Whether it must not be there. */
    readonly isForbidden?: boolean;
  }[];
  /** Whether the order counts. */
  readonly ordered?: boolean;
  /** Whether there may be others. */
  readonly others?: boolean;
};

/** What is meant by a threshold: a share of all rows or of those considered, or a number of rows. */
export type Denominator = "rows" | "considered" | "count";

/** How much may fail before it is a warning, and before it is an error; without a word, nothing may fail. */
export interface RowThreshold {
  /** What the share is of: all rows, or those considered; or `count`; never implied. */
  readonly of: Denominator;
  /** The most that may fail, 0 to 1 or a number of rows, for it to be no warning. */
  readonly warnAbove?: number;
  /** The most that may fail, 0 to 1 or a number of rows, for it to be no error. */
  readonly failAbove: number;
}

/** The bounds of a measure, themselves allowed if nothing else is said. */
export interface Bounds {
  /** The least that is allowed. */
  readonly min?: number;
  /** The most that is allowed. */
  readonly max?: number;
  /** Whether the lower bound itself is not allowed. */
  readonly strictMin?: boolean;
  /** Whether the upper bound itself is not allowed. */
  readonly strictMax?: boolean;
  /** Whether what lies within is what is not allowed. */
  readonly outside?: boolean;
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
  /** Each group of rows with equal values (NULL is one) is judged by itself, and the worst one tells; not for rules that look at rows beside others. */
  readonly groupBy?: readonly string[];
  /** What it speaks of. */
  readonly dimension: Dimension;
  /** Why it is there, for people. */
  readonly reason?: string;
  /** What becomes of a failure. */
  readonly severity: "error" | "warning";
  /** Who answers for it. */
  readonly owner?: string;
}

/** Something that must be true of a table, and how much of it. */
export type Check = CheckHead &
  (
    | {
        /** What rows are to fulfil. */
        readonly rule: RowRule | SetRule;
        /** How much may fail. */
        readonly threshold: RowThreshold;
      }
    | {
        /** The figure. */
        readonly measure: Measure;
        /** Where it must lie. */
        readonly bounds: Bounds;
        /** Where it should lie. */
        readonly warnBounds?: Bounds;
        /** What becomes of a figure that there is none of, as the mean of no rows; without a word, an error. */
        readonly ofNothing?: "error" | "fail" | "pass";
      }
    | {
        /** What the columns are to be. */
        readonly schema: SchemaRule;
      }
  );

/** Checks that are run together. */
export interface Suite {
  /** Its name. */
  readonly name: string;
  /** The checks. */
  readonly checks: readonly Check[];
}

/** What became of a check. `error`: it could not be evaluated, which is neither. */
export type Outcome = "pass" | "warn" | "fail" | "error";

/** How the figure was come by: of each row, of each different value with its number of rows, or by what is declared or stands in footers. */
export type HowFound = "scanned" | "dictionary" | "proved";

/** A check's result, with its figures. */
export interface CheckResult {
  /** The id of the check. */
  readonly id: string;
  /** What became of it. */
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
  /** How the figure was come by. */
  readonly how: HowFound;
  /** The SQL that gives this one figure, as it could be run alone. */
  readonly sql: string;
  /** Of an error: what the engine said. */
  readonly error?: string;
  /** What else was counted, by name; of `unique`, all five meanings of duplicates. */
  readonly figures?: Readonly<Record<string, number>>;
  /** Of a schema that differs: how; of groups: which; of what is no number: what it is. */
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
  /** The suite. */
  readonly suite: string;
  /** When: ISO text, as it was given. */
  readonly at: string;
  /** One for each check, in their order. */
  readonly results: readonly CheckResult[];
  /** Of tables of which some row fails; only asked by the planner. */
  readonly failing?: readonly FailingRows[];
}
