import type { ViewerData } from "../export/viewer-data.ts";

/** A table on the page. */
export interface Table {
  readonly index: number;
  readonly name: string;
  readonly kind: string;
  readonly layer: number;
  readonly top: number;
  readonly columns: readonly Column[];
}

/** A column on the page. */
export interface Column {
  readonly index: number;
  readonly table: number;
  readonly place: number;
  readonly name: string;
  readonly type: string;
}

/** An influence on a column. */
export interface Influence {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

/** What the page knows. */
export interface Model {
  readonly data: ViewerData;
  readonly tables: readonly Table[];
  readonly columns: readonly Column[];
  /** Influences on each column, and of each column; those on rows stand with each column of the table when asked for. */
  readonly into: ReadonlyMap<number, readonly Influence[]>;
  readonly out: ReadonlyMap<number, readonly Influence[]>;
  /** Influences on the rows of a table, and of a column on rows; `to` is a table. */
  readonly rowsInto: ReadonlyMap<number, readonly Influence[]>;
  readonly rowsOut: ReadonlyMap<number, readonly Influence[]>;
}

/** Reads what the page was told. */
export function readModel(data: ViewerData): Model {
  const columns: Column[] = [];
  const tables = data.tables.map(([name, kind, layer, top, own], index): Table => {
    const mine = own.map(([column, type], place): Column => {
      const made = { index: columns.length, table: index, place, name: column, type };
      columns.push(made);
      return made;
    });
    return { index, name, kind, layer, top, columns: mine };
  });
  const [into, out] = group(data.edges);
  const [rowsInto, rowsOut] = group(data.rows);
  return { data, tables, columns, into, out, rowsInto, rowsOut };
}

function group(
  list: readonly number[],
): readonly [Map<number, Influence[]>, Map<number, Influence[]>] {
  const [into, out] = [new Map<number, Influence[]>(), new Map<number, Influence[]>()];
  for (let at = 0; at < list.length; at += 3) {
    const [from = -1, to = -1, kind = 0] = list.slice(at, at + 3);
    const one = { from, to, kind };
    add(into, to, one);
    add(out, from, one);
  }
  return [into, out];
}

function add(map: Map<number, Influence[]>, key: number, one: Influence): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}

/** What a column has an influence on (`down`), or is influenced by (`up`), with how many steps, and by which kind at first. */
export function trace(
  model: Model,
  start: number,
  { direction, directOnly }: { readonly direction: "up" | "down"; readonly directOnly: boolean },
): ReadonlyMap<number, Influence> {
  const found = new Map<number, Influence>();
  const { direct } = model.data;
  const waiting = [start];
  for (const column of waiting)
    for (const one of neighbours(model, column, direction)) {
      const other = direction === "up" ? one.from : one.to;
      if ((directOnly && one.kind >= direct) || other === start || found.has(other)) continue;
      found.set(other, one);
      waiting.push(other);
    }
  return found;
}

function neighbours(model: Model, column: number, direction: "up" | "down"): readonly Influence[] {
  if (direction === "up") {
    const rows = model.rowsInto.get(model.columns[column]?.table ?? -1) ?? [];
    return [
      ...(model.into.get(column) ?? []),
      ...rows.map(({ from, kind }) => ({ from, to: column, kind })),
    ];
  }
  const rows = (model.rowsOut.get(column) ?? []).flatMap(({ to, kind }) =>
    (model.tables[to]?.columns ?? []).map(({ index }) => ({ from: column, to: index, kind })),
  );
  return [...(model.out.get(column) ?? []), ...rows];
}

/** Tables and columns whose names have all words of a text in them; at most so many. */
export function search(model: Model, text: string, most: number): readonly (Table | Column)[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const found: (Table | Column)[] = [];
  for (const table of model.tables) {
    if (found.length >= most) break;
    const name = table.name.toLowerCase();
    if (words.every((word) => name.includes(word))) found.push(table);
    for (const column of table.columns) {
      if (found.length >= most) break;
      const own = column.name.toLowerCase();
      const isHit = words.every((word) => own.includes(word) || name.includes(word));
      if (isHit && words.some((word) => own.includes(word))) found.push(column);
    }
  }
  return found;
}
