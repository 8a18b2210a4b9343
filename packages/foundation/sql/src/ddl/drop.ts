import { relation, type TableName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** How something is dropped. */
export interface DropOptions {
  /** Whether nothing happens where there is nothing. */
  readonly ifExists?: boolean;
  /** Whether what depends on it, or is in it, is dropped too; without it, that is an error. */
  readonly cascade?: boolean;
}

/**
 * The statement that drops a table.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` for `cascade` where there is none
 */
export function dropTable(table: TableName, { cascade = false, ...rest }: DropOptions = {}): Sql {
  const end = cascade ? dialectCall("cascade-table") : sql``;
  return sql`drop table ${target(table, rest)}${end}`;
}

/**
 * The statement that drops a view.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` for `cascade` where there is none
 */
export function dropView(view: TableName, { cascade = false, ...rest }: DropOptions = {}): Sql {
  const end = cascade ? dialectCall("cascade-view") : sql``;
  return sql`drop view ${target(view, rest)}${end}`;
}

/**
 * The statement that drops a schema.
 * @param schema - `"shop"` or `"db.shop"`
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` without `cascade` where all that is in a schema always goes
 */
export function dropSchema(schema: TableName, { cascade = false, ...rest }: DropOptions = {}): Sql {
  const end = cascade ? sql` cascade` : dialectCall("keep-schema");
  return sql`drop schema ${target(schema, rest)}${end}`;
}

function target(name: TableName, { ifExists = false }: DropOptions): Sql {
  return ifExists ? sql`if exists ${relation(name)}` : sql`${relation(name)}`;
}
