import type { Finding } from "@dx/core";
import type { ParserDialect, Schema } from "@dx/sql-parser";
import type {
  EdgeKind,
  EdgeReason,
  Span,
  StatementKind,
  StatementLineage,
} from "../statement-lineage.ts";

/** Statements that run one after the other, in one session. */
export interface LineageScript {
  /** Tells it from other sources. */
  readonly kind: "script";
  /** What it is called, as a file. */
  readonly name: string;
  /** Its text. */
  readonly sql: string;
  /** Whose SQL it is. */
  readonly dialect: ParserDialect;
  /** The schema of tables that are named without one. */
  readonly defaultSchema?: string;
  /** Scripts of one session share its temporary tables, others see none of them; without it, a session of its own. */
  readonly session?: string;
}

/** Tables that are there, as a catalogue has them. They are known to all scripts, wherever they stand in the list. */
export interface LineageTables {
  /** Tells it from other sources. */
  readonly kind: "tables";
  /** The columns of each with their types. */
  readonly schema: Schema;
  /** Whose names they are. */
  readonly dialect: ParserDialect;
  /** The schema of tables that are named without one. */
  readonly defaultSchema?: string;
}

/** What no script says, and somebody knows. */
export interface LineageGiven {
  /** Tells it from other sources. */
  readonly kind: "edges";
  /** Who says so. */
  readonly name: string;
  /** From column to column. */
  readonly edges: readonly GivenEdge[];
  /** From column to all rows of a table. */
  readonly rows?: readonly GivenRowEdge[];
  /** From table to table; those of the lists above need not be repeated. */
  readonly tableEdges?: readonly GivenTableEdge[];
  /** What is filled: tables, if nothing is said, or what no engine holds, as dashboards. */
  readonly fills?: "tables" | "exposures";
}

/** What an edge that somebody knows of says besides its target. */
interface GivenLink {
  /** The column that has an influence. */
  readonly from: ColumnRef;
  /** Whether the values cannot be read back; `false` without it. */
  readonly isMasking?: boolean;
}

/** An edge that somebody knows of. */
export interface GivenEdge extends GivenLink {
  /** The column that it has an influence on. */
  readonly to: ColumnRef;
  /** Without it, `transformation`. */
  readonly kind?: EdgeKind;
}

/** An influence on the rows of a table that somebody knows of. */
export interface GivenRowEdge extends GivenLink {
  /** The table. */
  readonly to: string;
  /** What kind of influence. */
  readonly kind: EdgeKind;
}

/** That a table is read to fill another, as somebody knows. */
export interface GivenTableEdge {
  /** What is read. */
  readonly from: string;
  /** What is filled. */
  readonly to: string;
}

/** Where lineage comes from. */
export type LineageSource = LineageScript | LineageTables | LineageGiven;

/** A column of a table. */
export interface ColumnRef {
  /** The table, in the grammar of names. */
  readonly table: string;
  /** The column; `*` stands for all columns of a table whose columns are not known. */
  readonly column: string;
}

/** What an edge says besides its ends. */
export interface LineageLink {
  /** The column that has an influence. */
  readonly from: ColumnRef;
  /** What kind of influence. */
  readonly kind: EdgeKind;
  /** Whether the values cannot be read back. */
  readonly isMasking: boolean;
  /** Why it is believed. */
  readonly reason: EdgeReason | "given";
  /** How sure, 0 to 1. */
  readonly confidence: number;
  /** The number of the statement that makes it; `null` if it was given by hand. */
  readonly statement: number | null;
  /** Where its script names the column; `null` if it was given by hand. */
  readonly span: Span | null;
  /** Temporary tables that lie between, the nearest to the target first. */
  readonly via: readonly string[];
}

/** An influence of a column on a column. */
export interface LineageEdge extends LineageLink {
  /** The column that it has one on. */
  readonly to: ColumnRef;
}

/** An influence of a column on which rows a table has: joins, filters, grouping. */
export interface RowEdge extends LineageLink {
  /** The table. */
  readonly to: string;
}

/** That a table is read to fill another. */
export interface TableEdge {
  /** What is read. */
  readonly from: string;
  /** What is filled. */
  readonly to: string;
  /** The numbers of the statements that do so; empty if it was given by hand. */
  readonly statements: readonly number[];
}

/** A table, view or hand-given thing that lineage speaks of. */
export interface LineageTable {
  /** In the grammar of names. */
  readonly name: string;
  /** `source` if no statement makes or fills it; `exposure` if no engine holds it, as a dashboard. */
  readonly kind: "source" | "table" | "view" | "exposure";
  /** Its columns with their types, as far as they are known; in order. */
  readonly columns: readonly {
    /** Folded. */
    readonly name: string;
    /** As the script or catalogue has it; empty if it is not known. */
    readonly type: string;
  }[];
}

/** A statement of a script. */
export interface LineageStatement {
  /** The script. */
  readonly script: string;
  /** What it does. */
  readonly kind: StatementKind;
  /** The table that it fills or makes; `null` for a query. */
  readonly target: string | null;
  /** What it reads, temporary tables included. */
  readonly reads: readonly string[];
  /** Whether its target goes when the script ends. */
  readonly isTemporary: boolean;
  /** Whether what the target held before is gone. */
  readonly isReplacing: boolean;
  /** Its text. */
  readonly sql: string;
  /** Where it stands in its script. */
  readonly span: Span;
  /** What it was found to do, before temporary tables were taken out. */
  readonly lineage: StatementLineage;
  /** Of what leaves no edges, a query or the filling of a temporary table: what its outputs come from, in order, temporary tables taken out. */
  readonly outputs: readonly StatementOutput[];
}

/** A column that a statement gives. */
export interface StatementOutput {
  /** As other statements read it; `null` if it has no name. */
  readonly name: string | null;
  /** What it comes from. */
  readonly links: readonly LineageLink[];
}

/** All that is known of where columns come from. Plain data. */
export interface Lineage {
  /** Tables and views, in the order in which they were met; temporary ones are not among them. */
  readonly tables: readonly LineageTable[];
  /** From column to column. */
  readonly edges: readonly LineageEdge[];
  /** From column to all rows of a table. */
  readonly rows: readonly RowEdge[];
  /** From table to table; at least those of the two lists above. */
  readonly tableEdges: readonly TableEdge[];
  /** In the order in which they run. */
  readonly statements: readonly LineageStatement[];
  /** What was not understood, each with its script as subject. */
  readonly findings: readonly Finding[];
}
