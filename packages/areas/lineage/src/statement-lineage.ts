import type { Finding } from "@dx/core";

/** A place in a text. */
export interface Span {
  /** Of the first character, in UTF-16 units, from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Of the first character, from 1. */
  readonly line: number;
  /** Of the first character in its line, in UTF-16 units, from 1. */
  readonly column: number;
}

/** All kinds of influence: first those along which values go, then those that only decide. */
export const edgeKinds = [
  "identity",
  "transformation",
  "aggregation",
  "join",
  "filter",
  "group-by",
  "sort",
  "window",
  "conditional",
] as const;

/**
 * How values of one column come into another: as they are, computed from, or aggregated (`OpenLineage`'s DIRECT);
 * or only by deciding on them: which rows, groups, order or branch (INDIRECT).
 * @see https://openlineage.io/docs/spec/facets/dataset-facets/column_lineage_facet
 */
export type EdgeKind = (typeof edgeKinds)[number];

/** Why an edge is believed: the table's columns are known, it is the only table that can have it, or one of several. */
export type EdgeReason = "schema" | "only-source" | "candidate" | "star";

/** A column that has an influence. */
export interface SourceColumn {
  /** The table, in the grammar of names; folded as the dialect does. */
  readonly table: string;
  /** The column; `*` stands for all columns of a table whose columns are not known. */
  readonly column: string;
  /** The field inside the column, as `address.city`, folded as the dialect does; not there for the whole column. */
  readonly field?: string;
  /** What kind of influence. */
  readonly kind: EdgeKind;
  /** Whether the values cannot be read back: a hash, a count. */
  readonly isMasking: boolean;
  /** Where the text names the column. */
  readonly span: Span;
  /** Why it is believed. */
  readonly reason: EdgeReason;
  /** How sure, 0 to 1: 1 where the schema says so. */
  readonly confidence: number;
}

/** A column that a statement gives or fills. */
export interface OutputLineage {
  /** Its name, as the engine gives it; `null` if it has none. */
  readonly name: string | null;
  /** Its place, from 0. */
  readonly ordinal: number;
  /** What it comes from, one entry for each column and kind. */
  readonly sources: readonly SourceColumn[];
}

/** What a statement does. */
export type StatementKind =
  | "select"
  | "create-table-as"
  | "create-view"
  | "insert"
  | "merge"
  | "update"
  | "delete"
  | "copy"
  | "create-table"
  | "drop"
  | "rename"
  | "other";

/** Which columns a statement reads, and where they go. */
export interface StatementLineage {
  /** What the statement does. */
  readonly kind: StatementKind;
  /** The table or view that it fills, makes or removes; `null` for a query. */
  readonly target: string | null;
  /** All tables of a `drop` that names several. */
  readonly targets?: readonly string[];
  /** What it reads, tables of the target's own old rows included. */
  readonly reads: readonly string[];
  /** Whether it reads its target otherwise than to change its rows: named once more, or with values that come back into it. */
  readonly readsTarget: boolean;
  /** What it gives or fills, in order. */
  readonly outputs: readonly OutputLineage[];
  /** What decides on all rows of the result: filters, joins, grouping. */
  readonly rows: readonly SourceColumn[];
  /** What could not be resolved, each with its place; never left out. */
  readonly findings: readonly Finding[];
}
