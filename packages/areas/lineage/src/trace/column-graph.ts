import { buildGraph, type Graph, type GraphEdge } from "@dx/graph";
import { isDirect } from "../build/compose-kinds.ts";
import { columnKey } from "../build/column-key.ts";
import type { ColumnRef, Lineage, LineageEdge, RowEdge } from "../build/lineage.ts";

/**
 * Columns and their edges as a graph. What decides on the rows of a table leads to a node of its own, and from there to all of
 * the table's columns.
 */
export interface ColumnGraph {
  /** Nodes are columns, by {@link columnKey}, and rows of tables. */
  readonly graph: Graph;
  /** The column of each node; for rows, the column is empty. */
  readonly refs: readonly ColumnRef[];
  /** What each edge stands for; `null` from rows to the columns of their table. */
  readonly links: readonly (LineageEdge | RowEdge | null)[];
  /** 1 for each edge along which values go. */
  readonly direct: Uint8Array;
}

const made = new WeakMap<Lineage, ColumnGraph>();

/** The graph of a lineage; made once for each. O(tables + columns + edges). */
export function columnGraph(lineage: Lineage): ColumnGraph {
  const known = made.get(lineage) ?? make(lineage);
  made.set(lineage, known);
  return known;
}

function make({ tables, edges, rows }: Lineage): ColumnGraph {
  const refs = tables.flatMap(({ name: table, columns }): readonly ColumnRef[] => [
    { table, column: "" },
    ...columns.map(({ name }) => ({ table, column: name })),
  ]);
  const pairs: GraphEdge[] = [];
  const links: (LineageEdge | RowEdge | null)[] = [];
  for (const edge of edges) {
    pairs.push({ from: columnKey(edge.from), to: columnKey(edge.to) });
    links.push(edge);
  }
  for (const edge of rows) {
    pairs.push({ from: columnKey(edge.from), to: rowsKey(edge.to) });
    links.push(edge);
  }
  const decided = new Set(rows.map(({ to }) => to));
  for (const { name: table, columns } of tables)
    if (decided.has(table))
      for (const { name } of columns) {
        pairs.push({ from: rowsKey(table), to: columnKey({ table, column: name }) });
        links.push(null);
      }
  const graph = buildGraph(pairs, { nodes: refs.map(nodeKey) });
  const direct = Uint8Array.from(links, (link) => (link !== null && isDirect(link.kind) ? 1 : 0));
  return { graph, refs, links, direct };
}

function nodeKey(ref: ColumnRef): string {
  return ref.column === "" ? rowsKey(ref.table) : columnKey(ref);
}

/** The node of a table's rows. */
export function rowsKey(table: string): string {
  return `${table}.`;
}
