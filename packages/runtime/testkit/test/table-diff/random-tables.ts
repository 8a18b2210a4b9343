import { formatPlainValue, type DataType } from "@dx/core";
import { identifier, joinSql, sql, typedLiteral, type Sql } from "@dx/sql";
import fc from "fast-check";

/** A row: values as `ValueOf` says, in the order of the columns. */
export type Row = readonly unknown[];

/** Two tables of the same columns, and which of these are the key. */
export interface Pair {
  readonly columns: readonly (readonly [name: string, type: DataType])[];
  readonly key: readonly string[];
  readonly left: readonly Row[];
  readonly right: readonly Row[];
}

const micros = fc.oneof(fc.constantFrom(0n, 1n, -1n), fc.bigInt(-(10n ** 15n), 10n ** 15n));
const few = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

/** Values that are easily taken for each other. */
const values: Readonly<Record<string, readonly [DataType, fc.Arbitrary<unknown>]>> = {
  int32: [{ kind: "int32" }, fc.integer({ min: -12, max: 120 })],
  int64: [{ kind: "int64" }, few(0n, 1n, 11n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 62n))],
  text: [
    { kind: "text" },
    few("", " ", "a", "a ", "A", "ä", "a\u0308", "🤦🏼‍♂️", "a|b", "n;", "1", "11"),
  ],
  float64: [{ kind: "float64" }, few(0, -0, NaN, Infinity, -Infinity, 0.1, 0.1 + 2 ** -56, 1e300)],
  decimal: [
    { kind: "decimal", precision: 18, scale: 2 },
    fc.bigInt(-200n, 200n).map((unscaled) => ({ unscaled, scale: 2 })),
  ],
  boolean: [{ kind: "boolean" }, fc.boolean()],
  timestamp: [{ kind: "timestamp" }, micros],
  instant: [{ kind: "instant" }, micros],
  date: [{ kind: "date" }, fc.integer({ min: -3, max: 3 })],
  interval: [
    { kind: "interval" },
    few({ months: 1, days: 0, micros: 0n }, { months: 0, days: 30, micros: 0n }),
  ],
  bytes: [{ kind: "bytes" }, few(new Uint8Array(), new Uint8Array([0]), new Uint8Array([0, 0]))],
  uuid: [
    { kind: "uuid" },
    few(
      `${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}`,
      `${"f".repeat(8)}-0000-4000-8000-${"0".repeat(12)}`,
    ),
  ],
};
const kinds = Object.keys(values);

type Edit = readonly [
  what: "drop" | "copy" | "change" | "swap" | "null",
  row: number,
  other: number,
];
const edit: fc.Arbitrary<Edit> = fc.tuple(
  few("drop", "copy", "change", "swap", "null"),
  fc.nat(1000),
  fc.nat(1000),
);

/** Two tables, the second made of the first by a few edits; keys may have NULLs and duplicates. */
export const pairs: fc.Arbitrary<Pair> = fc
  .record({
    keyKinds: fc.array(fc.oneof(few("int32", "text"), few(...kinds)), {
      minLength: 1,
      maxLength: 2,
    }),
    kinds: fc.array(few(...kinds), { minLength: 0, maxLength: 4 }),
    isUnique: fc.boolean(),
    edits: fc.array(edit, { maxLength: 4 }),
  })
  .chain(({ keyKinds, kinds: others, isUnique, edits }) => {
    const all = [...keyKinds, ...others];
    const columns = all.map((kind, index) => [`c${index}`, typeOf(kind)] as const);
    const key = keyKinds.map((_, index) => `c${index}`);
    const row = fc.tuple(
      ...all.map((kind, index) => valueOf(kind, isUnique && index < key.length)),
    );
    return fc
      .array(row, { maxLength: 24 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.array(row, { minLength: 4, maxLength: 4 })))
      .map(([rows, fresh]) => {
        const left = isUnique ? uniqueBy(rows, key.length) : rows;
        return { columns, key, left, right: applyEdits(left, edits, fresh) };
      });
  });

function typeOf(kind: string): DataType {
  return values[kind]?.[0] ?? { kind: "text" };
}

function valueOf(kind: string, isPlain: boolean): fc.Arbitrary<unknown> {
  const value = values[kind]?.[1] ?? fc.constant(null);
  return isPlain ? value : fc.option(value, { freq: 6 });
}

function uniqueBy(rows: readonly Row[], size: number): readonly Row[] {
  return [...new Map(rows.map((row) => [canonical(row.slice(0, size)), row])).values()];
}

function applyEdits(
  rows: readonly Row[],
  edits: readonly Edit[],
  fresh: readonly Row[],
): readonly Row[] {
  const edited = [...rows];
  for (const [at, [what, index, column]] of edits.entries()) {
    const row = edited[index % edited.length];
    const other = edited[column % edited.length];
    const value = fresh[at % fresh.length];
    if (row === undefined || other === undefined || value === undefined) continue;
    const cell = column % row.length;
    const replace = (old: Row, by: unknown): Row =>
      old.map((one, place) => (place === cell ? by : one));
    if (what === "drop") edited.splice(index % edited.length, 1);
    else if (what === "copy") edited.push(other);
    else if (what === "change") edited[index % edited.length] = replace(row, value[cell]);
    else if (what === "null") edited[index % edited.length] = replace(row, null);
    else {
      edited[index % edited.length] = replace(row, other[cell]);
      edited[column % edited.length] = replace(other, row[cell]);
    }
  }
  return edited;
}

/** Text that equal values share, and no others. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "bigint") return `${item}n`;
    if (item instanceof Uint8Array) return [...item];
    if (typeof item === "number") return Number.isFinite(item) ? item : String(item);
    return item;
  });
}

/** A query that returns the rows. */
export function rowsAsSql({ columns }: Pair, rows: readonly Row[]): Sql {
  const select = (row: Row) =>
    columns.map(([name, type], index) => {
      const literal = typedLiteral(type as never, (row[index] ?? null) as never);
      return sql`cast(${literal} as ${{ kind: "sql", pieces: [{ kind: "type", type }] }}) as ${identifier(name)}`;
    });
  const none = sql`select ${select([])} where 1 = 0`;
  return joinSql([none, ...rows.map((row) => sql`select ${select(row)}`)], " union all ");
}

/** A row as a difference shows it. */
function shown({ columns }: Pair, row: Row): string {
  const entries = columns.map(([name, type], index) => {
    const value = row[index] ?? null;
    const text = value === null ? null : formatPlainValue(type as never, value as never);
    if (type.kind === "decimal" && text !== null)
      return [name, { type: "decimal", value: text.replace(/\.?0+$/, "") }];
    return [name, { type: type.kind, value: text === "-0" ? "0" : text }];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

/** What a comparison must find. */
export interface Expected {
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly changed: number;
  readonly duplicated: number;
  /** The rows of the left side that are left over, as they are shown, in order. */
  readonly lefts: readonly string[];
  /** The rows of the right side. */
  readonly rights: readonly string[];
}

/** The model: compares every row with every other. */
export function expectedOf(pair: Pair): Expected {
  const { key, left, right } = pair;
  const found = { onlyLeft: 0, onlyRight: 0, changed: 0, duplicated: 0 };
  const [lefts, rights]: [string[], string[]] = [[], []];
  const show = new Map([...left, ...right].map((row) => [canonical(row), shown(pair, row)]));
  const keyOf = (row: Row): string => canonical(row.slice(0, key.length));
  for (const name of new Set([...left, ...right].map(keyOf))) {
    const [ours, theirs] = [left, right].map((rows) =>
      rows.filter((row) => keyOf(row) === name).map(canonical),
    );
    const [m, u] = [minus(ours ?? [], theirs ?? []), minus(theirs ?? [], ours ?? [])];
    lefts.push(...m.map((row) => show.get(row) ?? ""));
    rights.push(...u.map((row) => show.get(row) ?? ""));
    const paired = Math.min(m.length, u.length);
    const [rest, elsewhere] = m.length > u.length ? [m, theirs ?? []] : [u, ours ?? []];
    const copies = rest.filter((row) => elsewhere.includes(row)).length;
    const alone = rest.length - paired;
    const duplicated = Math.min(alone, copies);
    found.changed += paired;
    found.duplicated += duplicated;
    if (m.length > u.length) found.onlyLeft += alone - duplicated;
    else found.onlyRight += alone - duplicated;
  }
  return { ...found, lefts: lefts.toSorted(), rights: rights.toSorted() };
}

function minus(rows: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return rows.filter((row) => {
    const at = rest.indexOf(row);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}
