import type { CheckValue, LeaveOut } from "./row-rule.ts";

/** Units of a step in time. */
export type StepUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year";

/** Looks at rows beside others of the table, or of another; still each row passes or fails. */
export type SetRule =
  | {
      /** Tells it from others. */
      readonly kind: "unique";
      /** The columns. */
      readonly columns: readonly string[];
      /** What is not considered; NULLs that are considered are equal. */
      readonly leaveOut?: LeaveOut;
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
      /** Whether values fall instead. */
      readonly decreasing?: boolean;
      /** In each group of these, by itself. */
      readonly within?: readonly string[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "steps";
      /** Whole numbers or times of which each, in order, is one step above the one before: a gap or a repetition fails. */
      readonly column: string;
      /** How much. */
      readonly step: number;
      /** Of what; of numbers, nothing is said. */
      readonly unit?: StepUnit;
      /** In each group of these, by itself. */
      readonly within?: readonly string[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "ranges";
      /** Where a range begins. */
      readonly from: string;
      /** Where it ends, itself not in it. */
      readonly to: string;
      /** In each group of these, by itself. */
      readonly within?: readonly string[];
      /** Whether there may, must not or must be something between one range and the next; they never overlap. */
      readonly gaps: "allowed" | "not-allowed" | "required";
      /** Whether a range may end where it begins. */
      readonly mayBeEmpty?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "z-score";
      /** A column of numbers. */
      readonly column: string;
      /** So many standard deviations (of the sample) from the mean, itself not allowed. */
      readonly below: number;
      /** Whether values far below the mean fail too. */
      readonly bothSides: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "fences";
      /** A column of numbers. */
      readonly column: string;
      /** So many times the distance of its quartiles may a value lie below the first or above the third one. */
      readonly times: number;
    }
  | {
      /** Tells it from others. */
      readonly kind: "contains";
      /** The column. */
      readonly column: string;
      /** Values each of which is there; what is counted is these values, not rows. */
      readonly values: readonly CheckValue[];
    }
  | {
      /** Tells it from others. */
      readonly kind: "most-common";
      /** The column, NULL being no value. */
      readonly column: string;
      /** The values of which the most common one is one. */
      readonly values: readonly CheckValue[];
      /** Whether it is enough that one of several equally common ones is among them; else each value that is not as common as others is no matter, and a tie fails. */
      readonly tiesAllowed?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "extreme";
      /** The column, of whatever type has an order. */
      readonly column: string;
      /** Which end. */
      readonly which: "least" | "greatest";
      /** The least that it may be. */
      readonly min?: CheckValue;
      /** The most that it may be. */
      readonly max?: CheckValue;
      /** Whether the lower bound itself fails. */
      readonly strictMin?: boolean;
      /** Whether the upper bound itself fails. */
      readonly strictMax?: boolean;
    }
  | {
      /** Tells it from others. */
      readonly kind: "determines";
      /** The columns. */
      readonly columns: readonly string[];
      /** Has one value for each value of the columns. */
      readonly column: string;
    };
