import { reach } from "@dx/graph";
import { columnKey } from "./build/column-key.ts";
import type { ColumnRef, Lineage, LineageEdge, RowEdge, TableEdge } from "./build/lineage.ts";
import { columnGraph, rowsKey } from "./trace/column-graph.ts";

/** What one lineage has and another has not; statements and places in texts do not count. */
export interface LineageDiff {
  /** Tables that came. */
  readonly addedTables: readonly string[];
  /** Tables that went. */
  readonly removedTables: readonly string[];
  /** Columns that came, of tables that are in both. */
  readonly addedColumns: readonly ColumnRef[];
  /** Columns that went, of tables that are in both. */
  readonly removedColumns: readonly ColumnRef[];
  /** Influences that came. */
  readonly addedEdges: readonly (LineageEdge | RowEdge)[];
  /** Influences that went. */
  readonly removedEdges: readonly (LineageEdge | RowEdge)[];
  /** Ways from table to table that came. */
  readonly addedTableEdges: readonly TableEdge[];
  /** Ways from table to table that went. */
  readonly removedTableEdges: readonly TableEdge[];
  /** Columns that are there now and whose values or rows may be others: those that influences came to or went from, and all behind them. */
  readonly touchedColumns: readonly ColumnRef[];
}

/**
 * What has changed between two states of the scripts: tables, columns, ways from table to table, and influences of columns on
 * columns and rows, by their ends, kind and masking. O(tables + columns + edges).
 * @example
 * ```ts
 * import { buildLineage, diffLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const of = (sql: string) => buildLineage(parser, [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const diff = diffLineage(of("create table b as select x from a"), of("create table b as select x + 1 as x from a"));
 * if (diff.addedEdges[0]?.kind !== "transformation" || diff.removedEdges[0]?.kind !== "identity") throw new Error();
 * if (diff.touchedColumns.map(({ table, column }) => `${table}.${column}`).join() !== "b.x") throw new Error();
 * ```
 */
export function diffLineage(before: Lineage, after: Lineage): LineageDiff {
  const [oldEdges, nowEdges] = [edgesOf(before), edgesOf(after)];
  const [oldTables, nowTables] = [tablesOf(before), tablesOf(after)];
  const [oldPairs, nowPairs] = [pairsOf(before), pairsOf(after)];
  const [addedEdges, removedEdges] = [only(nowEdges, oldEdges), only(oldEdges, nowEdges)];
  return {
    addedTables: [...nowTables.keys()].filter((one) => !oldTables.has(one)),
    removedTables: [...oldTables.keys()].filter((one) => !nowTables.has(one)),
    addedColumns: columnsOnly(nowTables, oldTables),
    removedColumns: columnsOnly(oldTables, nowTables),
    addedEdges,
    removedEdges,
    addedTableEdges: only(nowPairs, oldPairs),
    removedTableEdges: only(oldPairs, nowPairs),
    touchedColumns: touched(after, [...addedEdges, ...removedEdges]),
  };
}

/** Columns that the other does not have, of tables that it has. */
function columnsOnly(own: Tables, other: Tables): readonly ColumnRef[] {
  return [...own].flatMap(([table, columns]) => {
    const others = other.get(table);
    if (others === undefined) return [];
    return [...columns].flatMap((column) => (others.has(column) ? [] : [{ table, column }]));
  });
}

type Tables = ReadonlyMap<string, ReadonlySet<string>>;

function tablesOf({ tables }: Lineage): Tables {
  return new Map(tables.map((one) => [one.name, new Set(one.columns.map(({ name }) => name))]));
}

function pairsOf({ tableEdges }: Lineage): ReadonlyMap<string, TableEdge> {
  return new Map(tableEdges.map((edge) => [JSON.stringify([edge.from, edge.to]), edge]));
}

function edgesOf({ edges, rows }: Lineage): ReadonlyMap<string, LineageEdge | RowEdge> {
  return new Map(
    [...edges, ...rows].map((edge) => {
      const to = typeof edge.to === "string" ? edge.to : columnKey(edge.to);
      const key = [columnKey(edge.from), typeof edge.to, to, edge.kind, edge.isMasking];
      return [JSON.stringify(key), edge];
    }),
  );
}

function only<T>(own: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): readonly T[] {
  return [...own].flatMap(([key, value]) => (other.has(key) ? [] : [value]));
}

/** The columns that edges lead to, and all behind them, as far as they are there. */
function touched(
  lineage: Lineage,
  edges: readonly (LineageEdge | RowEdge)[],
): readonly ColumnRef[] {
  const { graph, refs } = columnGraph(lineage);
  const ends = edges.flatMap(
    ({ to }) => graph.numbers.get(typeof to === "string" ? rowsKey(to) : columnKey(to)) ?? [],
  );
  return [...reach(graph, ends).nodes].flatMap((node) => {
    const ref = refs[node];
    return ref === undefined || ref.column === "" ? [] : [ref];
  });
}
