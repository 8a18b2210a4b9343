import { formatRelation, type TableSchema } from "@dx/core";
import { shortestName, type Database } from "@dx/database";
import { use } from "../parse-given.ts";

/**
 * The tables that are looked at, as the catalogue describes them; without their schema where the database finds them
 * without it.
 * @param names - all tables but views, if `null`
 * @throws DxError `DX_CLI_USE` if there is none, `DX_DATABASE_NO_TABLE` for a name that is none
 */
export async function readTables(
  database: Pick<Database, "tables" | "describe">,
  names: readonly string[] | null,
): Promise<readonly TableSchema[]> {
  const asked = names ?? (await database.tables()).map(formatRelation);
  const tables: TableSchema[] = [];
  for (const name of asked) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    const schema = await database.describe(name);
    // oxlint-disable-next-line no-await-in-loop -- as above
    tables.push({ ...schema, relation: await shortestName(database, schema.relation) });
  }
  const found = names === null ? tables.filter(({ kind }) => kind === "table") : tables;
  if (found.length === 0)
    throw use("there are no tables", "name a database that has some, or views by --tables");
  return found;
}
