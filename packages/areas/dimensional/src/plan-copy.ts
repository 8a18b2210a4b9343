import { relation, type TableName } from "@dx/core";
import { createPlan, createTableAs, dropTable, sql, type Plan } from "@dx/sql";

/**
 * Plans copies of tables, in place of what was there; keys and defaults are not copied.
 * @param copies - the names of copies by the names of tables
 * @example
 * ```ts
 * import { planCopy } from "@dx/dimensional";
 * if (planCopy({ dim_airport: "scratch.dim_airport" }).length !== 1) throw new Error();
 * ```
 */
export function planCopy(copies: Readonly<Record<string, TableName>>): Plan {
  return createPlan(
    Object.entries(copies).map(([from, to]) => [
      { purpose: `make room for a copy of ${from}`, sql: dropTable(to, { ifExists: true }) },
      { purpose: `copy ${from}`, sql: createTableAs(to, sql`select * from ${relation(from)}`) },
    ]),
  );
}
