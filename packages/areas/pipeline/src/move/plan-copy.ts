import { relation, toNames, type Names, type TableName } from "@dx/core";
import { createPlan, identifier, sql, verbatimSql, type Plan, type Sql } from "@dx/sql";

/** All rows of a table or of a query. */
export function selectRows(from: TableName | Sql): Sql {
  return typeof from === "object" && from.kind === "sql"
    ? from
    : sql`select * from ${relation(from)}`;
}

/** A query that somebody wrote in the SQL of their own database; it is asked of that one only, as it is. */
export function ownQuery(text: string): Sql {
  return verbatimSql(text);
}

/** The plan that copies rows into a table, which it makes anew: all, or the first of an order. */
export function planCopy(
  from: TableName | Sql,
  into: TableName,
  { orderBy, first }: { readonly orderBy?: Names; readonly first?: number } = {},
): Plan {
  const order =
    orderBy === undefined
      ? sql``
      : sql` order by ${toNames(orderBy).map((name) => identifier(name))}`;
  const limit = first === undefined ? sql`` : sql` limit ${BigInt(first)}`;
  const table = relation(into);
  return createPlan([
    [
      { purpose: `make room for ${table.name}`, sql: sql`drop table if exists ${table}` },
      {
        purpose: `copy rows into ${table.name}`,
        sql: sql`create table ${table} as ${selectRows(from)}${order}${limit}`,
      },
    ],
  ]);
}
