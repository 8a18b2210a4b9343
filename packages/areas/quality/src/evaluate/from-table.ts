import { relation } from "@dx/core";
import { identifier, joinSql, sql, verbatimSql, type Sql } from "@dx/sql";
import type { CheckHead } from "../check.ts";

/** `from` with the table of a check and its rows: those of its `where`, and of further conditions. */
export function fromTable(
  { table, where }: Pick<CheckHead, "table" | "where">,
  also: readonly Sql[] = [],
): Sql {
  const own = where === undefined ? [] : [sql`(${verbatimSql(where)}\n)`];
  const all = [...own, ...also];
  const condition = all.length === 0 ? sql`` : sql` where ${joinSql(all, " and ")}`;
  return sql`from ${relation(table)}${condition}`;
}

/** That none of the columns is NULL. */
export function allThere(columns: readonly string[]): readonly Sql[] {
  return columns.map((name) => sql`${identifier(name)} is not null`);
}
