import { relation, type TableName } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** How a schema is made. */
export interface CreateSchemaOptions {
  /** Whether a schema that is there already is left as it is. */
  readonly ifNotExists?: boolean;
}

/**
 * The statement that makes a schema.
 * @param schema - `"shop"` or `"db.shop"`
 */
export function createSchema(
  schema: TableName,
  { ifNotExists = false }: CreateSchemaOptions = {},
): Sql {
  return sql`create schema ${ifNotExists ? sql`if not exists ` : sql``}${relation(schema)}`;
}
