import { relation, type DataTypeKind, type Rows } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import type { Check } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { readCount } from "../evaluate/read-number.ts";
import type { KnownFacts } from "../facts/known-facts.ts";
import { isDistinct, valueColumn } from "./value-column.ts";
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
  readonly columns: ReadonlyMap<string, ChosenValues>;
  /** Whether there are so few rows that each further query costs more than it saves. */
  readonly isSmall: boolean;
}

/** All is counted in one scan. */
export const noDictionaries: Chosen = { columns: new Map(), isSmall: true };

/** The different values of a column, and their share of the rows. */
interface Values {
  readonly distinct: number;
  readonly share: number;
}

/** The same, with what grouping by them costs for each row. */
interface ChosenValues extends Values {
  readonly group: number;
}

const grouped = new Set<DataTypeKind>(["text", "int32", "int64", "boolean", "date"]);
const worth = 20;
/** Fewer rows are scanned in one query. */
const few = 20_000;
/** So many rows of few, and of many, tell how many different values there are. */
const heads = [4096, 20_000] as const;
const many = 2_000_000;
/** What a further query costs, in the same units for all rows. */
const query = 3_000_000;

/** What is known of the tables. */
export interface ChooseOptions {
  readonly tables: FoundTables;
  readonly known: KnownTables;
  readonly facts: ReadonlyMap<string, KnownFacts>;
}

/**
 * The columns whose checks are cheaper on each different value than on each row. What is not known of them is asked of
 * the first rows of the table, if it has more than a few: that may mislead, but only costs time.
 */
export function* chooseDictionaries(
  checks: readonly Check[],
  { tables, known, facts }: ChooseOptions,
): Generator<readonly Sql[], Chosen, readonly Rows[]> {
  const [first] = checks;
  if (first === undefined) return { columns: new Map(), isSmall: false };
  const { table } = first;
  const about = known[table]?.rows ?? facts.get(table)?.about;
  if (about !== undefined && about < few) return noDictionaries;
  const candidates = [...candidatesOf(checks, tables)].filter(
    ([, { weight, distinct }]) => weight >= (distinct > 0 ? 1 : worth),
  );
  const names = candidates.map(([name]) => name);
  const { values, rows } = yield* valuesOf(table, names, { known, about });
  const columns = candidates.flatMap(([name, { weight, distinct, kind }]) => {
    const found = values.get(name);
    if (found === undefined) return [];
    const group = groupWeight(found, kind);
    // different values are counted by groups, whether apart or not
    const saved = weight * (1 - found.share) + (distinct > 0 ? 0 : -group);
    return saved > 0.2 * (weight + group) && saved * rows > query
      ? [[name, { ...found, group }] as const]
      : [];
  });
  return { columns: new Map(columns), isSmall: rows < few };
}

/** What checks of a column cost for each row, without those that count different values, and how many of those there are. */
interface Candidate {
  readonly weight: number;
  readonly distinct: number;
  readonly kind: DataTypeKind;
}

function candidatesOf(
  checks: readonly Check[],
  tables: FoundTables,
): ReadonlyMap<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const check of checks) {
    const name = valueColumn(check);
    const column = name === undefined ? undefined : tables.get(check.table)?.columns.get(name);
    if (name === undefined || column === undefined || !("type" in column)) continue;
    const { kind } = column.type;
    if (!grouped.has(kind)) continue;
    const { weight, distinct } = candidates.get(name) ?? { weight: 0, distinct: 0 };
    candidates.set(
      name,
      isDistinct(check)
        ? { weight, distinct: distinct + 1, kind }
        : { weight: weight + weightOf(check), distinct, kind },
    );
  }
  return candidates;
}

interface ValuesOptions {
  readonly known: KnownTables;
  /** About how many rows there are, if that is known. */
  readonly about: number | undefined;
}

// oxlint-disable-next-line complexity -- what is told, and what is asked
function* valuesOf(
  table: string,
  columns: readonly string[],
  { known, about }: ValuesOptions,
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
  if (missing.length === 0) return { values: all, rows: about ?? Infinity };
  const head = about !== undefined && about < many ? heads[0] : heads[1];
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
  return { values: all, rows: about ?? guessed };
}
