import type { Rows } from "@dx/core";
import { foldName, type RenderedSql } from "@dx/sql";
import { DuckDBTypeId } from "@duckdb/node-api";
import type {
  DuckDBAppender,
  DuckDBDataChunk,
  DuckDBPreparedStatement,
  DuckDBResult,
} from "@duckdb/node-api";
import type { Connection, Reading, Target } from "../driver.ts";
import { sliceRows } from "../internal/slice-rows.ts";
import { readCatalogue, readNames } from "./catalogue.ts";
import { readChunks, type ChunkColumn } from "./read-chunks.ts";
import { findLostError } from "./find-lost-error.ts";
import { readDuckdbError } from "./read-error.ts";
import { nativeOf, typeOf } from "./types.ts";
import { writeChunks } from "./write-chunks.ts";

/** What became of a statement. */
export interface DuckdbResult {
  /** How many rows it changed. */
  readonly rowsChanged: number;
}

/** What dx calls of a `DuckDBConnection` of `@duckdb/node-api`. */
export interface DuckdbConnection {
  /** Runs a statement. */
  run(text: string): Promise<DuckdbResult>;
  /** Prepares a statement. */
  prepare(text: string): Promise<DuckDBPreparedStatement>;
  /** Fills a table. */
  createAppender(
    table: string,
    schema?: string | null,
    catalog?: string | null,
  ): Promise<DuckDBAppender>;
  /** Stops what runs. */
  interrupt(): void;
  /** Ends it. */
  closeSync(): void;
}

/** A connection of dx over one of the client's. */
export function createConnection(client: DuckdbConnection, release: () => void): Connection {
  const execute = async (text: string): Promise<number | null> => {
    const { rowsChanged } = await said(text, async () => client.run(text));
    return rowsChanged;
  };
  const query = async ({ text, values }: RenderedSql): Promise<Rows> =>
    said(text, async () => {
      const { statement, columns } = await prepare(client, text);
      try {
        statement.bind([...values]);
        const result = await statement.run();
        return readChunks(columns ?? columnsOf(result), await result.fetchAllChunks());
      } finally {
        statement.destroySync();
      }
    });
  return {
    begin: async (mode) => {
      await execute(mode === "read" ? "begin transaction read only" : "begin transaction");
    },
    execute,
    query,
    read: async ({ text, values }, batchRows, shared) =>
      said(text, async () => {
        const { statement, columns } = await prepare(client, text);
        try {
          statement.bind([...values]);
          const result = shared ? await statement.run() : await statement.stream();
          const findError = async (): Promise<unknown> =>
            shared ? undefined : findLostError(client, { text, values });
          const known = columns ?? columnsOf(result);
          return readStream({ result, text, batchRows, columns: known, findError });
        } finally {
          statement.destroySync();
        }
      }),
    fill: async (table, columns, batches) => {
      const [name, schema, catalog] = [table.name, table.schema, table.catalog].map((part) =>
        part === undefined ? null : foldName(part, "duckdb"),
      );
      return said("", async () =>
        fill(await client.createAppender(name ?? "", schema, catalog), columns, batches),
      );
    },
    explain: async (asked) => {
      const shown = await query({ ...asked, text: `explain ${asked.text}` });
      const [, column] = shown.columns;
      const text = column?.kind === "text" ? column.values.join("\n") : "";
      const [, estimate] = /~([\d,]+) rows?/.exec(text) ?? [];
      return {
        text,
        estimatedRows: estimate === undefined ? null : Number(estimate.replaceAll(",", "")),
      };
    },
    catalogue: async (only) => readCatalogue(query, only),
    names: async () => readNames(query),
    cancel: async () => client.interrupt(),
    release,
  };
}

async function said<T>(text: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw readDuckdbError(error, text);
  }
}

interface Prepared {
  readonly statement: DuckDBPreparedStatement;
  /** `null` if they are known only with the result. */
  readonly columns: readonly ChunkColumn[] | null;
}

/** Prepares a query; columns of types that dx has no kind for are cast to text by the engine. */
async function prepare(client: DuckdbConnection, text: string): Promise<Prepared> {
  const statement = await client.prepare(text);
  const columns = columnsOfStatement(statement);
  if (columns === null || !columns.some(needsCast)) return { statement, columns };
  const casts = columns.map((column, at) =>
    needsCast(column) ? `cast(c${at} as varchar)` : `c${at}`,
  );
  const names = columns.map((_, at) => `c${at}`);
  const wrapped = `select ${casts.join(", ")} from (${text}\n) as q(${names.join(", ")})`;
  try {
    const cast = await client.prepare(wrapped);
    statement.destroySync();
    const types = columnsOfStatement(cast) ?? columns;
    const named = columns.map(({ name, type }, at): ChunkColumn => {
      const native = nativeOf(type);
      return needsCast({ name, type })
        ? { name, type: types[at]?.type ?? type, native }
        : { name, type };
    });
    return { statement: cast, columns: named };
  } catch {
    return { statement, columns };
  }
}

function needsCast({ type }: ChunkColumn): boolean {
  return typeOf(type) === null && type.typeId !== DuckDBTypeId.ENUM;
}

function columnsOfStatement(statement: DuckDBPreparedStatement): readonly ChunkColumn[] | null {
  try {
    return Array.from({ length: statement.columnCount }, (_, at) => ({
      name: statement.columnName(at),
      type: statement.columnType(at),
    }));
  } catch {
    return null;
  }
}

function columnsOf(result: DuckDBResult): readonly ChunkColumn[] {
  return result.columnNames().map((name, at) => ({ name, type: result.columnType(at) }));
}

function readStream(from: {
  readonly result: DuckDBResult;
  readonly text: string;
  readonly batchRows: number;
  readonly columns: readonly ChunkColumn[];
  /** What ended it, if that was an error. */
  readonly findError: () => Promise<unknown>;
}): Reading {
  const { result, text, batchRows, columns, findError } = from;
  let state: "first" | "more" | "over" = "first";
  let rest: Rows | undefined;
  const fetch = async (): Promise<Rows> => {
    const chunks: DuckDBDataChunk[] = [];
    for (let count = 0; count === 0 || count + 2048 <= batchRows;) {
      // oxlint-disable-next-line no-await-in-loop -- chunks come one after the other
      const chunk = await said(text, async () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) {
        state = "over";
        // oxlint-disable-next-line no-await-in-loop -- only at the end
        const error = await findError();
        if (error !== undefined) throw readDuckdbError(error, text);
        break;
      }
      chunks.push(chunk);
      count += chunk.rowCount;
    }
    return readChunks(columns, chunks);
  };
  return {
    next: async () => {
      if (rest === undefined && state === "over") return null;
      const isFirst = state === "first";
      if (isFirst) state = "more";
      const rows = rest ?? (await fetch());
      rest = rows.count > batchRows ? sliceRows(rows, batchRows, rows.count) : undefined;
      const given = rows.count > batchRows ? sliceRows(rows, 0, batchRows) : rows;
      return given.count === 0 && !isFirst ? null : given;
    },
    end: async () => undefined,
  };
}

async function fill(
  appender: DuckDBAppender,
  columns: readonly Target[],
  batches: AsyncIterable<Rows>,
): Promise<number> {
  let count = 0;
  try {
    for await (const rows of batches) {
      for (const chunk of writeChunks(rows, columns)) appender.appendDataChunk(chunk);
      count += rows.count;
    }
    appender.flushSync();
  } catch (error) {
    appender.clear();
    throw error;
  } finally {
    appender.closeSync();
  }
  return count;
}
