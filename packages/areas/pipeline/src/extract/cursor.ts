/** Reads what has a value of a column that is not lower than the last one seen. */
export interface ColumnCursor {
  /** Tells it from the other. */
  readonly kind: "column";
  /** Whole numbers, decimals, dates, timestamps or instants: not text, which engines order differently, nor floats. */
  readonly column: string;
  /**
   * Whether rows with the very last value are read again (`closed`, without a word), so that those that came later with
   * the same value are found; what is in the target already is left out or written again the same.
   */
  readonly start?: "closed" | "open";
  /** How far before the last value reading begins: microseconds of times, days of dates, else the column's unit. */
  readonly lag?: number;
  /** Rows without a value: an error (without a word), left out, or read each time (`merge` only). */
  readonly nulls?: "refuse" | "skip" | "include";
  /**
   * What if the greatest value of the source is lower than one seen before, as after a restore: an error (without a
   * word, unless deletes are looked for), or the cursor stays where it is.
   */
  readonly backwards?: "refuse" | "keep";
}

/**
 * Reads what transactions wrote that were not over at the last reading: of tables in Postgres only. Late commits,
 * savepoints and long transactions lose and double nothing.
 */
export interface XidCursor {
  /** Tells it from the other. */
  readonly kind: "xid-window";
  /**
   * An indexed column of instants that every insert and update sets to the time of its transaction or a later one, on the
   * server: then only its newer values are looked at. Without it the whole table is.
   */
  readonly changedAt?: string;
}

/** How a source tells what is new. */
export type Cursor = ColumnCursor | XidCursor;

/** How far a column was read. */
export interface ColumnState {
  /** Tells it from the other. */
  readonly kind: "column";
  /** Of the cursor. */
  readonly column: string;
  /** Its type. */
  readonly type: string;
  /** The greatest value seen: canonical text, with all digits. */
  readonly value: string;
}

/** Which transactions were read. */
export interface XidState {
  /** Tells it from the other. */
  readonly kind: "xid-window";
  /** Which cluster and database the numbers are of. */
  readonly system: string;
  /** All transactions below it were over, and were read. */
  readonly xmin: string;
  /** Those from it on that were read: no more than were open or came since. */
  readonly read: readonly string[];
  /** No transaction that was open then began before it: ISO text in UTC; `null` if that is not known. */
  readonly low: string | null;
}

/** How far a source was read: bounded, whatever the number of rows. */
export type CursorState = ColumnState | XidState;
