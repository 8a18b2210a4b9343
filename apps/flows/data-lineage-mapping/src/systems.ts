import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { DxError, formatRelation, type Finding, type Relation } from "@dx/core";
import type { Database } from "@dx/database";
import {
  parseValues,
  readDbtManifest,
  readOpenLineage,
  readQueryLog,
  readViews,
  toQueryLog,
  viewScript,
  type GivenEdge,
  type LineageGiven,
  type LineageScript,
  type LineageSource,
  type LineageTables,
  type QueryLogEntry,
} from "@dx/lineage";
import type { Databases, TaskTools } from "@dx/runner";
import type { Inputs, System } from "./inputs.ts";

/** What the systems have. */
export interface Read {
  /** Scripts that make the tables that are there before. */
  readonly seeds: readonly LineageScript[];
  /** Scripts, views, models and statements of logs whose lineage is asked for. */
  readonly scripts: readonly LineageScript[];
  /** Tables that a live catalogue has: that of a database, or what dbt has kept of it. */
  readonly live: readonly LineageTables[];
  /** Tables that events describe. */
  readonly described: readonly LineageTables[];
  /** What people, events and manifests know of. */
  readonly given: readonly LineageGiven[];
  /** What could not be taken. */
  readonly findings: readonly Finding[];
  /** Logs, by their systems. */
  readonly logs: readonly { readonly name: string; readonly entries: readonly QueryLogEntry[] }[];
  /** How many scripts and tables each system gave. */
  readonly systems: readonly {
    readonly name: string;
    readonly type: System["type"];
    readonly scripts: number;
    readonly tables: number;
  }[];
}

/** The files of a system, by their names. */
export function filesOf({
  name,
  connectionDetails: given,
}: System): readonly (readonly [name: string, path: string])[] {
  if ("folder" in given) return [[name, given.folder]];
  if ("log" in given) return [[name, given.log]];
  if ("events" in given) return [[name, given.events]];
  if (!("manifest" in given)) return [];
  const { manifest, catalog } = given;
  return catalog === undefined
    ? [[name, manifest]]
    : [
        [name, manifest],
        [catalogOf(name), catalog],
      ];
}

const catalogOf = (name: string): string => `${name} catalog`;

/** What one system gives. */
type Part = Partial<Omit<Read, "systems">>;

/**
 * Reads all systems.
 * @throws DxError `DX_FLOW_FOLDER` for a folder without SQL, `DX_FLOW_DATABASE` for a database that the run does not have,
 * `DX_FLOW_EDGE` for an edge that names no column, and what `@dx/lineage` says of a file that is not what it should be
 */
export async function readSystems(
  { systemsToInclude }: Inputs,
  tools: Pick<TaskTools, "files" | "databases">,
): Promise<Read> {
  const parts: Part[] = [];
  for (const system of systemsToInclude)
    // oxlint-disable-next-line no-await-in-loop -- one database after the other
    parts.push(await readSystem(system, tools));
  const all = <Key extends keyof Part>(key: Key): NonNullable<Part[Key]>[number][] =>
    parts.flatMap((part) => [...(part[key] ?? [])]);
  return {
    seeds: all("seeds"),
    scripts: all("scripts"),
    live: all("live"),
    described: all("described"),
    given: all("given"),
    findings: all("findings"),
    logs: all("logs"),
    systems: systemsToInclude.map(({ name, type }, index) => {
      const { seeds = [], scripts = [], live = [], described = [] } = parts[index] ?? {};
      const tables = [...live, ...described].flatMap(({ schema }) => Object.keys(schema));
      return { name, type, scripts: seeds.length + scripts.length, tables: tables.length };
    }),
  };
}

async function readSystem(
  { name, type, connectionDetails: given }: System,
  { files, databases }: Pick<TaskTools, "files" | "databases">,
): Promise<Part> {
  const values = (file: string): readonly unknown[] =>
    parseValues(readFileSync(files[file] ?? "", "utf8"), file);
  if ("folder" in given) {
    const scripts = readFolder(name, files[name] ?? "", given);
    return type === "transformation" ? { scripts } : { seeds: scripts };
  }
  if ("database" in given) return readLive(databaseOf(given.database, databases));
  if ("edges" in given)
    return { given: [{ kind: "edges", name, edges: given.edges.map(toEdge), fills: "exposures" }] };
  if ("log" in given) {
    const entries = toQueryLog(values(name));
    const { sources, findings } = readQueryLog(entries, { dialect: given.dialect, name });
    return { ...sorted(sources), findings, logs: [{ name, entries }] };
  }
  if ("events" in given) {
    const { namespaces = {}, dialect = "duckdb" } = given;
    const { sources, findings } = readOpenLineage(values(name), { namespaces, dialect });
    const { live: described = [], ...other } = sorted(sources);
    return { ...other, described, findings };
  }
  const catalog = given.catalog === undefined ? {} : { catalog: values(catalogOf(name))[0] };
  const { dialect, omitDatabase } = given;
  const { sources, findings } = readDbtManifest(values(name)[0], {
    ...catalog,
    dialect,
    omitDatabase,
  });
  return { ...sorted(sources), findings };
}

/** Sources by their kinds. */
function sorted(sources: readonly LineageSource[]): Part {
  return {
    scripts: sources.filter((one) => one.kind === "script"),
    live: sources.filter((one) => one.kind === "tables"),
    given: sources.filter((one) => one.kind === "edges"),
  };
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

async function readLive(database: Database): Promise<Part> {
  const views = await database.run(readViews());
  const schema: Record<string, Record<string, string>> = {};
  for (const one of await database.tables()) {
    if (one.schema?.startsWith("dx_scratch_") === true) continue;
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const { columns } = await database.describe(one);
    schema[formatRelation(withoutCatalog(one))] = Object.fromEntries(
      columns.map(({ name, native }) => [name, native]),
    );
  }
  const { dialect } = database;
  return {
    live: [{ kind: "tables", schema, dialect }],
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
function withoutCatalog({ kind, schema, name }: Relation): Relation {
  return schema === undefined ? { kind, name } : { kind, schema, name };
}
