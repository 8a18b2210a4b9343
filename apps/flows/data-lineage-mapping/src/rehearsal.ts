import { messageOf, relation, type TableSchema } from "@dx/core";
import type { Database } from "@dx/database";
import {
  catalogTables,
  columnNames,
  planChange,
  planColumns,
  planText,
  readColumns,
  type CatalogTable,
  type Lineage,
  type LineageSource,
  type LineageTables,
  type SchemaChange,
} from "@dx/lineage";
import { createPlan, dropTable, fingerprintRows } from "@dx/sql";
import { tableName } from "@dx/sql-parser";
import { openRehearsal } from "./open-rehearsal.ts";
import type { Read } from "./systems.ts";

/** What became of a statement. */
interface Ran {
  /** Its number among the lineage's. */
  readonly statement: number;
  /** Why it did not run; `null` if it did. */
  readonly error: string | null;
  /** What tells its table's rows apart from others, right after it; `null` where there is none. */
  readonly rows: string | null;
  /** Its table then; `null` where there is none, or nobody looked. */
  readonly table: TableSchema | null;
}

/** All statements in a DuckDB of their own, in their order. */
export interface Rehearsal {
  readonly ran: readonly Ran[];
  /** The columns of all tables that there ever were. */
  readonly schema: LineageTables["schema"];
  /** What the engine's catalogue has at the end, but for the tables that nobody has described. */
  readonly catalog: readonly CatalogTable[];
  /** Tables that nobody has described: they were made of what statements read of them, so that these can run. */
  readonly unknown: readonly string[];
}

/** What is run again, with a change. */
export interface ChangedOptions {
  readonly lineage: Lineage;
  /** Made as soon as its table is there. */
  readonly change: SchemaChange;
  /** The statements whose rows matter. */
  readonly compared: ReadonlySet<number>;
  /** What was seen without the change. */
  readonly before: Rehearsal;
}

/** What became of all statements on a copy with a change. */
export interface Changed {
  readonly ran: readonly Ran[];
  /** Whether the change could be made. */
  readonly isChanged: boolean;
}

const names = { dialect: "duckdb" } as const;

/** The tables that are there before the scripts run, by the engine's catalogue: made by scripts, or live ones. */
export async function sourceTables(read: Read): Promise<LineageTables> {
  const database = await openRehearsal();
  try {
    await makeSources(database, read);
    return { kind: "tables", schema: await schemaOf(database), dialect: "duckdb" };
  } finally {
    await database.close();
  }
}

/** The systems as `buildLineage` takes them. */
export function sourcesOf(read: Read, sources: LineageTables): readonly LineageSource[] {
  const { live, described, scripts, given } = read;
  return [sources, ...described, ...live, ...scripts, ...given];
}

/**
 * Runs all statements in an empty DuckDB, with the source tables in it; those whose columns nobody knows get the columns that
 * statements read, as text.
 */
export async function rehearse(read: Read, lineage: Lineage): Promise<Rehearsal> {
  const database = await openRehearsal();
  try {
    await makeSources(database, read, lineage);
    const described = await schemaOf(database);
    const unknown = await makeUnknown(database, lineage);
    const { ran } = await runAll(database, { read, lineage, compared: () => null });
    const schema = await schemaOf(database);
    const catalog = catalogTables({ kind: "tables", schema, ...names }).filter(
      ({ table }) => !unknown.has(table),
    );
    const ever = Object.fromEntries(
      ran.flatMap(({ statement, table }) => {
        const target = lineage.statements[statement]?.target ?? null;
        if (table === null || target === null) return [];
        return [
          [target, Object.fromEntries(table.columns.map(({ name, native }) => [name, native]))],
        ];
      }),
    );
    return { ran, schema: { ...described, ...ever, ...schema }, catalog, unknown: [...unknown] };
  } finally {
    await database.close();
  }
}

/** The same with a change, which is made as soon as its table is there; rows are looked at where they are compared. */
export async function rehearseChanged(
  read: Read,
  { lineage, change, compared, before }: ChangedOptions,
): Promise<Changed> {
  const database = await openRehearsal();
  try {
    await makeSources(database, read, lineage);
    await makeUnknown(database, lineage);
    const isMade = await tryChange(database, change);
    const tables = new Map(before.ran.map(({ statement, table }) => [statement, table]));
    const { ran, isChanged } = await runAll(database, {
      read,
      lineage,
      change,
      compared: (statement) =>
        compared.has(statement) ? (tables.get(statement) ?? null) : undefined,
    });
    return { ran, isChanged: isMade || isChanged };
  } finally {
    await database.close();
  }
}

interface RunAllOptions {
  readonly read: Read;
  readonly lineage: Lineage;
  readonly change?: SchemaChange;
  readonly compared: (statement: number) => TableSchema | null | undefined;
}

/** Runs all statements in their order; temporary tables go with their script. */
async function runAll(
  database: Database,
  { read, lineage, change, compared }: RunAllOptions,
): Promise<{ readonly ran: readonly Ran[]; readonly isChanged: boolean }> {
  const ran: Ran[] = [];
  const temporary = new Map<string, string>();
  const ends = endsOfSessions(read);
  let script = "";
  let isChanged = false;
  for (const [statement, one] of lineage.statements.entries()) {
    if (one.script !== script) {
      // oxlint-disable-next-line no-await-in-loop -- in their order
      await dropAll(database, temporary, ends.get(script));
      script = one.script;
    }
    if (isTransaction(one.sql)) continue;
    // oxlint-disable-next-line no-await-in-loop -- in their order
    const { isChanged: isDone, ...done } = await runOne(database, one, {
      read,
      change,
      compared: compared(statement),
    });
    if (one.isTemporary && one.target !== null)
      temporary.set(
        one.target,
        read.scripts.find(({ name }) => name === script)?.session ?? script,
      );
    isChanged ||= isDone;
    ran.push({ statement, ...done });
  }
  return { ran, isChanged };
}

interface Done {
  readonly error: string | null;
  readonly rows: string | null;
  /** Of the table that it makes or fills. */
  readonly table: TableSchema | null;
  /** Whether the change was made behind it. */
  readonly isChanged: boolean;
}

interface RunOptions {
  readonly read: Read;
  readonly change: SchemaChange | undefined;
  /** The table as it was without the change; `undefined` if nothing is compared, `null` if it is not known. */
  readonly compared: TableSchema | null | undefined;
}

/** Runs a statement, makes the change if its table has just come, and looks at the rows. */
async function runOne(
  database: Database,
  { sql, script, target, kind, isReplacing }: Lineage["statements"][number],
  { read, change, compared }: RunOptions,
): Promise<Done> {
  const looks = target !== null && kind !== "drop" && compared !== undefined;
  const look = async (of: Database): Promise<Looked> =>
    looks ? lookAt(of, target, compared) : nothing;
  const ran = await runText(database, sql, { dialect: dialectOf(read, script), look });
  if (typeof ran === "string") return { error: ran, rows: null, table: null, isChanged: false };
  const comes =
    change !== undefined && isReplacing && target !== null && target === nameOf(change.table);
  const isChanged = comes && (await tryChange(database, change));
  return { error: null, ...ran, isChanged };
}

interface Looked {
  readonly rows: string | null;
  readonly table: TableSchema | null;
}

const nothing: Looked = { rows: null, table: null };

/** What tells the rows of a table apart from others; its columns are asked for where they are not known. */
async function lookAt(
  database: Database,
  name: string,
  known: TableSchema | null,
): Promise<Looked> {
  const columns = await database.run(columnNames(name));
  const table = known ?? (await database.describe(name));
  const { count, sum } = await database.run(fingerprintRows(name, table.columns));
  return { rows: `${count} ${sum} ${columns.join()}`, table };
}

/** Makes the tables that are there before; those that a statement makes are left to it. */
async function makeSources(
  database: Database,
  { seeds, live }: Read,
  lineage?: Lineage,
): Promise<void> {
  const made = new Set(
    lineage?.statements.flatMap(({ kind, target }) =>
      kind.startsWith("create-") && target !== null ? [target] : [],
    ),
  );
  for (const { sql } of seeds)
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await database.apply(planText(sql));
  for (const { schema, dialect } of live)
    for (const [table, columns] of Object.entries(schema)) {
      const name = tableName(table, { dialect });
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (!made.has(name)) await makeTable(database, name, columns);
    }
}

/** Tables that scripts read, and that nobody has described. */
async function makeUnknown(database: Database, lineage: Lineage): Promise<ReadonlySet<string>> {
  const made = new Set<string>();
  const there = new Set((await database.tables()).map((one) => tableName(one, names)));
  for (const { name, kind, columns } of lineage.tables) {
    const known = columns.filter((one) => one.name !== "*");
    if (kind !== "source" || there.has(name) || known.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await makeTable(database, name, Object.fromEntries(known.map((one) => [one.name, ""])));
    made.add(name);
  }
  return made;
}

/** Makes a table without rows; where DuckDB has no such types, its columns are text. What is there stays as it is. */
async function makeTable(
  database: Database,
  table: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const { catalog, schema, name } = relation(table);
  if (catalog !== undefined || Object.keys(columns).length === 0) return;
  const plain = schema === undefined ? name : `${schema}.${name}`;
  const asText = Object.fromEntries(Object.keys(columns).map((one) => [one, ""]));
  await database
    .apply(planColumns(plain, columns))
    .catch(async () => database.apply(planColumns(plain, asText)))
    .catch(() => undefined);
}

async function tryChange(database: Database, change: SchemaChange): Promise<boolean> {
  return database.apply(planChange(change)).then(
    () => true,
    () => false,
  );
}

function dialectOf({ scripts }: Read, name: string): string {
  const found = scripts.find((one) => one.name === name);
  return found?.defaultSchema === undefined ? (found?.dialect ?? "duckdb") : "";
}

/** Runs a text and looks at what it made, in one transaction; what cannot be looked at is kept nevertheless. Gives the error, if it fails. */
async function runText(
  database: Database,
  text: string,
  {
    dialect,
    look,
  }: { readonly dialect: string; readonly look: (database: Database) => Promise<Looked> },
): Promise<Looked | string> {
  if (dialect === "") return "its tables are named without their schema, which is not tried here";
  if (dialect !== "duckdb") return `it is SQL of ${dialect}, and only DuckDB is here`;
  let isRun = false;
  try {
    return await database.transaction(async (inside) => {
      await inside.apply(planText(text));
      isRun = true;
      return look(inside);
    });
  } catch (error) {
    if (!isRun) return firstLine(error);
    return database.apply(planText(text)).then(() => nothing, firstLine);
  }
}

function firstLine(error: unknown): string {
  return messageOf(error).split("\n")[0] ?? "";
}

/** By the last script of each session, the session; a script without one is its own. */
function endsOfSessions({ scripts }: Read): ReadonlyMap<string, string> {
  const last = new Map(scripts.map(({ name, session }) => [session ?? name, name]));
  return new Map([...last].map(([session, script]) => [script, session]));
}

/** Drops the temporary tables of a session that has ended. */
async function dropAll(
  database: Database,
  temporary: Map<string, string>,
  session: string | undefined,
): Promise<void> {
  for (const [table, owner] of temporary) {
    if (owner !== session) continue;
    temporary.delete(table);
    const sql = dropTable(table, { ifExists: true });
    // oxlint-disable-next-line no-await-in-loop -- hardly ever many
    await database.apply(createPlan([[{ purpose: "end of the session", sql }]]));
  }
}

/** The columns of all tables that are there, by the names that lineage has. */
async function schemaOf(database: Database): Promise<LineageTables["schema"]> {
  const tables = await database.run(readColumns());
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [nameOf(table), columns]),
  );
}

function nameOf(table: string): string {
  return tableName(table, names);
}

/** Each statement is a transaction of its own here. */
function isTransaction(text: string): boolean {
  return /^\s*(?:begin|commit|rollback|start\s+transaction)\b/i.test(text);
}
