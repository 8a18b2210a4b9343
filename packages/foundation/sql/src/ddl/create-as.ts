import { relation, type Names, type TableName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { toIdentifiers } from "./names-as-columns.ts";
import { writeLayout, type TableLayout } from "./table-layout.ts";

/** How a table is made of a query. */
export interface CreateTableAsOptions {
  /** Whether it takes the place of a table that is there already. */
  readonly orReplace?: boolean;
  /** Where its rows lie. */
  readonly layout?: TableLayout;
}

/** How a view is made. */
export interface CreateViewOptions extends Pick<CreateTableAsOptions, "orReplace"> {
  /** What its columns are called; without it, as in the query. */
  readonly columns?: Names;
}

/**
 * The statement that makes a table of the rows of a query.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` for `orReplace` where that is not one statement
 */
export function createTableAs(
  table: TableName,
  query: Sql,
  { orReplace = false, layout = {} }: CreateTableAsOptions = {},
): Sql {
  const replace = orReplace ? dialectCall("replace-table") : sql``;
  return sql`create ${replace}table ${relation(table)}${writeLayout(layout)} as ${query}`;
}

/** The statement that makes a view; Postgres replaces one only by a view whose first columns are the same. */
export function createView(
  view: TableName,
  query: Sql,
  { orReplace = false, columns }: CreateViewOptions = {},
): Sql {
  const replace = orReplace ? sql`or replace ` : sql``;
  const names = columns === undefined ? sql`` : sql` (${toIdentifiers(columns)})`;
  return sql`create ${replace}view ${relation(view)}${names} as ${query}`;
}
