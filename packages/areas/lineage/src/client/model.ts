import type { ViewerData } from "../export/viewer-data.ts";

/** A table on the page. Its columns are those from `first` on, `count` of them. */
export interface Table {
  readonly index: number;
  readonly name: string;
  readonly kind: string;
  readonly layer: number;
  readonly top: number;
  readonly first: number;
  readonly count: number;
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
interface Influence {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

/** For each node its neighbours, those at `start[node]` up to, but not at, `start[node + 1]`. */
interface Neighbours {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly kind: Uint8Array;
}

/** What the page knows; columns are made when they are asked for, since there may be very many. */
export interface Model {
  readonly data: ViewerData;
  readonly tables: readonly Table[];
  readonly columnCount: number;
  /** The table of each column. */
  readonly tableOf: Int32Array;
  /** Influences on each column, and of each column, on columns. */
  readonly into: Neighbours;
  readonly out: Neighbours;
  /** Influences on the rows of each table, and of each column on rows of tables. */
  readonly rowsInto: Neighbours;
  readonly rowsOut: Neighbours;
}

/** Reads what the page was told. */
export function readModel(data: ViewerData): Model {
  let columnCount = 0;
  const tables = data.tables.map(([name, kind, layer, top, columns], index): Table => {
    const first = columnCount;
    columnCount += columns.length / 2;
    return { index, name, kind, layer, top, first, count: columns.length / 2 };
  });
  const tableOf = new Int32Array(columnCount);
  for (const { index, first, count } of tables) tableOf.fill(index, first, first + count);
  const { edges, rows } = data;
  return {
    data,
    tables,
    columnCount,
    tableOf,
    into: group(edges, { key: 1, other: 0, size: columnCount }),
    out: group(edges, { key: 0, other: 1, size: columnCount }),
    rowsInto: group(rows, { key: 1, other: 0, size: tables.length }),
    rowsOut: group(rows, { key: 0, other: 1, size: columnCount }),
  };
}

/** Sorts triples by one of their numbers: counted first, then put in place. */
function group(
  list: readonly number[],
  { key, other, size }: { readonly key: number; readonly other: number; readonly size: number },
): Neighbours {
  const start = new Int32Array(size + 2);
  for (let at = 0; at < list.length; at += 3) {
    const node = (list[at + key] ?? 0) + 2;
    start[node] = (start[node] ?? 0) + 1;
  }
  for (let node = 2; node < start.length; node += 1)
    start[node] = (start[node] ?? 0) + (start[node - 1] ?? 0);
  const [others, kind] = [new Int32Array(list.length / 3), new Uint8Array(list.length / 3)];
  for (let at = 0; at < list.length; at += 3) {
    const node = (list[at + key] ?? 0) + 1;
    const place = start[node] ?? 0;
    others[place] = list[at + other] ?? 0;
    kind[place] = list[at + 2] ?? 0;
    start[node] = place + 1;
  }
  return { start, other: others, kind };
}

/** A column by its number. */
export function columnAt({ data, tables, tableOf }: Model, index: number): Column | undefined {
  const table = tables[tableOf[index] ?? -1];
  if (table === undefined) return undefined;
  const place = index - table.first;
  const own = data.tables[table.index]?.[4] ?? [];
  const [name = "", type = ""] = [
    data.names[own[place * 2] ?? -1],
    data.types[own[place * 2 + 1] ?? -1],
  ];
  return { index, table: table.index, place, name, type };
}

/** All columns of a table. */
export function columnsOf(model: Model, { first, count }: Table): readonly Column[] {
  return Array.from({ length: count }, (_, place) => columnAt(model, first + place) ?? []).flat();
}

/** What is found. */
export type Found = ReadonlyMap<number, Influence>;

/** What columns have an influence on (`down`), or are influenced by (`up`), the nearest first, each by which influence at first. */
export function trace(
  model: Model,
  starts: readonly number[],
  { direction, directOnly }: { readonly direction: "up" | "down"; readonly directOnly: boolean },
): Found {
  const found = new Map<number, Influence>();
  const { direct } = model.data;
  const seen = new Uint8Array(model.columnCount);
  for (const one of starts) seen[one] = 1;
  const waiting = [...starts];
  const meet = (other: number, influence: Influence): void => {
    if (seen[other] === 1) return;
    seen[other] = 1;
    found.set(other, influence);
    waiting.push(other);
  };
  for (const column of waiting)
    if (direction === "up") meetSources(model, column, { meet, most: directOnly ? direct : 256 });
    else meetTargets(model, column, { meet, most: directOnly ? direct : 256 });
  return found;
}

interface Meeting {
  readonly meet: (other: number, influence: Influence) => void;
  /** Kinds below this one count. */
  readonly most: number;
}

function meetSources(
  { into, rowsInto, tableOf }: Model,
  column: number,
  { meet, most }: Meeting,
): void {
  each(into, column, (from, kind) => {
    if (kind < most) meet(from, { from, to: column, kind });
  });
  each(rowsInto, tableOf[column] ?? 0, (from, kind) => {
    if (kind < most) meet(from, { from, to: column, kind });
  });
}

function meetTargets(
  { out, rowsOut, tables }: Model,
  column: number,
  { meet, most }: Meeting,
): void {
  each(out, column, (to, kind) => {
    if (kind < most) meet(to, { from: column, to, kind });
  });
  each(rowsOut, column, (table, kind) => {
    if (kind >= most) return;
    const { first = 0, count = 0 } = tables[table] ?? {};
    for (let to = first; to < first + count; to += 1) meet(to, { from: column, to, kind });
  });
}

function each(
  { start, other, kind }: Neighbours,
  node: number,
  visit: (other: number, kind: number) => void,
): void {
  for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at += 1)
    visit(other[at] ?? 0, kind[at] ?? 0);
}

/** Tables and columns whose names have all words of a text in them; at most so many. */
export function search(model: Model, text: string, most: number): readonly (Table | Column)[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const hits = model.data.names.map((name) => wordsIn(name, words));
  const all = 2 ** Math.min(words.length, 30) - 1;
  const found: (Table | Column)[] = [];
  for (const table of model.tables) {
    if (found.length >= most) break;
    const own = wordsIn(table.name, words);
    if (own === all) found.push(table);
    const columns = model.data.tables[table.index]?.[4] ?? [];
    for (let place = 0; place < table.count && found.length < most; place += 1) {
      const hit = hits[columns[place * 2] ?? -1] ?? 0;
      const column = hit > 0 && (hit | own) === all && columnAt(model, table.first + place);
      if (column !== false && column !== undefined) found.push(column);
    }
  }
  return found;
}

/** Which of the words a name has in it, one bit each. */
function wordsIn(name: string, words: readonly string[]): number {
  const lower = name.toLowerCase();
  return words
    .slice(0, 30)
    .reduce((bits, word, at) => (lower.includes(word) ? bits | (1 << at) : bits), 0);
}
