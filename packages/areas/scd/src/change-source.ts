import type { TableName, Time } from "@dx/core";
import type { Sql } from "@dx/sql";

/** A table of all rows that there were at a time; what is not in it was gone. */
export interface SnapshotSource {
  /** Tells it from other sources. */
  readonly kind: "snapshot";
  /** Where the rows are. */
  readonly table: TableName;
  /** When they were so. */
  readonly at: Time | Sql;
}

/** Snapshots of several times in one table. */
export interface SnapshotsSource {
  /** Tells it from other sources. */
  readonly kind: "snapshots";
  /** Where the rows are. */
  readonly table: TableName;
  /** Timestamp column that says which snapshot a row is of. */
  readonly at: string;
  /** The times that there are, in order; see `snapshotTimes`. */
  readonly times: readonly Time[];
}

/** Rows that were new or changed, with the time of their change; what was deleted is not told. */
export interface DeltaSource {
  /** Tells it from other sources. */
  readonly kind: "delta";
  /** Where the rows are. */
  readonly table: TableName;
  /** Timestamp column from which a row was so, as `updated_at`. */
  readonly sequence: string;
}

/** A log of changes. */
export interface LogSource {
  /** Tells it from other sources. */
  readonly kind: "log";
  /** Where the changes are. */
  readonly table: TableName;
  /** Timestamp column from which a change is valid. */
  readonly sequence: string;
  /** Column that tells what was done. */
  readonly operation: string;
  /** Its values that mean a delete; all others, NULL included, mean that the row was so from then on. */
  readonly deletes: readonly string[];
  /**
   * A column that decides between different changes of one key at one time: the greatest counts.
   * Without it, they are refused.
   */
  readonly tieBreak?: string;
}

/** Where changes come from. */
export type ChangeSource = SnapshotSource | SnapshotsSource | DeltaSource | LogSource;
