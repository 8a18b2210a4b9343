import type { Json } from "@dx/core";

/** A value in a check: plain, or canonical text of the column's type. */
export type CheckValue = string | number | bigint | boolean;

/** Looks at each row alone: it passes, fails, or is not considered (where the value is NULL, but for the first two). */
export type RowRule =
  | {
      /** Tells it from others. */
      readonly kind: "not-null";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "is-null";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "not-nan";
      /** The column. */
      readonly column: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "between";
      /** The column. */
      readonly column: string;
      /** The least that is allowed. */
      readonly min?: CheckValue;
      /** The most that is allowed. */
      readonly max?: CheckValue;
      /** Whether the bounds themselves fail. */
      readonly strictMin?: boolean;
      /** Whether the greatest bound itself fails. */
      readonly strictMax?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "in-set";
      /** The column. */
      readonly column: string;
      /** The values. */
      readonly values: readonly CheckValue[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "not-in-set";
      /** The column. */
      readonly column: string;
      /** The values. */
      readonly values: readonly CheckValue[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "matches";
      /** The column. */
      readonly column: string;
      /** A regular expression that may match anywhere, in what RE2 and POSIX share. */
      readonly pattern: string;
      /** Whether a match is what fails. */
      readonly not?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "length";
      /** The column. */
      readonly column: string;
      /** In characters. */
      readonly min?: number;
      /** The most that is allowed. */
      readonly max?: number;
    }
  | {
      /** Tells it from others. */
      readonly kind: "compare";
      /** The column on the left. */
      readonly left: string;
      /** How they compare. */
      readonly is: "=" | "<>" | "<" | "<=" | ">" | ">=";
      /** The column on the right. */
      readonly right: string;
    }
  | {
      /** Tells it from others. */
      readonly kind: "condition";
      /** An SQL condition of the engine's own; rows for which it is NULL are not considered. */
      readonly sql: string;
    };

/** Looks at rows beside others of the table, or of another; still each row passes or fails. */
export type SetRule =
  | {
      /** Tells it from others. */
      readonly kind: "unique";
      /** The columns. */
      readonly columns: readonly string[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "references";
      /** The columns. */
      readonly columns: readonly string[];
      /** The table. */
      readonly table: string;
      /** Its columns, in the same order. */
      readonly referenced: readonly string[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "increasing";
      /** The column. */
      readonly column: string;
      /** What gives the order. */
      readonly orderBy: readonly string[];
      /** Whether equal ones fail too. */
      readonly strictly?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "determines";
      /** The columns. */
      readonly columns: readonly string[];
      /** Has one value for each value of the columns. */
      readonly column: string;
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
    };

/** What the table must look like. */
export type SchemaRule = {
  /** Tells it from others. */
  readonly kind: "columns";
  /** Names, and optionally dx's kind of type. */
  readonly columns: readonly {
    /** Its name. */
    readonly name: string;
    /** Its type. */
    readonly type?: string;
  }[];
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
  /** The least that is allowed. */
  readonly min?: number;
  /** The most that is allowed. */
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

/** How the figure was come by: of each row, or of each different value with its number of rows. */
export type HowFound = "scanned" | "dictionary";

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
  /** The suite. */
  readonly suite: string;
  /** When: ISO text, as it was given. */
  readonly at: string;
  /** One for each check, in their order. */
  readonly results: readonly CheckResult[];
  /** Of tables of which some row fails; only asked by the planner. */
  readonly failing?: readonly FailingRows[];
}
