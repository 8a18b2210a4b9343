import { openDatabase, type Database } from "@dx/database";
import { planOneThread } from "@dx/lineage";

/** An empty DuckDB in memory, for many small queries. */
export async function openRehearsal(): Promise<Database> {
  const database = await openDatabase("duckdb:");
  await database.apply(planOneThread());
  return database;
}
