import type { Finding } from "@dx/core";
import { formatColumn, type CatalogColumn, type ParserDialect } from "@dx/sql-parser";
import type { ColumnRef, LineageEdge, LineageStatement, LineageTable, RowEdge } from "./lineage.ts";
import type { Session } from "./session.ts";
import type { TemporaryTable } from "./temporary-table.ts";

/** What is known so far. */
export interface BuildState {
  /** Columns of the tables that are there now. */
  readonly catalog: Map<string, readonly CatalogColumn[]>;
  /** Columns that a table has, or had while it was read. */
  readonly shown: Map<string, LineageTable["columns"]>;
  /** What tables are, in the order in which they were met. */
  readonly kinds: Map<string, LineageTable["kind"]>;
  /** Temporary tables of the session. */
  readonly temporary: Map<string, TemporaryTable>;
  /** Tables that the script at hand makes and drops again. */
  readonly passing: Set<string>;
  /** The columns of tables that stay, and that a temporary one of the same name hides. */
  readonly hidden: Map<string, readonly CatalogColumn[] | undefined>;
  /** Sessions that go on in another script. */
  readonly sessions: Map<string, Session>;
  /** Columns that edges have, by table and name, so that each is there once. */
  readonly refs: Map<string, Map<string, ColumnRef>>;
  readonly edges: LineageEdge[];
  readonly rows: RowEdge[];
  /** Statements by target and source. */
  readonly tableEdges: Map<string, Map<string, Set<number>>>;
  readonly statements: LineageStatement[];
  readonly findings: Finding[];
}

/** Nothing is known. */
export function emptyState(): BuildState {
  return {
    catalog: new Map(),
    shown: new Map(),
    kinds: new Map(),
    temporary: new Map(),
    passing: new Set(),
    hidden: new Map(),
    sessions: new Map(),
    refs: new Map(),
    edges: [],
    rows: [],
    tableEdges: new Map(),
    statements: [],
    findings: [],
  };
}

/** Notes that a table is there; what a statement fills is no source any more. */
export function meet(state: BuildState, table: string, kind: LineageTable["kind"]): void {
  const known = state.kinds.get(table);
  if (known === undefined || (known === "source" && kind !== "source"))
    state.kinds.set(table, kind);
  else if (kind === "view") state.kinds.set(table, kind);
}

/** A column as edges have it. */
export function refOf({ refs }: BuildState, table: string, column: string): ColumnRef {
  const columns = refs.get(table) ?? new Map<string, ColumnRef>();
  refs.set(table, columns);
  const ref = columns.get(column) ?? { table, column };
  columns.set(column, ref);
  return ref;
}

/** Notes that a table is read to fill another. */
export function addTableEdge(
  state: BuildState,
  { from, to }: { readonly from: string; readonly to: string },
  statement: number | null,
): void {
  const sources = state.tableEdges.get(to) ?? new Map<string, Set<number>>();
  state.tableEdges.set(to, sources);
  const statements = sources.get(from) ?? new Set();
  sources.set(from, statements);
  if (statement !== null) statements.add(statement);
}

/** Columns by the names that edges have. */
export function shownColumns(
  columns: readonly CatalogColumn[],
  dialect: ParserDialect,
): LineageTable["columns"] {
  return columns.map(({ name, type }) => ({ name: formatColumn(name, dialect), type }));
}
