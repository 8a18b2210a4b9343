import type { Database } from "@dx/database";
import type { Databases } from "@dx/runner";
import type { DiffDatabase, DiffSide } from "@dx/table-diff";
import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";

/** One side, as the command line has it. */
export interface GivenSide {
  /** Which one; what its database is called. */
  readonly name: "left" | "right";
  /** Where its database is. */
  readonly url: string;
  /** Its table. */
  readonly table: string;
  /** The file that is loaded into that table before. */
  readonly file?: string;
}

/** What both sides of files share: a DuckDB in memory. */
const inMemory = "duckdb:";

/** Reads which tables are compared. @throws DxError `DX_CLI_USE` */
export function readSides(given: Given): readonly [left: GivenSide, right: GivenSide] {
  return [readSide(given, "left"), readSide(given, "right")];
}

function readSide(given: Given, name: GivenSide["name"]): GivenSide {
  const url = given.text(name);
  const table = given.text(`${name}-table`);
  if (url === undefined)
    throw use(`--${name} is missing`, `name a database or a file, as --${name} env:DATABASE_URL`);
  const file = /^files:(.+)$/s.exec(url)?.[1];
  if (file !== undefined) {
    if (table === undefined) return { name, url: inMemory, table: `dx_${name}`, file };
    throw use(`--${name}-table and a file exclude each other`, `leave out --${name}-table`);
  }
  if (table !== undefined) return { name, url, table };
  throw use(
    `--${name}-table is missing`,
    `name a table of ${name}, as --${name}-table shop.orders`,
  );
}

/**
 * The tables that are compared: files are loaded, and tables are looked up in the catalogue.
 * @throws DxError with the nearest name for a table that is not there
 */
export async function openSides(
  [left, right]: readonly [left: GivenSide, right: GivenSide],
  { databases, signal }: { readonly databases: Databases; readonly signal: AbortSignal },
): Promise<readonly [left: DiffSide, right: DiffSide]> {
  const known = new Map<Database, DiffDatabase>();
  const open = async ({ name, table, file }: GivenSide): Promise<DiffSide> => {
    const database = databases[name];
    if (database === undefined) throw use(`no database is called ${name}`, `give --${name}`);
    if (file === undefined) await database.describe(table);
    else await database.load(table, file, { signal });
    const stoppable: DiffDatabase = known.get(database) ?? {
      dialect: database.dialect,
      run: async (inquiry) => database.run(inquiry, { signal }),
    };
    known.set(database, stoppable);
    return { database: stoppable, table };
  };
  return [await open(left), await open(right)];
}
