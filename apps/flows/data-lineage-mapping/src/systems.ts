import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { DxError, formatRelation, type Relation, type TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import {
  readViews,
  viewScript,
  type GivenEdge,
  type LineageGiven,
  type LineageScript,
  type LineageTables,
} from "@dx/lineage";
import type { Databases, TaskTools } from "@dx/runner";
import type { Inputs, System } from "./inputs.ts";

/** Tables of a live database. */
interface LiveTables {
  readonly tables: LineageTables;
  /** How dx reads the types of their columns. */
  readonly types: Readonly<Record<string, Readonly<Record<string, TypeName>>>>;
}

/** What the systems have. */
export interface Read {
  /** Scripts that make the tables that are there before. */
  readonly seeds: readonly LineageScript[];
  /** Scripts and views whose lineage is asked for. */
  readonly scripts: readonly LineageScript[];
  /** Tables of live databases. */
  readonly live: readonly LiveTables[];
  /** What people know of. */
  readonly given: readonly LineageGiven[];
  /** How many scripts and tables each system gave. */
  readonly systems: readonly {
    readonly name: string;
    readonly type: System["type"];
    readonly scripts: number;
    readonly tables: number;
  }[];
}

/**
 * Reads all systems.
 * @throws DxError `DX_FLOW_FOLDER` for a folder without SQL, `DX_FLOW_DATABASE` for a database that the run does not have,
 * `DX_FLOW_EDGE` for an edge that names no column
 */
export async function readSystems(
  { systemsToInclude }: Inputs,
  { files, databases }: Pick<TaskTools, "files" | "databases">,
): Promise<Read> {
  const read = {
    seeds: [] as LineageScript[],
    scripts: [] as LineageScript[],
    live: [] as LiveTables[],
    given: [] as LineageGiven[],
  };
  const systems: { name: string; type: System["type"]; scripts: number; tables: number }[] = [];
  for (const { name, type, connectionDetails } of systemsToInclude) {
    let [scripts, tables] = [0, 0];
    if ("folder" in connectionDetails) {
      const own = readFolder(name, files[name] ?? "", connectionDetails);
      (type === "transformation" ? read.scripts : read.seeds).push(...own);
      scripts = own.length;
    } else if ("database" in connectionDetails) {
      // oxlint-disable-next-line no-await-in-loop -- one database after the other
      const found = await readLive(databaseOf(connectionDetails.database, databases));
      read.live.push(found);
      read.scripts.push(...found.scripts);
      [scripts, tables] = [found.scripts.length, Object.keys(found.tables.schema).length];
    } else read.given.push({ kind: "edges", name, edges: connectionDetails.edges.map(toEdge) });
    systems.push({ name, type, scripts, tables });
  }
  return { ...read, systems };
}

function readFolder(
  system: string,
  path: string,
  {
    dialect,
    defaultSchema,
    skip = [],
  }: {
    readonly dialect: LineageScript["dialect"];
    readonly defaultSchema?: string | undefined;
    readonly skip?: readonly string[] | undefined;
  },
): readonly LineageScript[] {
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".sql"))
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter(
      (one) =>
        !one
          .split("/")
          .slice(0, -1)
          .some((part) => skip.includes(part)),
    )
    .toSorted();
  if (names.length === 0)
    throw new DxError("DX_FLOW_FOLDER", `the folder of ${system} has no SQL file`, {
      path: ["systemsToInclude"],
      hint: "name a folder with *.sql; nothing was written",
    });
  const more = defaultSchema === undefined ? {} : { defaultSchema };
  return names.map((name) => {
    const sql = readFileSync(join(path, name), "utf8");
    return Object.assign(
      { kind: "script" as const, name: `${system}/${name}`, sql, dialect },
      more,
    );
  });
}

function databaseOf(name: string, databases: Databases): Database {
  const found = Object.hasOwn(databases, name) ? databases[name] : undefined;
  if (found !== undefined) return found;
  throw new DxError("DX_FLOW_DATABASE", `the run has no database ${name}`, {
    path: ["systemsToInclude"],
    hint: `give it: --db ${name}=...; there are ${Object.keys(databases).join(", ")}`,
  });
}

async function readLive(
  database: Database,
): Promise<LiveTables & { readonly scripts: readonly LineageScript[] }> {
  const views = await database.run(readViews());
  const schema: Record<string, Record<string, string>> = {};
  const types: Record<string, Record<string, TypeName>> = {};
  for (const one of await database.tables()) {
    if (one.schema?.startsWith("dx_scratch_") === true) continue;
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const { columns } = await database.describe(one);
    const table = formatRelation(withoutCatalog(one));
    schema[table] = Object.fromEntries(columns.map(({ name, native }) => [name, native]));
    types[table] = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  }
  const { dialect } = database;
  return {
    types,
    tables: { kind: "tables", schema, dialect },
    scripts: views
      .filter(({ schema: own }) => !own.startsWith("dx_scratch_"))
      .map((view) => viewScript(view, dialect)),
  };
}

function toEdge({ from, to }: { readonly from: string; readonly to: string }): GivenEdge {
  return { from: toColumn(from), to: toColumn(to) };
}

function toColumn(text: string): GivenEdge["from"] {
  const place = text.lastIndexOf(".");
  if (place > 0 && place < text.length - 1)
    return { table: text.slice(0, place), column: text.slice(place + 1) };
  throw new DxError("DX_FLOW_EDGE", `${JSON.stringify(text)} names no column`, {
    path: ["systemsToInclude"],
    hint: "write table.column",
  });
}

/** A table as scripts name it: without the name of its database. */
export function withoutCatalog({ kind, schema, name }: Relation): Relation {
  return schema === undefined ? { kind, name } : { kind, schema, name };
}
