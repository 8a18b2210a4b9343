/** A reference that may be meant. Plain JSON. */
export interface ForeignKeyCandidate {
  /** The table whose rows name others. */
  readonly child: string;
  /** Its columns. */
  readonly childColumns: readonly string[];
  /** The table whose rows are named. */
  readonly parent: string;
  /** Columns that are a key of it, in the same order. */
  readonly parentColumns: readonly string[];
  /** Of which rows, where a column names the table that each row refers to. */
  readonly when?: {
    /** That column. */
    readonly column: string;
    /** What it says of this parent. */
    readonly value: string;
  };
  /** How values are compared, where types differ: join by a cast of both sides to float64. */
  readonly compared?: "as numbers";
  /** How likely it is meant, from 0 to 1. */
  readonly probability: number;
  /** The share of the child's rows with values in all columns that have a parent, from 0 to 1. */
  readonly coverage: number;
  /** Whether it is taken: likely enough, covered, and the best parent of its columns. */
  readonly accepted: boolean;
  /** What speaks for and against it; of a rejected one the last says why. */
  readonly reasons: readonly string[];
}
