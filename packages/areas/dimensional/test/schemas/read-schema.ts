import { readFileSync } from "node:fs";
import { createRandom, type PlainObject, type Random, type TypeName } from "@dx/core";
import { edge, type MadeSchema } from "./make-schema.ts";

/** What a reference of a text names: how it is written is said in `public/SOURCE.md`. */
interface Reference {
  readonly table: string;
  readonly column: string;
  readonly group: string | null;
  readonly isMeant: boolean;
  readonly isOnce: boolean;
  readonly from: number;
}

interface ColumnText {
  readonly name: string;
  readonly kind: string;
  readonly reference: Reference | null;
  readonly nulls: number;
  readonly isSkewed: boolean;
}

interface TableText {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnText[];
  readonly unique: readonly string[] | null;
}

/** How the values of all tables are stored. */
export type Storage =
  | "typed"
  /** As loaders of CSV guess types: whole numbers in a column with gaps are float64, and one key in three is text. */
  | "csv";

/** Makes data for a schema that is described in `public/NAME.txt`. */
export function readSchema(
  name: string,
  { seed, storage = "typed" }: { readonly seed: number; readonly storage?: Storage },
): MadeSchema {
  const text = readFileSync(new URL(`public/${name}.txt`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  const order =
    lines
      .find((line) => line.startsWith("order "))
      ?.split(" ")
      .slice(1) ?? [];
  const tables = lines.filter((line) => !line.startsWith("order ")).map(readTable);
  const placeOf = ({ name: own }: TableText): number =>
    order.includes(own) ? order.indexOf(own) : order.length;
  const made = fill(tables, {
    order: tables.toSorted((a, b) => placeOf(a) - placeOf(b)),
    random: createRandom(seed),
  });
  const truth = tables.flatMap((table) => truthOf(table));
  return {
    name: storage === "csv" ? `${name} as CSV` : name,
    truth,
    tables: tables.map((table) => store(table, made, storage)),
  };
}

function readTable(line: string): TableText {
  const [, name = "", rows = "", rest = ""] = /^(\S+) (\d+): (.*)$/.exec(line) ?? [];
  const parts = rest.split("; ").map((part) => part.trim());
  const unique =
    parts
      .find((part) => part.startsWith("unique "))
      ?.slice(7)
      .split(",") ?? null;
  const columns = parts.filter((part) => !part.startsWith("unique ")).map(readColumn);
  return { name, rows: Number(rows), columns, unique };
}

function readColumn(text: string): ColumnText {
  const [name = "", ...rest] = text.split(" ");
  const nulls = rest.find((word) => /^\?\d+$/.test(word));
  const once = rest.find((word) => /^!\d*$/.test(word));
  const kind = rest.filter((word) => word !== nulls && word !== once && word !== "~").join(" ");
  const [, sign = "", table = "", column = "", group] =
    /^([>%])([^.]+)\.([^@]+)(?:@(.+))?$/.exec(kind) ?? [];
  const reference: Reference = {
    table,
    column,
    group: group ?? null,
    isMeant: sign === ">",
    isOnce: once !== undefined,
    from: Number(once?.slice(1) ?? 0),
  };
  return {
    name,
    kind,
    reference: sign === "" ? null : reference,
    nulls: Number(nulls?.slice(1) ?? 0) / 100,
    isSkewed: rest.includes("~"),
  };
}

function truthOf(table: TableText): readonly string[] {
  const meant = table.columns.flatMap(({ name, reference }) =>
    reference?.isMeant === true ? [{ name, ...reference }] : [],
  );
  const groups = new Map<string, (typeof meant)[number][]>();
  for (const one of meant) {
    const key = one.group === null ? one.name : `@${one.group}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const polymorphic = table.columns.flatMap(({ kind }, at) => {
    const next = table.columns[at + 1]?.name ?? "";
    return kind.startsWith("poly:")
      ? parentsOf(kind).map(([parent]) => edge(table.name, [next], [parent, ["id"]]))
      : [];
  });
  return [
    ...[...groups.values()].map((group) =>
      edge(
        table.name,
        group.map(({ name }) => name),
        [group[0]?.table ?? "", group.map(({ column }) => column)],
      ),
    ),
    ...polymorphic,
  ];
}

function parentsOf(kind: string): readonly (readonly [table: string, word: string])[] {
  return kind
    .slice("poly:".length)
    .split(",")
    .map((pair) => {
      const [table = "", word = ""] = pair.split("=");
      return [table, word] as const;
    });
}

type Cell = bigint | number | string | boolean | null;
type Made = ReadonlyMap<string, readonly Readonly<Record<string, Cell>>[]>;

function fill(
  tables: readonly TableText[],
  { order, random }: { readonly order: readonly TableText[]; readonly random: Random },
): Made {
  const made = new Map<string, Record<string, Cell>[]>();
  for (const table of order)
    made.set(
      table.name,
      Array.from({ length: table.rows }, () => ({})),
    );
  const isOwn = ({ reference, kind }: ColumnText): boolean =>
    reference === null && kind !== "polyid";
  for (const table of order) fillColumns(table, { made, random, chosen: isOwn });
  for (const table of order)
    fillColumns(table, { made, random, chosen: (column) => !isOwn(column) });
  for (const { name, unique } of tables) {
    if (unique === null) continue;
    const seen = new Set<string>();
    const rows = (made.get(name) ?? []).filter((row) => {
      const key = unique.map((column) => String(row[column])).join("|");
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
    made.set(name, rows);
  }
  return made;
}

interface Filling {
  readonly made: ReadonlyMap<string, Record<string, Cell>[]>;
  readonly random: Random;
  readonly chosen: (column: ColumnText) => boolean;
}

function fillColumns(table: TableText, { made, random, chosen }: Filling): void {
  const rows = made.get(table.name) ?? [];
  let last = 0;
  for (const [index, row] of rows.entries()) {
    const taken = new Map<string, Row>();
    for (const column of table.columns.filter(chosen)) {
      const { name, kind, reference, nulls } = column;
      if (kind === "gap") last += random.integer(1, 9);
      if (nulls > 0 && random.number() < nulls) row[name] = null;
      else if (kind === "gap") row[name] = BigInt(last);
      else if (kind === "polyid") row[name] = polymorphicId(table, { row, column, made, random });
      else if (reference === null) row[name] = valueOf(kind, { index, random });
      else
        row[name] =
          parentOf(column, reference, { taken, index, made, random })[reference.column] ?? null;
    }
  }
}

type Row = Readonly<Record<string, Cell>>;

/** The row that is referred to: the same for all columns of a group. */
function parentOf(
  { name, isSkewed }: ColumnText,
  { table, group, isOnce, from }: Reference,
  given: {
    readonly taken: Map<string, Row>;
    readonly index: number;
    readonly made: ReadonlyMap<string, readonly Row[]>;
    readonly random: Random;
  },
): Row {
  const { taken, index, made, random } = given;
  const parents = made.get(table) ?? [];
  const key = `${table}@${group ?? name}`;
  const at = isOnce
    ? (index + from) % parents.length
    : Math.floor(random.number() ** (isSkewed ? 2 : 1) * parents.length);
  const parent = taken.get(key) ?? parents[at] ?? {};
  taken.set(key, parent);
  return parent;
}

function polymorphicId(
  table: TableText,
  given: {
    readonly row: Readonly<Record<string, Cell>>;
    readonly column: ColumnText;
    readonly made: ReadonlyMap<string, Record<string, Cell>[]>;
    readonly random: Random;
  },
): Cell {
  const type = table.columns[table.columns.indexOf(given.column) - 1];
  const parent = parentsOf(type?.kind ?? "").find(
    ([, word]) => word === given.row[type?.name ?? ""],
  );
  const rows = given.made.get(parent?.[0] ?? "") ?? [];
  return given.random.pick(rows.map((row) => row["id"] ?? null));
}

const names =
  "Ann Ben Cleo Dan Eva Finn Gita Hugo Ida Jan Kim Lea Max Nora Omar Pia Raj Sara Tom Una".split(
    " ",
  );
const words =
  "amber brook cedar delta ember frost grove haven iris jade lark mead north olive pine".split(" ");
const oneDay = 86_400_000_000n;

type Maker = (
  rest: string,
  given: {
    readonly from: number;
    readonly to: number;
    readonly index: number;
    readonly random: Random;
  },
) => Cell;

const makers: Readonly<Record<string, Maker>> = {
  i: (_, { from, to, random }) => BigInt(random.integer(from, to)),
  f: (rest, { random }) => Number(random.pick(rest.split("|"))),
  m: (_, { from, to, random }) => Math.round((from + random.number() * (to - from)) * 100) / 100,
  b: (_, { random }) => random.number() < 0.6,
  n: (_, { random }) => `${random.pick(names)} ${random.pick(words)}`,
  t: (_, { index, random }) => `${random.pick(words)} ${random.pick(names)} ${index}`,
  e: (rest, { random }) => random.pick(rest.split("|")),
  poly: (rest, { random }) => random.pick(parentsOf(`poly:${rest}`))[1],
  l: (rest, { index }) =>
    rest === ""
      ? lettersOf(index)
      : (rest.split(" ")[index] ?? `${rest.split(" ")[0] ?? ""}${index}`),
  c: (rest, { index, random }) =>
    rest.replaceAll(/[#A9]/g, (sign) => codeSign(sign, index, random)),
  d: (_, { from, to, random }) =>
    String((from - 1970) * 365 + random.integer(0, Math.max(1, to) * 365)),
  dayd: (_, { from, index }) => String((from - 1970) * 365 + 10 + index),
  day: (_, { from, index }) => {
    const date = new Date(Date.UTC(from, 0, 1 + index));
    const day = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
    return BigInt(date.getUTCFullYear() * 10_000 + day);
  },
  s: (_, { from, to, random }) =>
    String((BigInt(from - 1970) * 365n + BigInt(random.integer(0, to * 365))) * oneDay),
};

function codeSign(sign: string, index: number, random: Random): string {
  if (sign === "#") return String(index + 10_000);
  return sign === "A"
    ? String.fromCodePoint(65 + random.integer(0, 25))
    : String(random.integer(0, 9));
}

function valueOf(
  kind: string,
  { index, random }: { readonly index: number; readonly random: Random },
): Cell {
  const [, word = "", rest = ""] = /^([a-z]+)(?::(.*))?$/.exec(kind) ?? [];
  const maker = makers[word];
  const [from = 0, to = 0] = rest.split(/[-+](?=\d)/).map(Number);
  if (maker !== undefined) return maker(rest, { from, to, index, random });
  const [, start = "", step = "1"] = /^id(\d*)(?:x(\d+))?$/.exec(kind) ?? [];
  if (!kind.startsWith("id")) throw new Error(`no kind of column: ${kind}`);
  return BigInt(Number(start === "" ? "1" : start) + index * Number(step));
}

function lettersOf(index: number): string {
  return [26 * 26, 26, 1]
    .map((size) => String.fromCodePoint(65 + (Math.floor(index / size) % 26)))
    .join("");
}

function store(
  { name, columns }: TableText,
  made: Made,
  storage: Storage,
): MadeSchema["tables"][number] {
  const rows = made.get(name) ?? [];
  const typed = columns.map((column, at) => {
    const base = typeOf(column, rows);
    if (storage === "typed" || base !== "int64") return [column.name, base] as const;
    if (rows.some((row) => row[column.name] === null)) return [column.name, "float64"] as const;
    return [column.name, column.reference !== null && at % 3 === 1 ? "text" : "int64"] as const;
  });
  return {
    name,
    types: Object.fromEntries(typed),
    rows: rows.map((row): PlainObject =>
      Object.fromEntries(typed.map(([column, type]) => [column, cast(row[column] ?? null, type)])),
    ),
  };
}

function cast(value: Cell, type: TypeName): unknown {
  if (value === null) return null;
  if (type === "float64") return Number(value);
  if (type === "date") return Number(value);
  if (type === "timestamp") return BigInt(String(value));
  return type === "text" ? String(value) : value;
}

function typeOf(
  { kind, name }: ColumnText,
  rows: readonly Readonly<Record<string, Cell>>[],
): TypeName {
  if (/^d(ayd)?:/u.test(kind)) return "date";
  if (kind.startsWith("s:")) return "timestamp";
  const value = rows.map((row) => row[name]).find((one) => one !== null && one !== undefined);
  switch (typeof value) {
    case "bigint":
      return "int64";
    case "number":
      return "float64";
    case "boolean":
      return "boolean";
    default:
      return "text";
  }
}
