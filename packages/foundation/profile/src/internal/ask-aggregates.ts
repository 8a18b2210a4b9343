import {
  castAs,
  identifier,
  isNan,
  query,
  sql,
  together,
  typedLiteral,
  type Query,
  type Sql,
} from "@dx/sql";
import type { TextFaults, TextLengths } from "../profile.ts";
import { asFloat, asInt, chunks, countAt, isInfinite, numberAt } from "./sql-parts.ts";
import type { TableColumn } from "./table-columns.ts";

/** What aggregates over the rows say of a column. */
export interface Aggregates {
  /** Rows with a value. */
  readonly filled: number;
  /** Rows with NaN. */
  readonly nans: number;
  /** Rows with an infinity. */
  readonly infinite: number;
  /** See `ColumnProfile`. */
  readonly mean: number | null;
  /** See `ColumnProfile`. */
  readonly stddev: number | null;
  /** See `ColumnProfile`. */
  readonly lengths: TextLengths | null;
  /** See `ColumnProfile`. */
  readonly faults: TextFaults | null;
}

/** Aggregates over all rows: how many there are, and of each column. */
export interface TableAggregates {
  /** Rows that were read. */
  readonly rows: number;
  /** In the order of the columns. */
  readonly columns: readonly Aggregates[];
}

const columnsPerQuestion = 60;

/** Asks for what needs no grouping: one scan for each 60 columns. */
export function askAggregates(from: Sql, columns: readonly TableColumn[]): Query<TableAggregates> {
  const parts = columns.length === 0 ? [[]] : chunks(columns, columnsPerQuestion);
  const asked = parts.map((part) => askPart(from, part));
  return together("aggregates", asked, (all) => ({
    rows: all[0]?.rows ?? 0,
    columns: all.flatMap((one) => one.columns),
  }));
}

function askPart(from: Sql, columns: readonly TableColumn[]): Query<TableAggregates> {
  const selected = columns.flatMap((column, at) =>
    Object.entries(aggregatesOf(column)).map(
      ([name, value]) => sql`${value} as ${identifier(`${name}_${at}`)}`,
    ),
  );
  const question = sql`select ${[sql`count(*) as n`, ...selected]} from ${from} as profiled`;
  return query("aggregates", question, (rows) => ({
    rows: countAt(rows, "n"),
    columns: columns.map((column, at): Aggregates => {
      const count = (name: string): number => countAt(rows, `${name}_${at}`);
      const number = (name: string): number | null => numberAt(rows, `${name}_${at}`);
      const isFar = count("far") > 0;
      const shortest = number("shortest");
      return {
        filled: count("filled"),
        nans: count("nans"),
        infinite: count("infinite"),
        mean: isFar ? null : number("mean"),
        stddev: isFar ? null : number("spread"),
        lengths:
          shortest === null
            ? null
            : { min: shortest, max: count("longest"), mean: number("length") ?? 0 },
        faults:
          column.type.kind === "text"
            ? {
                empty: count("void"),
                blank: count("blank"),
                leadingSpaces: count("leading_spaces"),
                trailingSpaces: count("trailing_spaces"),
              }
            : null,
      };
    }),
  }));
}

function aggregatesOf(column: TableColumn): Readonly<Record<string, Sql>> {
  const { name, type } = column;
  const value = identifier(name);
  const filled = sql`count(${value})`;
  switch (type.kind) {
    case "int32":
    case "int64":
      return { filled, ...momentsOf(asFloat(value)) };
    case "float64":
      return { filled, ...unboundedOf(column) };
    case "decimal":
      return {
        filled,
        ...(type.precision === undefined ? unboundedOf(column) : momentsOf(asFloat(value))),
      };
    case "text":
      return { filled, ...textsOf(castAs(value, "text")) };
    default:
      return { filled };
  }
}

const countIf = (condition: Sql): Sql => sql`count(case when ${condition} then 1 end)`;

function momentsOf(number: Sql): Readonly<Record<string, Sql>> {
  return {
    mean: asFloat(sql`avg(${number})`),
    spread: asFloat(sql`stddev_samp(${number})`),
  };
}

/** Of numbers that may be NaN, infinite, or too great to be squared. */
function unboundedOf({ name, type }: TableColumn): Readonly<Record<string, Sql>> {
  const value = identifier(name);
  const limit =
    type.kind === "decimal"
      ? typedLiteral("decimal", { unscaled: 10n ** 100n, scale: 0 })
      : sql`${1e100}`;
  const far = sql`abs(${value}) > ${limit}`;
  return {
    nans: countIf(isNan(value)),
    infinite: countIf(isInfinite(value, type)),
    far: countIf(sql`not ${isNan(value)} and ${far}`),
    ...momentsOf(sql`case when ${isNan(value)} or ${far} then null else ${asFloat(value)} end`),
  };
}

function textsOf(text: Sql): Readonly<Record<string, Sql>> {
  const length = sql`length(${text})`;
  return {
    shortest: asInt(sql`min(${length})`),
    longest: asInt(sql`max(${length})`),
    length: asFloat(sql`avg(${asFloat(length)})`),
    void: countIf(sql`${length} = 0`),
    blank: countIf(sql`${length} > 0 and length(replace(${text}, ' ', '')) = 0`),
    leading_spaces: countIf(sql`${text} like ' %'`),
    trailing_spaces: countIf(sql`${text} like '% '`),
  };
}
