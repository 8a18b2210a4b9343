import type { TextValue } from "@dx/core";

/** What became of a row: what is left over when rows that are equal on both sides are taken away in pairs. */
export type DifferenceKind = "only-left" | "only-right" | "changed" | "duplicated";

/** A row by column names: values as canonical text, with the type in which they were compared. */
export type DiffRow = Readonly<Record<string, TextValue>>;

/** One difference between two tables; plain JSON. */
export interface RowDifference {
  /**
   * `changed`: rows of one key that differ; `only-left` and `only-right`: a row without a counterpart;
   * `duplicated`: a row that both sides have, but not equally often.
   */
  readonly kind: DifferenceKind;
  /** The values of the key. */
  readonly key: DiffRow;
  /** The row of the left side, where it has one that the right side lacks. */
  readonly left?: DiffRow;
  /** The row of the right side, where it has one that the left side lacks. */
  readonly right?: DiffRow;
  /** Of changed rows, the columns that differ; empty for others. */
  readonly columns: readonly string[];
}

/** What a comparison found, without the rows; plain JSON. */
export interface DiffTotals {
  /** Whether the tables have the same rows: never true unless all of both was looked at. */
  readonly equal: boolean;
  /** Whether all differences were counted; if not, the numbers are at least that high. */
  readonly complete: boolean;
  /** How many rows the left side has. */
  readonly left: number;
  /** How many rows the right side has. */
  readonly right: number;
  /** Rows that only the left side has. */
  readonly onlyLeft: number;
  /** Rows that only the right side has. */
  readonly onlyRight: number;
  /** Pairs of rows that have one key and differ. */
  readonly changed: number;
  /** Rows that one side has more often than the other. */
  readonly duplicated: number;
  /** How many changed pairs differ in each column; columns without differences are not named. */
  readonly columns: Readonly<Record<string, number>>;
  /** How many rows of both sides were looked at. */
  readonly examined: number;
  /** How many rows were brought here. */
  readonly pulled: number;
  /** `joined`: by one query in the engine; `bisected`: by sums of hashes, refined where they differ. */
  readonly method: "joined" | "bisected";
  /**
   * What equality rests on: `values` that were compared, `hashes` of 128 bits of each row (`exact`), or `sums` of
   * them, which are equal by chance with probability 2 ** -128 for each segment.
   */
  readonly basis: "values" | "hashes" | "sums";
  /**
   * `one`: all was read in one state of the data. `each-question`: each question saw one state of its side; what was
   * written meanwhile may be seen by some of them.
   */
  readonly snapshot: "one" | "each-question";
}

/** What a comparison found. */
export interface TableDiff extends DiffTotals {
  /** Some of the differences. */
  readonly samples: readonly RowDifference[];
}
