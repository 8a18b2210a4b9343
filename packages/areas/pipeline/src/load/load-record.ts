import { formatRelation, relation, toObjects, type Rows, type TableName } from "@dx/core";
import {
  castAs,
  identifier,
  joinSql,
  query,
  sql,
  timestampLiteral,
  type Query,
  type Statement,
} from "@dx/sql";
import type { CursorState } from "../extract/cursor.ts";
import { stateTables } from "./state-tables.ts";

/** What a load did. */
export interface LoadRecord {
  /** The target's table. */
  readonly table: string;
  /** What makes it the same load if it is tried again. */
  readonly loadId: string;
  /** When it was, as the caller says: ISO text. */
  readonly at: string;
  /** How rows were loaded. */
  readonly mode: string;
  /** How many rows were read of the source. */
  readonly read: number;
  /** How many rows are new. */
  readonly inserted: number;
  /** How many rows were changed. */
  readonly updated: number;
  /** How many rows were taken out. */
  readonly deleted: number;
  /** How many values the contract did not let in. */
  readonly rejected: number;
  /** How large the values were that came; `null` where they did not pass through here, as of a file or in one database. */
  readonly bytes: number | null;
  /** How long it took, if the caller gave a clock. */
  readonly seconds: number | null;
  /** How far the source was read: JSON text. */
  readonly cursor: string | null;
}

const columns =
  "table_name load_id loaded_at mode read_rows inserted_rows updated_rows deleted_rows rejected_values bytes seconds cursor_after";

/** The loads of a table, or of all beside it, in their order. */
export function readLoads(
  table: TableName,
  { all = false }: { readonly all?: boolean } = {},
): Query<readonly LoadRecord[]> {
  const { loads } = stateTables(table);
  const only = all ? sql`1 = 1` : sql`table_name = ${formatRelation(relation(table))}`;
  return query(
    "readLoads",
    sql`select * from ${loads} where ${only} order by loaded_at, table_name, load_id`,
    readRecords,
  );
}

/** One load of a table, if it was done. */
export function findLoad(table: TableName, loadId: string): Query<LoadRecord | undefined> {
  const { loads } = stateTables(table);
  const name = formatRelation(relation(table));
  return query(
    "findLoad",
    sql`select * from ${loads} where table_name = ${name} and load_id = ${loadId}`,
    (rows) => readRecords(rows)[0],
  );
}

function readRecords(rows: Rows): readonly LoadRecord[] {
  return toObjects(rows, "text").map((row): LoadRecord => {
    const text = (name: string): string | null => row[name]?.value ?? null;
    const number = (name: string): number => Number(text(name) ?? 0);
    const maybe = (name: string): number | null => (text(name) === null ? null : number(name));
    return {
      table: text("table_name") ?? "",
      loadId: text("load_id") ?? "",
      at: text("loaded_at") ?? "",
      mode: text("mode") ?? "",
      read: number("read_rows"),
      inserted: number("inserted_rows"),
      updated: number("updated_rows"),
      deleted: number("deleted_rows"),
      rejected: number("rejected_values"),
      bytes: maybe("bytes"),
      seconds: maybe("seconds"),
      cursor: text("cursor_after"),
    };
  });
}

/** How far the source of a table was read. */
export function readCursor(table: TableName): Query<CursorState | undefined> {
  const { cursors } = stateTables(table);
  const name = formatRelation(relation(table));
  return query(
    "readCursor",
    sql`select state from ${cursors} where table_name = ${name}`,
    (rows) => {
      const state = toObjects(rows, "text")[0]?.["state"]?.value;
      if (state === undefined || state === null) return undefined;
      const read: CursorState = JSON.parse(state);
      return read;
    },
  );
}

/** The statements that note a load and how far it read, for the transaction of its rows. */
export function noteLoad(record: LoadRecord): readonly Statement[] {
  const { loads, cursors } = stateTables(record.table);
  const values = [
    record.table,
    record.loadId,
    timestampLiteral(record.at),
    record.mode,
    ...[record.read, record.inserted, record.updated, record.deleted, record.rejected].map(BigInt),
    castAs(record.bytes === null ? null : BigInt(record.bytes), "int64"),
    castAs(record.seconds, "float64"),
    record.cursor,
  ];
  const names = columns.split(" ").map((name) => identifier(name));
  const note = {
    purpose: `note the load ${record.loadId}`,
    sql: sql`insert into ${loads} (${names}) values (${joinSql(values, ", ")})`,
  };
  if (record.cursor === null) return [note];
  return [
    note,
    {
      purpose: "note how far the source was read",
      sql: sql`update ${cursors} set state = ${record.cursor} where table_name = ${record.table}`,
    },
  ];
}

/**
 * The statement that takes a table for a load: whoever loads the same one waits for the end of this transaction, or is
 * refused, so that no two read on from one state.
 */
export function takeTable(table: TableName, loadId: string): Statement {
  const { cursors } = stateTables(table);
  const name = formatRelation(relation(table));
  return {
    purpose: `take ${name}, so that nobody else loads it`,
    sql: sql`update ${cursors} set load_id = ${loadId} where table_name = ${name}`,
  };
}

/** The same for a table that was never loaded. */
export function takeNewTable(table: TableName, loadId: string): Statement {
  const { cursors } = stateTables(table);
  const name = formatRelation(relation(table));
  return {
    purpose: `take ${name} for its first load`,
    sql: sql`insert into ${cursors} (table_name, state, load_id) values (${name}, ${null}, ${loadId})`,
  };
}
