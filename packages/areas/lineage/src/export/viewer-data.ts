import { layoutLayers } from "@dx/graph";
import type { Lineage } from "../build/lineage.ts";
import { columnKey } from "../build/column-key.ts";
import { isDirect } from "../build/compose-kinds.ts";
import { tableGraph } from "../impact/table-graph.ts";

/** What the viewer's page is told. Columns are numbered through all tables, in their order. */
export interface ViewerData {
  /** Its heading. */
  readonly title: string;
  /** Name, kind, layer and height of each table, and its columns with types. */
  readonly tables: readonly (readonly [
    name: string,
    kind: string,
    layer: number,
    y: number,
    columns: readonly (readonly [name: string, type: string])[],
  ])[];
  /** Kinds of influence, by number. */
  readonly kinds: readonly string[];
  /** How many of the kinds, from the first, are those along which values go. */
  readonly direct: number;
  /** Column, column, kind; in turn. */
  readonly edges: readonly number[];
  /** Column, table, kind; in turn. */
  readonly rows: readonly number[];
  /** Table, table; in turn. */
  readonly tableEdges: readonly number[];
}

const kinds = [
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

/** A lineage as the viewer's page reads it, tables placed in layers. */
export function viewerData(lineage: Lineage, title: string): ViewerData {
  const { layer, y } = layoutLayers(tableGraph(lineage), { height: 30, nodeGap: 14 });
  const tableNumbers = new Map(lineage.tables.map(({ name }, index) => [name, index]));
  const columnNumbers = new Map<string, number>();
  for (const { name: table, columns } of lineage.tables)
    for (const { name: column } of columns)
      columnNumbers.set(columnKey({ table, column }), columnNumbers.size);
  const numberOf = (ref: Parameters<typeof columnKey>[0]): number =>
    columnNumbers.get(columnKey(ref)) ?? -1;
  const kindOf = (kind: (typeof kinds)[number]): number => kinds.indexOf(kind);
  return {
    title,
    tables: lineage.tables.map(({ name, kind, columns }, index) => [
      name,
      kind,
      layer[index] ?? 0,
      Math.round(y[index] ?? 0),
      columns.map((one) => [one.name, one.type] as const),
    ]),
    kinds,
    direct: kinds.filter(isDirect).length,
    edges: distinct(
      lineage.edges.map(({ from, to, kind }) => [numberOf(from), numberOf(to), kindOf(kind)]),
    ),
    rows: distinct(
      lineage.rows.map(({ from, to, kind }) => [
        numberOf(from),
        tableNumbers.get(to) ?? -1,
        kindOf(kind),
      ]),
    ),
    tableEdges: distinct(
      lineage.tableEdges.map(({ from, to }) => [
        tableNumbers.get(from) ?? -1,
        tableNumbers.get(to) ?? -1,
      ]),
    ),
  };
}

function distinct(lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Map(lists.map((one) => [one.join(), one])).values()].flat();
}
