import { relation, type TableName } from "@dx/core";
import { dialectCall } from "./dialect/functions.ts";
import { identifier } from "./identifier.ts";
import { sql } from "./sql-template.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** What a statement changes, and by what. */
export interface UpdateFrom {
  /** Whose rows are changed. */
  readonly table: TableName;
  /** How conditions call it. */
  readonly as: string;
  /** The new values, by column. */
  readonly set: Readonly<Record<string, SqlValue>>;
  /** A relation or query, with its alias, as `(select ...) as s`; at most one of its rows fits each row. */
  readonly from: Sql;
  /** Which of its rows fits which row. */
  readonly on: Sql;
}

/**
 * Changes the rows of a table that match rows of a query: `update ... from`, or `merge` where that is the
 * dialect's way. A row that several rows match is an error in some dialects and chance in others: make them unique.
 */
export function updateFrom({ table, as, set, from, on }: UpdateFrom): Sql {
  const assignments = Object.entries(set).map(
    ([name, value]) => sql`${identifier(name)} = ${value}`,
  );
  return dialectCall("update-from", relation(table), identifier(as), sql`${assignments}`, from, on);
}

/** Deletes the rows of a table that match at least one row of a query. */
export function deleteUsing({ table, as, from, on }: Omit<UpdateFrom, "set">): Sql {
  return dialectCall("delete-using", relation(table), identifier(as), from, on);
}
