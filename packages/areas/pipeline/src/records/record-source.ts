import type { Reading } from "../schema/kinds-of-text.ts";
import type { Naming } from "./naming.ts";

/** From where on records are wanted. */
export interface ReadFrom {
  /** The value of the cursor up to which they were read, less its lag: canonical text. */
  readonly value: string;
  /** Its type. */
  readonly kind: "int32" | "int64" | "decimal" | "date" | "timestamp" | "instant";
}

/** How records become rows. */
export interface RecordOptions {
  /** What becomes of lists and objects in records: JSON (without a word), or columns, and tables of their own for lists. */
  readonly nested?: "json" | "tables";
  /** How deep objects and lists become columns and tables; deeper ones are JSON. 8 without a word. */
  readonly mostLevels?: number;
  /** How fields are called; as they are, without a word. */
  readonly naming?: Naming;
  /** What becomes of text: dates and times where all of a column are such (`dates`, without a word), see `inferSchema`. */
  readonly text?: Reading;
}

/** Records that something gives, as an API does. */
export interface RecordSource extends RecordOptions {
  /**
   * How many values are held in memory; more are written to tables beside the target, and read again when the types of all
   * are known. 1,000,000 without a word.
   */
  readonly mostValues?: number;
  /**
   * Gives records, some at a time. All of them, or those from a value of the cursor on: what comes besides is left out.
   * What is no object is an object with a `value`.
   */
  readonly records: (
    from: ReadFrom | undefined,
  ) => AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;
}
