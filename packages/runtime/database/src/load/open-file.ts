import { statSync } from "node:fs";
import { DxError, parseName, toObjects, type Rows } from "@dx/core";
import type { LoadOptions } from "../database.ts";
import { openDatabase } from "../open-database.ts";
import { checkCompressed } from "./check-compressed.ts";
import { formatOf, queryFile } from "./select-file.ts";

/** A file that DuckDB can read. */
export interface OpenFile {
  /** DuckDB's query of its rows. */
  readonly select: string;
  /** Fails if it is compressed and not whole; is found out meanwhile. */
  readonly isWhole: () => Promise<void>;
  /** Fails if it cannot be read at all: tells that from what may be wrong with where it goes. */
  readonly isReadable: () => Promise<void>;
  /** Its rows, read by a DuckDB of its own. */
  readonly rows: () => AsyncIterable<Rows>;
  readonly close: () => Promise<void>;
}

/**
 * Finds out how to read a file.
 * @throws DxError `DX_DATABASE_FILE` if it cannot be read
 */
export async function openFile(
  path: string,
  { format, types = {}, rowNumber, signal }: LoadOptions,
): Promise<OpenFile> {
  const { sniff, select } = queryFile(path, formatOf(path, format), types);
  const reader = await openDatabase("duckdb:");
  const limits = signal === undefined ? {} : { signal };
  try {
    const asked = `select file from glob('${path.replaceAll("'", "''")}') order by file`;
    const files = toObjects(await reader.query(asked, limits), "js").map(({ file }) =>
      String(file),
    );
    requireContent(files);
    const whole = Promise.all(files.map(checkCompressed));
    whole.catch(() => undefined); // thrown where it is waited for
    const isWhole = async (): Promise<void> => void (await whole);
    const readColumns = async () => {
      const found = await reader
        .query(`describe ${sniff}`, limits)
        .catch(async (error: unknown) => {
          await isWhole();
          throw unreadable(path, error);
        });
      return toObjects(found, "js").map((one) => ({
        name: String(one["column_name"]),
        type: String(one["column_type"]),
      }));
    };
    const needsColumns = rowNumber !== undefined || Object.keys(types).length > 0;
    const columns = needsColumns ? await readColumns() : [];
    const text = numbered(select(columns), rowNumber, columns);
    return {
      select: text,
      isWhole,
      isReadable: async () => {
        await isWhole();
        if (!needsColumns) await readColumns();
      },
      rows: () => reader.stream(text),
      close: async () => reader.close(),
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** A file without a byte has no columns, not even their names. */
function requireContent(files: readonly string[]): void {
  const empty = files.find((file) => statSync(file).size === 0);
  if (empty === undefined) return;
  throw new DxError("DX_DATABASE_FILE", `${empty} cannot be read: it is empty`, {
    path: [empty],
    hint: "a file without rows has at least the names of its columns",
  });
}

/** The same rows with their places, which DuckDB keeps as they are in the file. */
function numbered(
  select: string,
  rowNumber: string | undefined,
  columns: readonly { readonly name: string }[],
): string {
  if (rowNumber === undefined) return select;
  const name = parseName(rowNumber).text;
  if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase()))
    throw new DxError("DX_DATABASE_LOAD", `the file has a column ${name} already`, {
      path: ["rowNumber"],
      hint: "give the number of the row another name",
    });
  return `select row_number() over () as "${name.replaceAll('"', '""')}", * from (${select})`;
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof DxError) || error.code !== "DX_DATABASE_QUERY") return error;
  const [first = ""] = error.summary.replace(/^query: /, "").split("\n");
  const why = /invalid unicode[^.]*/i.exec(error.message)?.[0];
  const reason = why === undefined ? first : `${first.trim()}: ${why}`;
  return new DxError("DX_DATABASE_FILE", `${path} cannot be read: ${reason}`, {
    path: [path],
    hint: "look at its path and its format; `format` and `types` say what cannot be guessed",
  });
}
