import { relation } from "@dx/core";
import {
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  joinSql,
  sql,
  type Plan,
  type Sql,
} from "@dx/sql";

/** How a table is split. */
export interface PlanSplitOptions {
  /** The column that says what is later: a time, or the number of a row. */
  readonly by: string;
  /** The tables that are made, the earliest first, and the share of the rows that each begins at: the first at 0. */
  readonly into: readonly {
    /** The table. */
    readonly table: string;
    /** From which share of the rows on, 0 to 1. */
    readonly from: number;
  }[];
}

/** The plan that splits a table into earlier and later rows; rows of one time stay together, those without one are in none. */
export function planSplit(table: string, { by, into }: PlanSplitOptions): Plan {
  const value = identifier(by);
  const placed = sql`select ${value} as place_of, row_number() over (order by ${value}) as place, count(*) over () as n_all from ${relation(table)} where ${value} is not null`;
  const cut = (share: number): Sql =>
    sql`(select min(place_of) from (${placed}) as placed where place > n_all * ${share})`;
  return createPlan(
    into.map(({ table: part, from }, index) => {
      const next = into[index + 1];
      const conditions = [
        sql`${value} is not null`,
        ...(from <= 0 ? [] : [sql`${value} >= ${cut(from)}`]),
        ...(next === undefined ? [] : [sql`${value} < ${cut(next.from)}`]),
      ];
      const rows = sql`select * from ${relation(table)} where ${joinSql(conditions, " and ")}`;
      return [
        { purpose: "make room", sql: dropTable(part, { ifExists: true }) },
        { purpose: `rows of ${table} from ${from * 100} % on`, sql: createTableAs(part, rows) },
      ];
    }),
  );
}
