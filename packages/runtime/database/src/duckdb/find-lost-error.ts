import type { DuckDBValue } from "@duckdb/node-api";
import type { DuckdbConnection } from "./create-connection.ts";

/** What is asked of a connection to find an error that its client kept to itself. */
type Asking = Pick<DuckdbConnection, "run" | "prepare">;

/**
 * The error that ended a stream, if one did: the client gives an empty chunk then too, as if all rows had come. A
 * transaction that failed answers nothing any more; the query is run once more for what it says.
 */
export async function findLostError(
  client: Asking,
  { text, values }: { readonly text: string; readonly values: readonly DuckDBValue[] },
): Promise<unknown> {
  const isWell = await client.run("select 1").then(
    () => true,
    () => false,
  );
  if (isWell) return undefined;
  await client.run("rollback");
  await client.run("begin transaction read only");
  try {
    const statement = await client.prepare(`select count(q) from (${text}\n) as q`);
    try {
      statement.bind([...values]);
      await statement.run();
    } finally {
      statement.destroySync();
    }
  } catch (error) {
    return error;
  }
  return new Error("the query failed before its last row, and does not say why");
}
