import { formatRelation, messageOf, relation, type TypeName } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import {
  buildLineage,
  planChange,
  planText,
  type CatalogTable,
  type Lineage,
  type LineageSource,
  type LineageTables,
  type SchemaChange,
} from "@dx/lineage";
import { createPlan, createSchema, dropTable, fingerprintRows } from "@dx/sql";
import { normalizeIdentifier, tableName, formatColumn, type SqlParser } from "@dx/sql-parser";
import { withoutCatalog, type Read } from "./systems.ts";

/** What became of a statement. */
interface Ran {
  /** Its number among the lineage's. */
  readonly statement: number;
  /** Why it did not run; `null` if it did. */
  readonly error: string | null;
  /** What tells its table's rows apart from others, right after it; `null` where there is none. */
  readonly rows: string | null;
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
  /** Whether the change could be made. */
  readonly isChanged: boolean;
}

/** What is run. */
export interface RehearseOptions {
  readonly lineage: Lineage;
  /** Made as soon as its table is there. */
  readonly change?: SchemaChange;
  /** The statements whose rows matter; without it, all. */
  readonly compared?: ReadonlySet<number>;
}

const names = { dialect: "duckdb" } as const;

/** The tables that are there before the scripts run, by the engine's catalogue: made by scripts, or live ones. */
export async function sourceTables(read: Read): Promise<LineageTables> {
  const database = await openDatabase("duckdb:");
  try {
    await makeSources(database, read);
    return await catalogOf(database);
  } finally {
    await database.close();
  }
}

/** The systems as `buildLineage` takes them. */
export function sourcesOf(read: Read, sources: LineageTables): readonly LineageSource[] {
  return [sources, ...read.live.map(({ tables }) => tables), ...read.scripts, ...read.given];
}

/**
 * Runs all statements in an empty DuckDB, with the source tables in it; those whose columns nobody knows get the columns that
 * statements read, as text. A change is made as soon as its table is there.
 */
export async function rehearse(
  read: Read,
  { lineage, change, compared }: RehearseOptions,
): Promise<Rehearsal> {
  const database = await openDatabase("duckdb:");
  try {
    await makeSources(database, read);
    const described = await catalogOf(database);
    const unknown = await makeUnknown(database, lineage);
    let isChanged = change !== undefined && (await tryChange(database, change));
    const ran: Ran[] = [];
    const temporary = new Set<string>();
    const ever: Record<string, Readonly<Record<string, string>>> = { ...described.schema };
    let script = "";
    for (const [statement, one] of lineage.statements.entries()) {
      if (one.script !== script) {
        // oxlint-disable-next-line no-await-in-loop -- in their order
        await dropAll(database, temporary);
        script = one.script;
      }
      if (isTransaction(one.sql)) continue;
      // oxlint-disable-next-line no-await-in-loop -- in their order
      const done = await runOne(database, one, {
        read,
        change,
        isCompared: compared?.has(statement) !== false,
      });
      if (one.isTemporary && one.target !== null) temporary.add(one.target);
      if (done.columns !== null && one.target !== null) ever[one.target] = done.columns;
      isChanged ||= done.isChanged;
      ran.push({ statement, error: done.error, rows: done.rows });
    }
    await dropAll(database, temporary);
    const { schema } = await catalogOf(database);
    const tables = Object.entries(schema).map(([table, columns]) => ({
      table,
      columns: Object.keys(columns).map((column) =>
        formatColumn(normalizeIdentifier(column, "duckdb"), "duckdb"),
      ),
    }));
    const catalog = tables.filter(({ table }) => !unknown.has(table));
    return { ran, schema: { ...ever, ...schema }, catalog, unknown: [...unknown], isChanged };
  } finally {
    await database.close();
  }
}

interface Done {
  readonly error: string | null;
  readonly rows: string | null;
  /** Of the table that it makes or fills. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** Whether the change was made behind it. */
  readonly isChanged: boolean;
}

/** Runs a statement, makes the change if its table has just come, and looks at the rows. */
async function runOne(
  database: Database,
  { sql, script, target, isReplacing }: Lineage["statements"][number],
  {
    read,
    change,
    isCompared,
  }: {
    readonly read: Read;
    readonly change: SchemaChange | undefined;
    readonly isCompared: boolean;
  },
): Promise<Done> {
  const error = await runText(database, sql, dialectOf(read, script));
  if (error !== null || target === null)
    return { error, rows: null, columns: null, isChanged: false };
  const looked = await lookAt(database, target, isCompared);
  const comes = change !== undefined && isReplacing && target === nameOf(change.table);
  const isChanged = comes && (await tryChange(database, change));
  return { error, ...looked, isChanged };
}

/** The columns of a table, and what tells its rows apart from others, if that is asked for. */
async function lookAt(
  database: Database,
  table: string,
  isCompared: boolean,
): Promise<Pick<Done, "rows" | "columns">> {
  const found = await database.describe(table).catch(() => undefined);
  if (found === undefined) return { rows: null, columns: null };
  const columns = Object.fromEntries(found.columns.map(({ name, native }) => [name, native]));
  if (!isCompared) return { rows: null, columns };
  const { count, sum } = await database.run(fingerprintRows(table, found.columns));
  return { rows: `${count} ${sum} ${Object.keys(columns).join()}`, columns };
}

async function makeSources(database: Database, { seeds, live }: Read): Promise<void> {
  for (const { sql } of seeds)
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await database.apply(planText(sql));
  for (const { types } of live)
    for (const [table, columns] of Object.entries(types))
      // oxlint-disable-next-line no-await-in-loop -- as above
      await makeTable(database, table, columns);
}

/** Tables that scripts read, and that nobody has described. */
async function makeUnknown(database: Database, lineage: Lineage): Promise<ReadonlySet<string>> {
  const made = new Set<string>();
  const there = new Set((await database.tables()).map((one) => tableName(one, names)));
  for (const { name, kind, columns } of lineage.tables) {
    const known = columns.filter((one) => one.name !== "*");
    if (kind !== "source" || there.has(name) || known.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await makeTable(
      database,
      name,
      Object.fromEntries(known.map((one) => [one.name, "text" as const])),
    );
    made.add(name);
  }
  return made;
}

async function makeTable(
  database: Database,
  table: string,
  columns: Readonly<Record<string, TypeName>>,
): Promise<void> {
  const { schema } = relation(table);
  if (schema !== undefined)
    await database.apply(
      createPlan([
        [{ purpose: `make ${schema}`, sql: createSchema(schema, { ifNotExists: true }) }],
      ]),
    );
  await database.load(table, [], { types: columns }).catch(() => undefined);
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

async function runText(database: Database, text: string, dialect: string): Promise<string | null> {
  if (dialect === "") return "its tables are named without their schema, which is not tried here";
  if (dialect !== "duckdb") return `it is SQL of ${dialect}, and only DuckDB is here`;
  return database.apply(planText(text)).then(
    () => null,
    (error: unknown) => messageOf(error).split("\n")[0] ?? "",
  );
}

async function dropAll(database: Database, tables: Set<string>): Promise<void> {
  for (const table of tables) {
    const sql = dropTable(table, { ifExists: true });
    // oxlint-disable-next-line no-await-in-loop -- hardly ever many
    await database.apply(createPlan([[{ purpose: "end of the script", sql }]]));
  }
  tables.clear();
}

async function catalogOf(database: Database): Promise<LineageTables> {
  const schema: Record<string, Record<string, string>> = {};
  for (const one of await database.tables()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { columns } = await database.describe(one);
    schema[nameOf(formatRelation(withoutCatalog(one)))] = Object.fromEntries(
      columns.map(({ name, native }) => [name, native]),
    );
  }
  return { kind: "tables", schema, dialect: "duckdb" };
}

function nameOf(table: string): string {
  return tableName(table, names);
}

/** Each statement is a transaction of its own here. */
function isTransaction(text: string): boolean {
  return /^\s*(?:begin|commit|rollback|start\s+transaction)\b/i.test(text);
}

/** The lineage of the systems. */
export function lineageOf(parser: SqlParser, read: Read, sources: LineageTables): Lineage {
  return buildLineage(parser, sourcesOf(read, sources));
}
