import { formatValue, relation, type DataType, type TableName } from "@dx/core";
import {
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  query,
  sql,
  type Plan,
  type Query,
  type Sql,
} from "@dx/sql";

/** Asks for the greatest value of a column, as a literal; `null` if there is none. */
export function newestValue(table: TableName, column: string): Query<Sql | null> {
  const asked = sql`select max(${identifier(column)}) as newest from ${relation(table)}`;
  return query("newestValue", asked, ({ columns: [newest] }) => {
    const text = newest === undefined ? null : formatValue(newest, 0);
    if (newest === undefined || text === null) return null;
    const type: DataType =
      newest.kind === "decimal"
        ? { kind: "decimal", precision: 38, scale: newest.scale ?? 0 }
        : { kind: newest.kind };
    return { kind: "sql", pieces: [{ kind: "literal", type, text }] };
  });
}

/** Plans a copy of a wide table as it was before its newest facts came: to rehearse a refresh on. */
export function planObtBefore(
  table: TableName,
  into: TableName,
  { changedBy, since }: { readonly changedBy: string; readonly since: Sql },
): Plan {
  const older = sql`select * from ${relation(table)} where ${identifier(changedBy)} < ${since}`;
  return createPlan([
    [
      { purpose: "make room", sql: dropTable(into, { ifExists: true }) },
      { purpose: "copy what is older", sql: createTableAs(into, older) },
    ],
  ]);
}
