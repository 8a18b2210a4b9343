import type { Rows } from "@dx/core";
import type { Sql } from "@dx/sql";
import { readText } from "./encoded.ts";
import type { ComparedColumn } from "./plan-comparison.ts";
import type { PulledRow } from "./pulled-row.ts";

/** One side: what stands behind `from`, with the alias `side`. */
export type SideSql = Sql;

/** Both sides, and how they are compared. */
export interface Pairing {
  /** What stands behind `from` for the left side. */
  readonly left: SideSql;
  /** What stands behind `from` for the right side. */
  readonly right: SideSql;
  /** All that is compared, the key first. */
  readonly columns: readonly ComparedColumn[];
}

/** One differing pair of a join. */
export interface JoinedPair {
  /** The row of the left side. */
  readonly left: PulledRow | null;
  /** The row of the right side. */
  readonly right: PulledRow | null;
  /** Whether it is a row that both sides have, one of them more often. */
  readonly isDuplicated?: boolean;
}

interface Place {
  readonly columns: readonly ComparedColumn[];
  /** The first column of the answer that counts. */
  readonly from: number;
  /** The row. */
  readonly index: number;
}

/** The row whose values `encodeComparable` made. */
export function toPulled(answer: Rows, { columns, from, index }: Place): PulledRow {
  const values = columns.map((_, offset) => readText(answer, from + offset, index));
  return { key: "", hash: "", values };
}
