import type { Time } from "@dx/core";
import type { PlainRow } from "./apply-changes-values.ts";
import type { DeltaSource, LogSource, SnapshotSource, SnapshotsSource } from "./change-source.ts";

/** A snapshot at hand. */
export interface SnapshotBatch extends Omit<SnapshotSource, "table" | "at"> {
  /** When the rows were so. */
  readonly at: Time;
  /** As the source would have them. */
  readonly rows: readonly PlainRow[];
}

/** Snapshots of several times at hand. */
export interface SnapshotsBatch extends Omit<SnapshotsSource, "table"> {
  /** As the source would have them. */
  readonly rows: readonly PlainRow[];
}

/** Rows at hand that were new or changed. */
export interface DeltaBatch extends Omit<DeltaSource, "table"> {
  /** As the source would have them. */
  readonly rows: readonly PlainRow[];
}

/** A log of changes at hand. */
export interface LogBatch extends Omit<LogSource, "table"> {
  /** As the source would have them. */
  readonly rows: readonly PlainRow[];
}

/** Changes at hand; each kind as the `ChangeSource` of its name. */
export type ChangeBatch = SnapshotBatch | SnapshotsBatch | DeltaBatch | LogBatch;

/** That a key was so, or was gone, from a time on. */
export interface ChangeEvent {
  /** The values of the key's columns. */
  readonly key: PlainRow;
  /** From when, in microseconds since 1970-01-01T00:00:00. */
  readonly at: bigint;
  /** All attributes; `null` says that it was gone. */
  readonly values: PlainRow | null;
  /** Whether a snapshot says so, which speaks of all keys. */
  readonly isOfSnapshot: boolean;
}

/** All that is known, and the versions that follow from it. */
export interface HistoryState {
  /** Every event that was seen, each once. */
  readonly events: readonly ChangeEvent[];
  /** The times of all snapshots that were seen, in microseconds. */
  readonly snapshots: readonly bigint[];
  /**
   * By key and time: key, attributes, prior values, begin and end (in microseconds, the end of open ones `null` or the
   * specification's) and the flag, if there is one; no surrogate keys, hashes and audit columns.
   */
  readonly versions: readonly PlainRow[];
}

/** The state before anything was seen. */
export const emptyHistory: HistoryState = { events: [], snapshots: [], versions: [] };
