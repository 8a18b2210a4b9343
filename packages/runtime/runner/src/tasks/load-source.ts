import {
  DxError,
  formatRelation,
  nearest,
  relation,
  type Relation,
  type Rows,
  type TypeName,
} from "@dx/core";
import type { Database } from "@dx/database";
import { countRows, sql } from "@dx/sql";
import { z } from "zod";
import { defineTask, type Databases, type Task, type TaskTools } from "../task.ts";

/** A file of the run. */
export interface FileOrigin {
  /** As the flow calls it. */
  readonly file: string;
  /** The name of a column that comes first: the place of each row in the file, from 1. */
  readonly rowNumber?: string | undefined;
  /** The types of columns, by their names; others are found out. */
  readonly types?: Readonly<Record<string, TypeName>> | undefined;
}

/** A table of another database. */
export interface TableOrigin {
  /** Its name. */
  readonly table: string;
  /** The database's name; without one, `source`. */
  readonly database?: string | undefined;
}

/** A table of the run's scratch schema. */
export interface ScratchPlace {
  /** Its own name. */
  readonly scratch: string;
}

/** A table of the target that is not there yet. */
export interface TablePlace {
  /** Its name. */
  readonly table: string;
}

/** What is loaded, and where to. */
export interface LoadSourceInput {
  /** What is copied. */
  readonly from: FileOrigin | TableOrigin;
  /** Where it is then. */
  readonly into: ScratchPlace | TablePlace;
}

/** What was loaded. */
export interface LoadSourceOutput {
  /** The table's full name. */
  readonly table: string;
  /** How many rows it has. */
  readonly rows: number;
  /** The names of its columns. */
  readonly columns: readonly string[];
}

const name = z.string().min(1);

function isTypeName(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/**
 * Copies a file, or a table of another database (`source`, if no other is named), into the target.
 * @throws DxError `DX_RUNNER_DATABASE` and `DX_RUNNER_FILE` for names that the run does not have,
 * `DX_DATABASE_NO_TABLE` for a table that is not there, `DX_DATABASE_LOAD` if a table of that name is there, which is never overwritten
 */
export const loadSource: Task<LoadSourceInput, LoadSourceOutput> = defineTask("load-source", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    from: z.union([
      z.strictObject({
        file: name,
        rowNumber: name.optional(),
        types: z.record(z.string(), z.custom<TypeName>(isTypeName)).optional(),
      }),
      z.strictObject({ table: name, database: name.optional() }),
    ]),
    into: z.union([z.strictObject({ scratch: name }), z.strictObject({ table: name })]),
  }),
  output: z.object({ table: z.string(), rows: z.number(), columns: z.array(z.string()) }),
  run: async ({ from, into }, tools) => {
    const { target } = tools.databases;
    const table =
      "scratch" in into
        ? ({ kind: "relation", schema: await tools.scratch(), name: into.scratch } as const)
        : relation(into.table);
    const mode = "scratch" in into ? "replace" : "create";
    const rows = await copy(from, { table, mode }, tools);
    const head = await target.query(sql`select * from ${table} where 1 = 0`);
    tools.progress(rows, rows, "rows");
    return { table: formatRelation(table), rows, columns: head.columns.map((one) => one.name) };
  },
});

interface Place {
  readonly table: Relation;
  readonly mode: "replace" | "create";
}

async function copy(
  from: LoadSourceInput["from"],
  { table, mode }: Place,
  tools: TaskTools,
): Promise<number> {
  const { databases, files } = tools;
  const { target } = databases;
  if ("file" in from) {
    const path = files[from.file];
    if (path === undefined) throw unknown("DX_RUNNER_FILE", "file", from.file, Object.keys(files));
    const { rowNumber, types } = from;
    const options = {
      mode,
      ...(rowNumber === undefined ? {} : { rowNumber }),
      ...(types === undefined ? {} : { types }),
    };
    return (await target.load(table, path, options)).rows;
  }
  const database = databaseOf(databases, from.database ?? "source");
  await database.describe(from.table); // a table that is not there is refused by its name
  const all = sql`select * from ${relation(from.table)}`;
  if (database !== target)
    return (await target.load(table, counted(database.stream(all), tools), { mode })).rows;
  const room = { purpose: "make room", sql: sql`drop table if exists ${table}` };
  const fill = { purpose: `copy ${from.table}`, sql: sql`create table ${table} as ${all}` };
  await target.apply([mode === "replace" ? [room, fill] : [fill]]);
  return target.run(countRows(table));
}

/** Tells how many rows have come. */
async function* counted(batches: AsyncIterable<Rows>, tools: TaskTools): AsyncIterable<Rows> {
  let done = 0;
  for await (const rows of batches) {
    yield rows;
    done += rows.count;
    tools.progress(done, undefined, "rows");
  }
}

function databaseOf(databases: Databases, wanted: string): Database {
  const database = databases[wanted];
  if (database === undefined)
    throw unknown("DX_RUNNER_DATABASE", "database", wanted, Object.keys(databases));
  return database;
}

// oxlint-disable-next-line max-params -- four plain words
function unknown(code: string, what: string, wanted: string, known: readonly string[]): DxError {
  const near = nearest(wanted, known);
  return new DxError(code, `the run has no ${what} ${wanted}`, {
    path: [wanted],
    hint: near === undefined ? `it has ${known.join(", ") || "none"}` : `did you mean ${near}?`,
  });
}
