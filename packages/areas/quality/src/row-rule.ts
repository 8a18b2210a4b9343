/** A value in a check: plain, or canonical text of the column's type. */
export type CheckValue = string | number | bigint | boolean;

/** Which rows a rule of several columns does not consider: those with any NULL (without a word), those with only NULLs, or none. */
export type LeaveOut = "any-null" | "all-null" | "none";

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
      readonly kind: "matches-list";
      /** The column. */
      readonly column: string;
      /** Regular expressions, as in `matches`. */
      readonly patterns: readonly string[];
      /** Whether one of them is enough. */
      readonly match: "any" | "all";
      /** Whether the match is what fails. */
      readonly not?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "json";
      /** The column: text, of which each value is a JSON value of RFC 8259. */
      readonly column: string;
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
      /** What is not considered; a NULL that is considered is equal to NULL alone, and neither above nor below. */
      readonly leaveOut?: LeaveOut;
    }
  | {
      /** Tells it from others. */
      readonly kind: "in-tuples";
      /** The columns. */
      readonly columns: readonly string[];
      /** The values that may come together; `null` is NULL. */
      readonly tuples: readonly (readonly (CheckValue | null)[])[];
      /** What is not considered. */
      readonly leaveOut?: LeaveOut;
    }
  | {
      /** Tells it from others. */
      readonly kind: "distinct-in-row";
      /** Columns whose values differ from each other in each row. */
      readonly columns: readonly string[];
      /** What is not considered; NULLs that are considered are equal. */
      readonly leaveOut?: LeaveOut;
    }
  | {
      /** Tells it from others. */
      readonly kind: "equal-in-row";
      /** Columns whose values are the same in each row. */
      readonly columns: readonly string[];
      /** What is not considered; a NULL that is considered equals NULL alone. */
      readonly leaveOut?: LeaveOut;
    }
  | {
      /** Tells it from others. */
      readonly kind: "row-sum";
      /** Columns of numbers. */
      readonly columns: readonly string[];
      /** What they add up to in each row. */
      readonly equals: number;
      /** What is not considered; a NULL that is considered adds nothing. */
      readonly leaveOut?: LeaveOut;
    }
  | {
      /** Tells it from others. */
      readonly kind: "condition";
      /** An SQL condition of the engine's own; rows for which it is NULL are not considered. */
      readonly sql: string;
      /** The columns that it names, if rows that fail are to be shown. */
      readonly shown?: readonly string[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "all-of";
      /** A row fails if it fails one of these; it is considered if one of them considers it. */
      readonly rules: readonly RowRule[];
      /** Only rows that fail none of these are considered. */
      readonly among?: readonly RowRule[];
    };
