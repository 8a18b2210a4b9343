import { columnKey } from "./build/column-key.ts";
import type { ColumnRef, Lineage } from "./build/lineage.ts";

/** A table as a live catalogue has it; names as `tableName` of `@dx/sql-parser` gives them. */
export interface CatalogTable {
  /** The table. */
  readonly table: string;
  /** Its columns. */
  readonly columns: readonly string[];
}

/** Why nothing is known of where a table or column comes from, or goes to. */
export type GapReason =
  | "in-no-statement"
  | "not-filled"
  | "filled-from-no-column"
  | "known-by-table"
  | "not-read"
  | "not-understood";

/** A table or column without lineage. */
export interface CoverageGap {
  /** The table. */
  readonly table: string;
  /** The column; `null` for the whole table. */
  readonly column: string | null;
  /** Why. */
  readonly reason: GapReason;
  /** In one sentence. */
  readonly message: string;
}

/** How much of a catalogue lineage speaks of. */
export interface CoverageReport {
  /** Tables of the catalogue that are filled from columns, or from which others are. */
  readonly tablesWithLineage: number;
  /** Tables of the catalogue. */
  readonly totalTables: number;
  /** Columns of the catalogue that come from a column, or go to one or into a condition. */
  readonly columnsWithLineage: number;
  /** Columns of the catalogue. */
  readonly totalColumns: number;
  /** Each table without lineage, and each column without it of the other tables. */
  readonly gaps: readonly CoverageGap[];
  /** Tables that scripts speak of and the catalogue lacks. */
  readonly unknownTables: readonly string[];
}

const messages: Readonly<Record<GapReason, string>> = {
  "in-no-statement": "no statement names it",
  "not-filled": "it is made, and no statement fills it or reads it",
  "filled-from-no-column": "it is filled with constants, or with what the engine makes up",
  "known-by-table":
    "only its table is known to be read or filled, by an event, a manifest or by hand",
  "not-read": "no statement reads it",
  "not-understood": "a statement that names it could not be read in whole",
};

/**
 * How many tables and columns of a live catalogue have lineage, with a reason for each that has none. Totals are those of the
 * catalogue, never those of the scripts. O(columns + edges).
 * @example
 * ```ts
 * import { buildLineage, coverage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x, 1 as one from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const report = coverage(lineage, [
 *   { table: "a", columns: ["x", "y"] },
 *   { table: "b", columns: ["x", "one"] },
 *   { table: "log", columns: ["at"] },
 * ]);
 * if (report.tablesWithLineage !== 2 || report.columnsWithLineage !== 2 || report.totalColumns !== 5) throw new Error();
 * if (report.gaps.map(({ reason }) => reason).join() !== "not-read,filled-from-no-column,in-no-statement") throw new Error();
 * ```
 */
export function coverage(lineage: Lineage, catalog: readonly CatalogTable[]): CoverageReport {
  const facts = factsOf(lineage);
  const gaps: CoverageGap[] = [];
  let [tables, covered, columns] = [0, 0, 0];
  for (const one of catalog) {
    columns += one.columns.length;
    if (!facts.tables.has(one.table)) {
      gaps.push(gapOf(facts, one.table, null));
      continue;
    }
    tables += 1;
    const missing = one.columns.filter(
      (column) => !facts.columns.has(columnKey({ table: one.table, column })),
    );
    covered += one.columns.length - missing.length;
    gaps.push(...missing.map((column) => gapOf(facts, one.table, column)));
  }
  const known = new Set(catalog.map(({ table }) => table));
  return {
    tablesWithLineage: tables,
    totalTables: catalog.length,
    columnsWithLineage: covered,
    totalColumns: columns,
    gaps,
    unknownTables: lineage.tables.flatMap(({ name }) => (known.has(name) ? [] : [name])),
  };
}

interface Facts {
  /** Tables and columns with an edge, or that a query reads. */
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  /** The columns that statements fill, by their tables. */
  readonly filled: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables that statements name. */
  readonly named: ReadonlySet<string>;
  /** Tables that a statement fills which was not understood. */
  readonly broken: ReadonlySet<string>;
}

function factsOf({ edges, rows, tableEdges, statements }: Lineage): Facts {
  const [tables, columns] = [new Set<string>(), new Set<string>()];
  const [named, broken] = [new Set<string>(), new Set<string>()];
  const read = (ref: ColumnRef): void => {
    columns.add(columnKey(ref));
    tables.add(ref.table);
  };
  for (const { from, to } of edges) {
    read(from);
    read(to);
  }
  for (const { from, to } of rows) {
    read(from);
    tables.add(to);
  }
  for (const { from, to } of tableEdges) tables.add(from).add(to);
  for (const { target, reads, lineage } of statements) {
    for (const one of [...lineage.outputs.flatMap(({ sources }) => sources), ...lineage.rows])
      read(one);
    for (const one of reads.concat(target ?? [])) named.add(one);
    const isBroken = lineage.findings.some(({ severity }) => severity === "error");
    for (const one of isBroken ? [target] : []) broken.add(one ?? "");
  }
  return { tables, columns, filled: filledBy(statements), named, broken };
}

function gapOf(facts: Facts, table: string, column: string | null): CoverageGap {
  const reason = reasonOf(facts, table, column);
  return { table, column, reason, message: messages[reason] };
}

function reasonOf(
  { broken, named, filled, tables }: Facts,
  table: string,
  column: string | null,
): GapReason {
  if (broken.has(table)) return "not-understood";
  if (!named.has(table)) return tables.has(table) ? "known-by-table" : "in-no-statement";
  const columns = filled.get(table);
  if (columns !== undefined && (column === null || columns.has(plain(column))))
    return "filled-from-no-column";
  return tables.has(table) && columns === undefined ? "not-read" : "not-filled";
}

function plain(name: string): string {
  return name.replaceAll('"', "").toLowerCase();
}

/** The columns that statements fill, by their tables. */
function filledBy(statements: Lineage["statements"]): Facts["filled"] {
  const filled = new Map<string, Set<string>>();
  for (const { kind, target, lineage } of statements) {
    if (target === null || kind === "create-table") continue;
    const own = filled.get(target) ?? new Set();
    filled.set(target, own);
    for (const { name } of lineage.outputs) own.add(plain(name ?? ""));
  }
  return filled;
}
