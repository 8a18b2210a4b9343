import { relation, type DataTypeKind, type TableName } from "@dx/core";
import { query, sql, type Query, type Sql } from "@dx/sql";

/** A column of one side. */
export interface SideColumn {
  /** As the engine has it. */
  readonly name: string;
  /** How dx reads it. */
  readonly kind: DataTypeKind;
  /** How the engine calls a type that dx has no kind for. */
  readonly native?: string;
}

/** Asks which columns a table or a query has. */
export function readColumns(table: TableName | Sql): Query<readonly SideColumn[]> {
  const none = sql`select * from ${rowsFrom(table)} where 1 = 0`;
  return query("readColumns", none, ({ columns }) =>
    columns.map((column) => {
      const { name, kind } = column;
      const native = column.kind === "text" ? column.native : undefined;
      return native === undefined ? { name, kind } : { name, kind, native };
    }),
  );
}

/** What stands behind `from`. */
export function rowsFrom(table: TableName | Sql): Sql {
  if (typeof table === "object" && table.kind === "sql") return sql`(${table}) as side`;
  return sql`${relation(table)} as side`;
}
