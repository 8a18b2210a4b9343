import { PGlite } from "@electric-sql/pglite";
import type { Database } from "../database.ts";
import type { OpenOptions } from "../open-database.ts";
import { overPglite } from "./pglite-database.ts";

/** Opens a PGlite folder, or a new one in memory if `path` is empty. */
export async function openPglite(
  path: string,
  { readOnly = false }: OpenOptions,
): Promise<Database> {
  const pglite = await PGlite.create(path === "" ? "memory://" : path);
  let closed: Promise<void> | undefined;
  return overPglite(pglite, {
    close: async () => {
      closed ??= pglite.close();
      return closed;
    },
    readOnly,
  });
}
