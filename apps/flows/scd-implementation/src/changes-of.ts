import type { ChangeSource } from "@dx/scd";
import type { Sql } from "@dx/sql";
import type { Inputs } from "./inputs.ts";

/** The column that says which snapshot a row is of, where files are put into one table. */
export const snapshotColumn = "snapshot_at";

/** What a load is given. */
export interface Given {
  /** Where the rows are. */
  readonly table: string;
  /** When they were so, if the rows do not say it. */
  readonly at: string | Sql;
  /** The times of snapshots, where the rows say which they are of. */
  readonly times: readonly string[];
}

/** Where changes come from, as the inputs say. */
export function changesOf(
  { changes, snapshots }: Inputs,
  { table, at, times }: Given,
): ChangeSource {
  if (snapshots !== undefined) return { kind: "snapshots", table, at: snapshotColumn, times };
  switch (changes?.kind) {
    case undefined:
    case "snapshot":
      return { kind: "snapshot", table, at };
    case "snapshots":
      return { kind: "snapshots", table, at: changes.at, times };
    case "delta":
      return { kind: "delta", table, sequence: changes.sequence };
    case "log": {
      const { sequence, operation, deletes, tieBreak } = changes;
      const log = { kind: "log", table, sequence, operation, deletes } as const;
      return tieBreak === undefined ? log : { ...log, tieBreak };
    }
  }
}
