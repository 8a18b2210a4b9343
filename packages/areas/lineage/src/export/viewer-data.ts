import { layoutLayers } from "@dx/graph";
import { isDirect } from "../build/compose-kinds.ts";
import type { ColumnRef, Lineage } from "../build/lineage.ts";
import { tableGraph } from "../impact/table-graph.ts";
import { edgeKinds } from "../statement-lineage.ts";

/** What the viewer's page is told. Columns are numbered through all tables, in their order. */
export interface ViewerData {
  /** Its heading. */
  readonly title: string;
  /** Each name that columns have, once. */
  readonly names: readonly string[];
  /** Each type that columns have, once. */
  readonly types: readonly string[];
  /** Name, kind, layer and height of each table, and its columns: numbers of names and types, in turn. */
  readonly tables: readonly (readonly [
    name: string,
    kind: string,
    layer: number,
    y: number,
    columns: readonly number[],
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

const kindNumbers: ReadonlyMap<string, number> = new Map(edgeKinds.map((kind, at) => [kind, at]));

/** A lineage as the viewer's page reads it, tables placed in layers. */
export function viewerData(lineage: Lineage, title: string): ViewerData {
  const { layer, y } = layoutLayers(tableGraph(lineage), { height: 30, nodeGap: 14 });
  const [names, types] = [createNumbers(), createNumbers()];
  const tables = lineage.tables.map(
    ({ name, kind, columns }, index) =>
      [
        name,
        kind,
        layer[index] ?? 0,
        Math.round(y[index] ?? 0),
        columns.flatMap((one) => [names.of(one.name), types.of(one.type)]),
      ] as const,
  );
  const { tableOf, columnOf } = numbersOf(lineage);
  return {
    title,
    names: names.list,
    types: types.list,
    tables,
    kinds: edgeKinds,
    direct: edgeKinds.filter(isDirect).length,
    edges: distinct(lineage.edges, ({ from, to, kind }) => [
      columnOf(from),
      columnOf(to),
      kindNumbers.get(kind) ?? 0,
    ]),
    rows: distinct(lineage.rows, ({ from, to, kind }) => [
      columnOf(from),
      tableOf(to),
      kindNumbers.get(kind) ?? 0,
    ]),
    tableEdges: distinct(lineage.tableEdges, ({ from, to }) => [tableOf(from), tableOf(to)]),
  };
}

/** Numbers texts in the order in which they come. */
function createNumbers(): { readonly list: string[]; readonly of: (text: string) => number } {
  const numbers = new Map<string, number>();
  const list: string[] = [];
  return {
    list,
    of: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, list.length);
      return list.push(text) - 1;
    },
  };
}

function numbersOf({ tables }: Lineage): {
  readonly tableOf: (table: string) => number;
  readonly columnOf: (ref: ColumnRef) => number;
} {
  const tableNumbers = new Map(tables.map(({ name }, index) => [name, index]));
  let next = 0;
  const columns = new Map(
    tables.map(({ name, columns: own }) => {
      const numbers = new Map(own.map((one, place) => [one.name, next + place]));
      next += own.length;
      return [name, numbers];
    }),
  );
  return {
    tableOf: (table) => tableNumbers.get(table) ?? -1,
    columnOf: ({ table, column }) => columns.get(table)?.get(column) ?? -1,
  };
}

/** The numbers of each thing, in turn; those that are there already are left out, and so is what points nowhere. */
function distinct<T>(
  all: readonly T[],
  numbersOfOne: (one: T) => readonly number[],
): readonly number[] {
  const seen = new Set<string>();
  const list: number[] = [];
  for (const one of all) {
    const numbers = numbersOfOne(one);
    const key = numbers.join();
    if (seen.has(key) || numbers.includes(-1)) continue;
    seen.add(key);
    list.push(...numbers);
  }
  return list;
}
