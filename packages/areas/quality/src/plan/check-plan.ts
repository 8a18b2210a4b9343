import type { Check, Suite } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import type { ProvedFigures } from "../facts/proved-figures.ts";

/** How a step of a plan finds out. */
export type StepKind =
  /** One scan for many checks. */
  | "fused"
  /** Each different value of a column once, with its number of rows. */
  | "dictionary"
  /** The different values of a column, apart from other aggregates. */
  | "distinct"
  /** A bitmap of whole numbers where the engine has one, else groups of equal values. */
  | "unique"
  /** Groups of equal values, which are looked up or compared. */
  | "groups"
  /** One scan for many checks that are judged for each group of rows. */
  | "by-group"
  /** A query of the check's own, since it cannot be evaluated as it is. */
  | "alone"
  /** A query of the check's own: what is no aggregate over rows. */
  | "own"
  /** What the engine vouches for, or files say of themselves: rows are counted at most. */
  | "proved"
  /** Several of these in one query, which reads the table once. */
  | "once"
  /** What the engine says of the table's columns: nothing is scanned. */
  | "schema";

/** Why a check needs no look at values. */
export interface CheckProof {
  /** Why. */
  readonly reason: string;
  /** Whether its columns have a value in each row, so that all rows are considered. */
  readonly allThere: boolean;
  /** Its figures, where not even rows are counted. */
  readonly figures?: ProvedFigures;
}

/** A step of a plan: checks that are found out together. */
export interface PlanStep {
  /** Tells it from others. */
  readonly kind: StepKind;
  /** The table. */
  readonly table: string;
  /** The condition that all of its checks have; `null` if they have none. */
  readonly where: string | null;
  /** Of a dictionary and of distinct values. */
  readonly column?: string;
  /** The checks. */
  readonly checks: readonly Check[];
  /** Of `proved`, and of `fused`, which counts the rows for them: by ids, checks whose values are not looked at. */
  readonly proofs?: Readonly<Record<string, CheckProof>>;
  /** Of `once`: what is done with the rows. */
  readonly steps?: readonly PlanStep[];
  /** Of `once`: the columns that are read; all, if conditions in SQL may name others. */
  readonly columns?: readonly string[];
  /** What it is expected to cost for each row; only compared with others. */
  readonly weight: number;
  /** Why it is done so. */
  readonly reason: string;
}

/** How the checks of a suite are going to be found out; for one state of the tables' columns. */
export interface CheckPlan {
  /** The suite. */
  readonly suite: Suite;
  /** In the order in which they are asked. */
  readonly steps: readonly PlanStep[];
  /** What one query for each check is expected to cost for each row, in the same units. */
  readonly weightOneByOne: number;
  /** The columns of the tables, and their types. */
  readonly tables: FoundTables;
}
