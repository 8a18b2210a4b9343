import { relation, type TableName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { inlineText } from "../literal.ts";
import type { Sql } from "../sql.ts";

/** The statement that says what a table is for: `comment on table`, or the dialect's own form. */
export function commentOnTable(table: TableName, comment: string): Sql {
  return dialectCall("comment-table", relation(table), inlineText(comment));
}

/**
 * The statement that says what a column is for: `comment on column`, or the dialect's own form.
 * @param column - its table, its name and what is said
 */
export function commentOnColumn(table: TableName, column: string, comment: string): Sql {
  return dialectCall("comment-column", relation(table), identifier(column), inlineText(comment));
}
