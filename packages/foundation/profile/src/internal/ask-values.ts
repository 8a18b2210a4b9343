import type { DataType, DataTypeKind } from "@dx/core";
import {
  castAs,
  comparable,
  identifier,
  isNan,
  joinSql,
  query,
  sql,
  together,
  typedLiteral,
  type Query,
  type Sql,
} from "@dx/sql";
import type { Quantile, ValueCount } from "../profile.ts";
import { fitsOf, patterns } from "./meanings.ts";
import { asInt, chunks, countAt, isInfinite, textAt, whole } from "./sql-parts.ts";
import type { TableColumn } from "./table-columns.ts";

/** What the different values of a column say. */
export interface Values {
  /** How many there are, without NaN. */
  readonly distinct: number;
  /** How many of them come once. */
  readonly once: number;
  /** The least. */
  readonly min: string | null;
  /** The greatest. */
  readonly max: string | null;
  /** See `ColumnProfile`. */
  readonly quantiles: readonly Quantile[];
  /** The most frequent. */
  readonly top: readonly ValueCount[];
  /** See `ColumnProfile`. */
  readonly shapes: readonly ValueCount[];
  /** How many rows fit each pattern of `patterns`. */
  readonly fits: readonly number[];
}

/** How much is asked. */
export interface AskValuesOptions {
  /** How many values and shapes at most. */
  readonly top: number;
  /** In whole percent. */
  readonly percents: readonly number[];
}

const columnsPerQuestion = 8;
const noOrder: ReadonlySet<DataTypeKind> = new Set(["json", "interval", "bytes"]);
const ordered: ReadonlySet<DataTypeKind> = new Set([
  "int32",
  "int64",
  "float64",
  "decimal",
  "date",
  "time",
  "timestamp",
  "instant",
]);
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lookFrom = `${letters}${letters.toLowerCase()}0123456789`;
const lookTo = `${"A".repeat(26)}${"a".repeat(26)}${"9".repeat(10)}`;

/** Asks for what the different values say: a question for each eight columns of one type. */
export function askValues(
  from: Sql,
  columns: readonly TableColumn[],
  options: AskValuesOptions,
): Query<readonly Values[]> {
  const placed = columns.map((column, place) => [place, column] as const);
  const kinds = [...new Set(columns.map(({ type }) => groupOf(type)))];
  const parts = kinds.flatMap((kind) =>
    chunks(
      placed.filter(([, { type }]) => groupOf(type) === kind),
      columnsPerQuestion,
    ),
  );
  const asked = parts.map((part) =>
    askPart(
      from,
      part.map(([, column]) => column),
      options,
    ),
  );
  return together("values", asked, (all) => {
    const found = new Map(
      parts.flatMap((part, at) => part.map(([place], index) => [place, all[at]?.[index]] as const)),
    );
    return columns.map((_, place) => found.get(place) ?? nothing);
  });
}

const nothing: Values = {
  distinct: 0,
  once: 0,
  min: null,
  max: null,
  quantiles: [],
  top: [],
  shapes: [],
  fits: [],
};

/** Columns of one group can be selected into one column. */
function groupOf(type: DataType): string {
  if (noOrder.has(type.kind)) return "no order";
  return type.kind === "text" ? "text" : JSON.stringify(type);
}

function askPart(
  from: Sql,
  columns: readonly TableColumn[],
  options: AskValuesOptions,
): Query<readonly Values[]> {
  const counted = columns.map((column, at) => sql`${nameOf(at)} as (${countedOf(from, column)})`);
  const branches = columns.flatMap((column, at) => branchesOf(column, at, options));
  const question = sql`with ${counted} ${joinSql(branches, " union all ")}`;
  return query("values", question, (rows) => {
    const all = columns.map((): Found[] => []);
    for (let index = 0; index < rows.count; index += 1)
      all[countAt(rows, "col", index)]?.push({
        what: textAt(rows, "what", index) ?? "",
        value: textAt(rows, "val", index),
        last: textAt(rows, "last", index),
        n: countAt(rows, "n", index),
        more: countAt(rows, "more", index),
        fits: patterns.map((_, at) => countAt(rows, `fits_${at}`, index)),
      });
    return all.map((found) => readValues(found, options));
  });
}

interface Found {
  readonly what: string;
  readonly value: string | null;
  readonly last: string | null;
  readonly n: number;
  readonly more: number;
  readonly fits: readonly number[];
}

const nameOf = (at: number): Sql => identifier(`values_${at}`);

/** The different values and how many rows have each, without NULL and NaN. */
function countedOf(from: Sql, { name, type }: TableColumn): Sql {
  const value = identifier(name);
  const isWild = type.kind === "decimal" && type.precision === undefined;
  const wild =
    type.kind === "float64"
      ? sql` and not ${isNan(value)}`
      : isWild
        ? sql` and not ${isNan(value)} and not ${isInfinite(value, type)}`
        : sql``;
  const one = comparable({ sql: value, type });
  return sql`select val, count(*) as n from (select ${one} as val from ${from} as profiled where ${value} is not null${wild}) as every_value group by val`;
}

function branchesOf(
  { type }: TableColumn,
  at: number,
  { top, percents }: AskValuesOptions,
): readonly Sql[] {
  const counted = nameOf(at);
  const isText = type.kind === "text";
  const branch = (what: string, of: Of): Sql => {
    const fits = isText ? (of.fits ?? patterns.map(() => sql`0`)) : [];
    const named = fits.map((one, index) => sql`${one} as ${identifier(`fits_${index}`)}`);
    return sql`select ${[sql`${whole(at)} as col`, sql`${what} as what`, sql`${of.value} as val`, sql`${of.last ?? of.value} as last`, sql`${of.n} as n`, sql`${of.more} as more`, ...named]} from ${of.from}`;
  };
  const [val, n] = [identifier("val"), identifier("n")];
  const none = noOrder.has(type.kind)
    ? typedLiteral("text", null)
    : castAs(null, type.kind === "uuid" ? "text" : type);
  const hasEdges = !noOrder.has(type.kind) && type.kind !== "boolean";
  const figures = branch("figures", {
    value: hasEdges ? sql`min(val)` : none,
    last: hasEdges ? sql`max(val)` : none,
    n: sql`count(*)`,
    more: sql`count(case when n = 1 then 1 end)`,
    fits: fitsOf(val).map((one) =>
      asInt(sql`coalesce(sum(case when ${one} then n else 0 end), 0)`),
    ),
    from: counted,
  });
  if (noOrder.has(type.kind)) return [figures];
  const limit = type.kind === "boolean" ? Math.max(top, 2) : top;
  const frequent = branch("top", { value: val, n, more: sql`0`, from: topmost(counted, limit) });
  if (type.kind === "boolean") return [figures, frequent];
  if (isText) {
    const look = sql`select translate(val, ${lookFrom}, ${lookTo}) as look, n from ${counted}`;
    const looks = sql`(select look as val, ${asInt(sql`sum(n)`)} as n from (${look}) as looks group by look)`;
    const shapes = topmost(sql`${looks} as shapes`, top);
    return [figures, frequent, branch("shape", { value: val, n, more: sql`0`, from: shapes })];
  }
  if (!ordered.has(type.kind) || percents.length === 0) return [figures, frequent];
  const running = sql`select val, n, ${asInt(sql`sum(n) over (order by val rows between unbounded preceding and current row)`)} as upto, ${asInt(sql`sum(n) over ()`)} as total from ${counted}`;
  const hits = percents.map(
    (percent) =>
      sql`((upto - n) * 100 < total * ${whole(percent)} and upto * 100 >= total * ${whole(percent)})`,
  );
  const chosen = sql`(select val, upto, total from (${running}) as running where ${joinSql(hits, " or ")}) as chosen`;
  const upto = { value: val, n: sql`upto`, more: sql`total`, from: chosen };
  return [figures, frequent, branch("quantile", upto)];
}

/** The most frequent of values, of equally frequent ones the lesser. */
function topmost(from: Sql, limit: number): Sql {
  return sql`(select val, n from ${from} order by n desc, val limit ${whole(limit)}) as topmost`;
}

interface Of {
  readonly value: Sql;
  readonly last?: Sql;
  readonly n: Sql;
  readonly more: Sql;
  readonly fits?: readonly Sql[];
  readonly from: Sql;
}

function readValues(found: readonly Found[], { percents }: AskValuesOptions): Values {
  const of = (what: string): readonly Found[] => found.filter((one) => one.what === what);
  const counts = (what: string): readonly ValueCount[] =>
    of(what)
      .flatMap(({ value, n }) => (value === null ? [] : [{ value, rows: n }]))
      .toSorted((a, b) => b.rows - a.rows);
  const [figures] = of("figures");
  const upto = of("quantile").toSorted((a, b) => a.n - b.n);
  return {
    distinct: figures?.n ?? 0,
    once: figures?.more ?? 0,
    min: figures?.value ?? null,
    max: figures?.last ?? null,
    quantiles: percents.flatMap((percent) => {
      const value = upto.find(({ n, more }) => n * 100 >= more * percent)?.value;
      return value === undefined || value === null ? [] : [{ share: percent / 100, value }];
    }),
    top: counts("top"),
    shapes: counts("shape"),
    fits: figures?.fits ?? [],
  };
}
