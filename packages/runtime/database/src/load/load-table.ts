import {
  DxError,
  relation,
  type DataType,
  type Relation,
  type Rows,
  type TableName,
} from "@dx/core";
import { createTable, identifier, renderSql, sql, type Sql } from "@dx/sql";
import type { LoadOptions, LoadResult, LoadSource } from "../database.ts";
import type { Connection, Driver, Target } from "../driver.ts";
import { limitOf } from "../internal/limit.ts";
import { translateError } from "../internal/translate-error.ts";
import { within, type Session } from "../session.ts";
import { openFile } from "./open-file.ts";
import { readSource, untilOver } from "./read-source.ts";
import { tableTypes } from "./table-types.ts";

interface Load {
  readonly driver: Driver;
  readonly table: Relation;
  readonly mode: NonNullable<LoadOptions["mode"]>;
}

/** Fills a table; see `Database.load`. */
export async function loadTable(
  { driver, session }: { readonly driver: Driver; readonly session: Session },
  { table, source }: { readonly table: TableName; readonly source: LoadSource },
  options: LoadOptions = {},
): Promise<LoadResult> {
  const { mode = "replace", types = {} } = options;
  if (!["replace", "append", "create"].includes(mode))
    throw new DxError("DX_DATABASE_OPTION", `mode is ${JSON.stringify(mode)}`, {
      path: ["mode"],
      hint: "replace, append or create",
    });
  if (options.rowNumber !== undefined && typeof source !== "string")
    throw new DxError("DX_DATABASE_OPTION", "`rowNumber` is for files only", {
      path: ["rowNumber"],
      hint: "rows that are given can be numbered by who gives them",
    });
  const limit = limitOf(options);
  const load: Load = { driver, table: relation(table), mode };
  const file = typeof source === "string" ? await openFile(source, options) : undefined;
  try {
    return await within(session, { mode: "write", limit }, async (connection) => {
      if (file !== undefined && driver.readsFiles) {
        const count = await fillFromFile(connection, load, file.select);
        await file.isWhole();
        return { rows: count };
      }
      const given = typeof source === "string" ? file?.rows() : readSource(source, types);
      const count = await fillFromRows(connection, load, untilOver(given ?? [], limit));
      await file?.isWhole();
      return { rows: count };
    });
  } catch (error) {
    await file?.isReadable();
    throw translateError(error, { code: "DX_DATABASE_LOAD", text: "" });
  } finally {
    await file?.close();
  }
}

async function fillFromRows(
  connection: Connection,
  load: Load,
  batches: AsyncGenerator<Rows>,
): Promise<number> {
  const first = await batches.next();
  if (first.done === true || first.value.columns.length === 0)
    throw new DxError("DX_DATABASE_LOAD", "there are no columns to load", {
      hint: "give at least one `Rows`, which may be empty, or `types` with a list of objects",
    });
  const { driver, table, mode } = load;
  const types = tableTypes(first.value, driver.dialect);
  const targets = first.value.columns.map(({ name }, index): Target => {
    const type: DataType = types[index] ?? { kind: "text" };
    return { name, type };
  });
  const all = chain(first.value, batches);
  if (mode !== "append") {
    await makeTable(connection, load, targets);
    return fillTable(connection, { table, targets }, all);
  }
  if (!driver.fillsOnlyNewTables) return fillTable(connection, { table, targets }, all);
  const staging: Relation = {
    kind: "relation",
    catalog: "temp",
    schema: "main",
    name: "__dx_load",
  };
  await run(connection, driver, sql`drop table if exists ${staging}`);
  await run(connection, driver, temporary(staging, targets));
  const count = await fillTable(connection, { table: staging, targets }, all);
  const names = targets.map(({ name }) => identifier(name));
  await run(
    connection,
    driver,
    sql`insert into ${table} (${names}) select ${names} from ${staging}`,
  );
  await run(connection, driver, sql`drop table ${staging}`);
  return count;
}

async function fillTable(
  { fill }: Connection,
  { table, targets }: { readonly table: Relation; readonly targets: readonly Target[] },
  rows: AsyncIterable<Rows>,
): Promise<number> {
  return fill(table, targets, rows);
}

function temporary(table: Relation, columns: readonly Target[]): Sql {
  const definitions = columns.map(({ name, type }): Sql => {
    const typeOf: Sql = { kind: "sql", pieces: [{ kind: "type", type }] };
    return sql`${identifier(name)} ${typeOf}`;
  });
  return sql`create temp table ${table} (${definitions})`;
}

async function* chain(first: Rows, rest: AsyncGenerator<Rows>): AsyncGenerator<Rows> {
  yield first;
  yield* rest;
}

async function makeTable(
  connection: Connection,
  { driver, table, mode }: Load,
  columns: readonly Target[],
): Promise<void> {
  if (mode === "replace") await run(connection, driver, sql`drop table if exists ${table}`);
  await run(connection, driver, createTable(table, columns));
}

async function fillFromFile(
  connection: Connection,
  { driver, table, mode }: Load,
  select: string,
): Promise<number> {
  const text = (value: Sql): string => renderSql(value, driver.dialect).text;
  if (mode === "append")
    return (await connection.execute(text(sql`insert into ${table} by name `) + select)) ?? 0;
  if (mode === "replace") await run(connection, driver, sql`drop table if exists ${table}`);
  await connection.execute(text(sql`create table ${table} as `) + select);
  const asked = renderSql(sql`select count(*) as n from ${table}`, driver.dialect);
  const [column] = (await connection.query(asked)).columns;
  return column?.kind === "int64" ? Number(column.values[0] ?? 0n) : 0;
}

async function run(connection: Connection, { dialect }: Driver, value: Sql): Promise<void> {
  await connection.execute(renderSql(value, dialect).text);
}
