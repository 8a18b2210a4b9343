import type { Relation } from "@dx/core";
import type { HistorySpec } from "./history-spec.ts";

/** What was made out about columns of a table. */
export interface HistoryGuess {
  /** What they are. */
  readonly role:
    | "key"
    | "valid-from"
    | "valid-to"
    | "open-end"
    | "ends"
    | "current"
    | "surrogate"
    | "row-hash"
    | "inserted-at"
    | "updated-at"
    | "deleted"
    | "prior"
    | "tracked";
  /** Which columns, as in the catalogue. */
  readonly columns: readonly string[];
  /** Why, for people. */
  readonly reason: string;
  /** How many rows, or pairs of neighbouring versions, bear it out. */
  readonly rows: number;
  /** Of how many that could. */
  readonly of: number;
}

/** What the table alone cannot tell. */
export interface HistoryQuestion {
  /** What it is about. */
  readonly role: HistoryGuess["role"];
  /** For people. */
  readonly question: string;
  /** What it may be: columns or values. */
  readonly candidates: readonly string[];
}

/** A flag that is not a boolean. */
export interface FlagCoding {
  /** Its column, as a specification names it. */
  readonly column: string;
  /** Its text in open rows. */
  readonly open: string;
}

/** What a table seems to be as a history. */
export interface HistoryProposal {
  /** The table. */
  readonly table: Relation;
  /** How it keeps its history; `null` where key, begin or end were not found. */
  readonly spec: HistorySpec | null;
  /** Whether the end of a version belongs to it; `null` where no two versions meet. */
  readonly ends: "excluded" | "included" | null;
  /** The flag, where it is coded by other values than true and false; then the specification does without. */
  readonly flag: FlagCoding | null;
  /** What was made out, and from how much. */
  readonly guesses: readonly HistoryGuess[];
  /** What a person must decide. */
  readonly questions: readonly HistoryQuestion[];
  /** Why changes cannot be loaded into the table as it is; empty if they can. */
  readonly obstacles: readonly string[];
}
