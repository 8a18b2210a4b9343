import { relation, type TableName } from "@dx/core";
import { dialectCall } from "./dialect/functions.ts";
import { identifier } from "./identifier.ts";
import { joinSql } from "./join-sql.ts";
import { sql } from "./sql-template.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Rows that match get new values. */
export interface MergeUpdate {
  /** The new values, by column. */
  readonly update: Readonly<Record<string, SqlValue>>;
  /** Only of those for which this is true. */
  readonly and?: Sql;
}

/** Rows that match go. */
export interface MergeDelete {
  /** Tells it from other branches. */
  readonly delete: true;
  /** Only of those for which this is true. */
  readonly and?: Sql;
}

/** Rows of the source that match none are put in. */
export interface MergeInsert {
  /** The values of the new row, by column. */
  readonly insert: Readonly<Record<string, SqlValue>>;
  /** Only of those for which this is true. */
  readonly and?: Sql;
}

/** A merge. */
export interface Merge {
  /** Whose rows are changed. */
  readonly into: TableName;
  /** How conditions call it. */
  readonly as: string;
  /** A relation or query, with its alias, as `(select ...) as s`; at most one of its rows fits each row. */
  readonly using: Sql;
  /** Which of its rows fits which row. */
  readonly on: Sql;
  /** Tried in order; the first that fits is taken. */
  readonly branches: readonly (MergeUpdate | MergeDelete | MergeInsert)[];
}

/**
 * The statement `merge`.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in Redshift, whose merge takes no alias, query or condition
 * @see ISO/IEC 9075-2, "merge statement"
 */
export function merge({ into, as, using, on, branches }: Merge): Sql {
  const written = branches.map((branch) => {
    const and = branch.and === undefined ? sql`` : sql` and ${branch.and}`;
    if ("insert" in branch) return sql`when not matched${and} then ${writeInsert(branch.insert)}`;
    const change = "update" in branch ? writeSet(branch.update) : sql`delete`;
    return sql`when matched${and} then ${change}`;
  });
  const head = sql`merge into ${relation(into)} as ${identifier(as)} using ${using} on ${on}`;
  const all = joinSql([head, ...written], " ");
  return dialectCall("merge", all);
}

function writeSet(values: Readonly<Record<string, SqlValue>>): Sql {
  const set = Object.entries(values).map(([name, value]) => sql`${identifier(name)} = ${value}`);
  return sql`update set ${set}`;
}

function writeInsert(values: Readonly<Record<string, SqlValue>>): Sql {
  const names = Object.keys(values).map((name) => identifier(name));
  return sql`insert (${names}) values (${Object.values(values)})`;
}
