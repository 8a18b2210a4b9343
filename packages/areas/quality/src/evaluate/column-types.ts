import { messageOf, relation, type DataType, type Rows } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import type { Suite } from "../check.ts";
import { columnsOf, tablesOf } from "./columns-of.ts";

/** What is known of a column: its type, or why there is none. */
export type FoundColumn =
  | {
      /** As dx reads it. */
      readonly type: DataType;
    }
  | {
      /** Why there is none. */
      readonly error: string;
    };

/** What is known of a table. */
export interface FoundTable {
  /** Why it cannot be read; `null` if it can. */
  readonly error: string | null;
  /** The columns that were asked for, by the names that were asked. */
  readonly columns: ReadonlyMap<
    string,
    FoundColumn & {
      /** Its name. */
      readonly name: string;
    }
  >;
  /** All columns, in order, by the names that the engine gives. */
  readonly all: readonly {
    /** Its name. */
    readonly name: string;
    /** Its type. */
    readonly type: DataType;
  }[];
}

/** What is known of tables, by the names that were asked. */
export type FoundTables = ReadonlyMap<string, FoundTable>;

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** Asks for the columns of all tables of a suite, and their types; what is missing is told, not thrown. */
export function* findTables(suite: Suite): Asking<FoundTables> {
  const found = new Map<string, FoundTable>();
  for (const table of tablesOf(suite)) {
    const checks = suite.checks.filter((check) => check.table === table);
    const wanted = [...new Set(checks.flatMap((check) => columnsOf(check)))];
    found.set(table, yield* findTable(table, wanted));
  }
  return found;
}

function* findTable(table: string, wanted: readonly string[]): Asking<FoundTable> {
  const columns = new Map<string, FoundColumn & { readonly name: string }>();
  try {
    const [all] = yield [sql`select * from ${relation(table)} where 1 = 0`];
    const found = yield* findColumns(table, wanted);
    for (const [index, name] of wanted.entries()) {
      const column = found[index];
      if (column !== undefined) columns.set(name, column);
    }
    return { error: null, columns, all: (all?.columns ?? []).map(nameAndType) };
  } catch (error) {
    return { error: messageOf(error), columns, all: [] };
  }
}

function* findColumns(
  table: string,
  names: readonly string[],
): Asking<readonly (FoundColumn & { readonly name: string })[]> {
  if (names.length === 0) return [];
  const list = names.map((name) => identifier(name));
  try {
    const [rows] = yield [sql`select ${list} from ${relation(table)} where 1 = 0`];
    return (rows?.columns ?? []).map(nameAndType);
  } catch (error) {
    if (names.length === 1) return [{ name: names[0] ?? "", error: messageOf(error) }];
    const half = Math.ceil(names.length / 2);
    return [
      ...(yield* findColumns(table, names.slice(0, half))),
      ...(yield* findColumns(table, names.slice(half))),
    ];
  }
}

function nameAndType(column: Rows["columns"][number]): { name: string; type: DataType } {
  const { name, values: _, validity: __, ...type } = column;
  return { name, type };
}
