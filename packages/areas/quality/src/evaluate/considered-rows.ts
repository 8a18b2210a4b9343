import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import type { LeaveOut } from "../check.ts";
import { allThere } from "./from-table.ts";

/** Which rows a rule of several columns considers, as conditions that all hold; none if it considers all rows. */
export function consideredRows(
  columns: readonly string[],
  leaveOut: LeaveOut = "any-null",
): readonly Sql[] {
  switch (leaveOut) {
    case "any-null":
      return allThere(columns);
    case "all-null":
      return [sql`(${joinSql(allThere(columns), " or ")})`];
    case "none":
      return [];
  }
}

/** Whether two values are the same, as two NULLs are; never NULL. */
export function isSame(one: Sql, other: Sql): Sql {
  return sql`coalesce(${one} = ${other}, ${one} is null and ${other} is null)`;
}

/** Names of columns, as a list. */
export function namesOf(columns: readonly string[]): Sql {
  return sql`${columns.map((name) => identifier(name))}`;
}
