import { relation, type DataTypeKind, type Rows } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import type { Check } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { readCount } from "../evaluate/read-number.ts";
import { valueColumn } from "./value-column.ts";
import { groupWeight, weightOf } from "./weights.ts";

/** How many rows tables have, and how many different values their columns. */
export type KnownTables = Readonly<
  Record<
    string,
    {
      /** So many rows. */
      readonly rows: number;
      /** Different values, by column. */
      readonly distinct: Readonly<Record<string, number>>;
    }
  >
>;

/** What was chosen for the checks of some rows. */
export interface Chosen {
  /** The columns whose different values are looked at. */
  readonly columns: ReadonlyMap<string, Values>;
  /** Whether there are so few rows that each further query costs more than it saves. */
  readonly isSmall: boolean;
}

/** The different values of a column, and their share of the rows. */
interface Values {
  readonly distinct: number;
  readonly share: number;
}

const grouped = new Set<DataTypeKind>(["text", "int32", "int64", "boolean", "date"]);
const worth = 20;
const head = 20_000;
/** What a further query costs, in the same units for all rows. */
const query = 2_000_000;

/**
 * The columns whose checks are cheaper on each different value than on each row. What is not known of them is asked of
 * the first rows of the table: that may mislead, but only costs time.
 */
export function* chooseDictionaries(
  checks: readonly Check[],
  tables: FoundTables,
  known: KnownTables,
): Generator<readonly Sql[], Chosen, readonly Rows[]> {
  const [first] = checks;
  if (first === undefined) return { columns: new Map(), isSmall: false };
  const found = tables.get(first.table);
  const weights = new Map<string, number>();
  for (const check of checks) {
    const name = valueColumn(check);
    const column = name === undefined ? undefined : found?.columns.get(name);
    if (name === undefined || column === undefined || !("type" in column)) continue;
    if (grouped.has(column.type.kind))
      weights.set(name, (weights.get(name) ?? 0) + weightOf(check));
  }
  const candidates = [...weights].filter(([, weight]) => weight >= worth).map(([name]) => name);
  const { values, rows } = yield* valuesOf(first.table, candidates, known);
  const columns = [...values].filter(([name, { share, distinct }]) => {
    const weight = weights.get(name) ?? 0;
    const saved = weight - groupWeight(share, distinct) - share * weight;
    return saved > 0.2 * weight && saved * rows > query;
  });
  return { columns: new Map(columns), isSmall: rows < head };
}

// oxlint-disable-next-line complexity -- what is told, and what is asked
function* valuesOf(
  table: string,
  columns: readonly string[],
  known: KnownTables,
): Generator<
  readonly Sql[],
  { readonly values: ReadonlyMap<string, Values>; readonly rows: number },
  readonly Rows[]
> {
  const all = new Map<string, Values>();
  const told = known[table];
  for (const column of columns) {
    const distinct = told?.distinct[column];
    if (told !== undefined && distinct !== undefined && told.rows > 0)
      all.set(column, { distinct, share: Math.min(1, distinct / told.rows) });
  }
  const missing = columns.filter((column) => !all.has(column));
  if (missing.length === 0) return { values: all, rows: told?.rows ?? Infinity };
  const names = missing.map((name) => identifier(name));
  const counts = missing.map((name) => sql`count(distinct ${identifier(name)})`);
  const [rows] = yield [
    sql`select count(*), ${counts} from (select ${names} from ${relation(table)} limit ${BigInt(head)}) as head`,
  ];
  const looked = readCount(rows?.columns[0]);
  for (const [index, name] of missing.entries()) {
    const distinct = readCount(rows?.columns[index + 1]);
    if (looked > 0) all.set(name, { distinct, share: distinct / looked });
  }
  const guessed = looked < head ? looked : Infinity;
  return { values: all, rows: told?.rows ?? guessed };
}
