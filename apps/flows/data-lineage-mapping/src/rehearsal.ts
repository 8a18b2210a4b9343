import { formatRelation, messageOf, relation, type TypeName } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import {
  buildLineage,
  planChange,
  type CatalogTable,
  type Lineage,
  type LineageSource,
  type LineageTables,
  type SchemaChange,
} from "@dx/lineage";
import { createPlan, createSchema, dropTable, fingerprintRows, verbatimSql } from "@dx/sql";
import { normalizeIdentifier, tableName, formatColumn, type SqlParser } from "@dx/sql-parser";
import { withoutCatalog, type Read } from "./systems.ts";

/** What became of a statement. */
export interface Ran {
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
  /** What the engine's catalogue has at the end. */
  readonly schema: LineageTables;
  readonly catalog: readonly CatalogTable[];
  /** The columns of tables that ended with their script. */
  readonly ended: LineageTables["schema"];
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
    await makeUnknown(database, lineage);
    let isChanged = change === undefined || !(await tryChange(database, change));
    if (change !== undefined) isChanged = !isChanged;
    const ran: Ran[] = [];
    const temporary = new Set<string>();
    const ended: Record<string, Readonly<Record<string, string>>> = {};
    let script = "";
    for (const [statement, one] of lineage.statements.entries()) {
      if (one.script !== script) {
        // oxlint-disable-next-line no-await-in-loop -- in their order
        await dropAll(database, temporary, ended);
        script = one.script;
      }
      if (isTransaction(one.sql)) continue;
      // oxlint-disable-next-line no-await-in-loop -- in their order
      const error = await runText(database, withoutTemporary(one.sql), dialectOf(read, one.script));
      if (one.isTemporary && one.target !== null) temporary.add(one.target);
      if (!isChanged && change !== undefined && error === null && one.isReplacing)
        // oxlint-disable-next-line no-await-in-loop -- as above
        isChanged = one.target === nameOf(change.table) && (await tryChange(database, change));
      // oxlint-disable-next-line no-await-in-loop -- as above
      const isCompared = compared?.has(statement) !== false;
      const rows =
        isCompared && error === null && one.target !== null
          ? await rowsOf(database, one.target)
          : null;
      ran.push({ statement, error, rows });
    }
    await dropAll(database, temporary, ended);
    const schema = await catalogOf(database);
    const catalog = Object.entries(schema.schema).map(([table, columns]) => ({
      table: nameOf(table),
      columns: Object.keys(columns).map((column) =>
        formatColumn(normalizeIdentifier(column, "duckdb"), "duckdb"),
      ),
    }));
    return { ran, schema, catalog, ended };
  } finally {
    await database.close();
  }
}

async function makeSources(database: Database, { seeds, live }: Read): Promise<void> {
  for (const { sql } of seeds)
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await database.apply(
      createPlan([[{ purpose: "make the source tables", sql: verbatimSql(sql) }]]),
    );
  for (const { types } of live)
    for (const [table, columns] of Object.entries(types))
      // oxlint-disable-next-line no-await-in-loop -- as above
      await makeTable(database, table, columns);
}

/** Tables that scripts read, and that nobody has described. */
async function makeUnknown(database: Database, lineage: Lineage): Promise<void> {
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
  }
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
  return database.apply(createPlan([[{ purpose: "try", sql: verbatimSql(text) }]])).then(
    () => null,
    (error: unknown) => messageOf(error).split("\n")[0] ?? "",
  );
}

async function rowsOf(database: Database, table: string): Promise<string | null> {
  try {
    const { columns } = await database.describe(table);
    const { count, sum } = await database.run(fingerprintRows(table, columns));
    return `${count} ${sum} ${columns.map(({ name }) => name).join()}`;
  } catch {
    return null;
  }
}

async function dropAll(
  database: Database,
  tables: Set<string>,
  ended: Record<string, Readonly<Record<string, string>>>,
): Promise<void> {
  for (const table of tables) {
    // oxlint-disable-next-line no-await-in-loop -- hardly ever many
    const found = await database.describe(table).catch(() => undefined);
    if (found === undefined) continue;
    ended[table] = Object.fromEntries(found.columns.map(({ name, native }) => [name, native]));
    const sql = dropTable(table, { ifExists: true });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await database.apply(createPlan([[{ purpose: "end of the script", sql }]]));
  }
  tables.clear();
}

async function catalogOf(database: Database): Promise<LineageTables> {
  const schema: Record<string, Record<string, string>> = {};
  for (const one of await database.tables()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { columns } = await database.describe(one);
    schema[formatRelation(withoutCatalog(one))] = Object.fromEntries(
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

/** Temporary tables would end with the connection; here they are dropped when their script ends. */
function withoutTemporary(text: string): string {
  return text.replace(/^(\s*create\s+(?:or\s+replace\s+)?)temp(?:orary)?\s+/i, "$1");
}

/** The lineage of the systems. */
export function lineageOf(parser: SqlParser, read: Read, sources: LineageTables): Lineage {
  return buildLineage(parser, sourcesOf(read, sources));
}
