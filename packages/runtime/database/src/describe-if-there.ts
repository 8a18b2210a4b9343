import {
  formatRelation,
  isDxError,
  relation,
  type Relation,
  type TableName,
  type TableSchema,
} from "@dx/core";
import type { Database } from "./database.ts";

/** What the catalogue says of a table or view; `undefined` if there is none. */
export async function describeIfThere(
  database: Pick<Database, "describe">,
  table: TableName,
): Promise<TableSchema | undefined> {
  try {
    return await database.describe(table);
  } catch (error) {
    if (isDxError(error, "DX_DATABASE_NO_TABLE")) return undefined;
    throw error;
  }
}

/** A table's name without its schema, where the database finds that very table by it; else the whole name. */
export async function shortestName(
  database: Pick<Database, "describe">,
  table: Relation,
): Promise<Relation> {
  const own = relation(formatRelation({ kind: "relation", name: table.name }));
  const found = await describeIfThere(database, own);
  const isSame = found !== undefined && formatRelation(found.relation) === formatRelation(table);
  return isSame ? own : table;
}
