import type { Dialect, Relation } from "@dx/core";
import { query, sql, type Query, type Sql } from "@dx/sql";
import { columnsOfRows, type TypedColumn } from "../schema/typed-column.ts";

/** The columns of what a query reads from, under the names that they have in a database of a dialect. */
export function readColumns(from: Relation | Sql, dialect: Dialect): Query<readonly TypedColumn[]> {
  return query("columns", sql`select * from ${from} where 1 = 0`, (rows) =>
    columnsOfRows(rows, dialect),
  );
}
