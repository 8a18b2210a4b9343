import { createDatabase } from "../create-database.ts";
import type { Database } from "../database.ts";
import type { Connection } from "../driver.ts";
import { createConnection, type TypeNames } from "../postgres/create-connection.ts";
import { pgliteWire, type Pglite } from "./pglite-wire.ts";

/**
 * Makes a database of a PGlite of yours, which stays open. It has one connection, whose calls come one after
 * the other, and a statement in it cannot be stopped: an abort or a time-out is heeded after it.
 */
export async function pgliteDatabase(given: Pglite): Promise<Database> {
  return overPglite(given, { close: async () => undefined, readOnly: false });
}

/** A database over a PGlite. */
export async function overPglite(
  pglite: Pglite,
  { close, readOnly }: { readonly close: () => Promise<void>; readonly readOnly: boolean },
): Promise<Database> {
  const names: TypeNames = new Map();
  const wire = pgliteWire(pglite);
  const connect = async (): Promise<Connection> => {
    const free = await hold(pglite);
    return createConnection(wire, names, { readOnly, release: free });
  };
  const first = await connect();
  const text = "select current_setting('server_version')";
  const asked = { dialect: "postgres", text, values: [], parameters: [] } as const;
  const rows = await first.query(asked).finally(() => first.release(false));
  const [column] = rows.columns;
  const version = column?.kind === "text" ? (column.values[0] ?? "") : "";
  return createDatabase({
    dialect: "postgres",
    engine: { name: "pglite", version },
    connect,
    close,
    fillsOnlyNewTables: false,
    readsFiles: false,
  });
}

/** Keeps others out until what it gives is called. */
async function hold(pglite: Pglite): Promise<() => void> {
  return new Promise((entered, failed) => {
    pglite
      .runExclusive(
        async () =>
          new Promise<void>((leave) => {
            entered(() => leave());
          }),
      )
      .catch(failed);
  });
}
