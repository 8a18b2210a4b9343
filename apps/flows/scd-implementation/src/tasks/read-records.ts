import { readFileSync } from "node:fs";
import { toRows, type Rows } from "@dx/core";
import { z } from "zod";

const file = z.record(z.string(), z.record(z.string(), z.json()));

/** What is read of a file. */
export interface Wanted {
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** The columns that have nothing but booleans in any file of the source. */
  readonly booleans: readonly string[];
}

/** Reads a JSON object of records by key: booleans stay, what else is not text is written as JSON; `undefined` if it is none. */
export function readRecords(path: string, { key, columns, booleans }: Wanted): Rows | undefined {
  const records = recordsOf(path);
  const [name] = key;
  if (records === undefined || name === undefined || key.length > 1) return undefined;
  const objects = Object.entries(records).map(([one, record]) =>
    Object.fromEntries([
      [name, one],
      ...columns.map((column) => {
        const value = record[column] ?? null;
        return [column, booleans.includes(column) ? value : toText(value)];
      }),
    ]),
  );
  const types = columns.map((column) => [column, booleans.includes(column) ? "boolean" : "text"]);
  return toRows(objects, Object.fromEntries([[name, "text"], ...types]));
}

/** The columns that have nothing but booleans in all of these files, as far as they are objects of records. */
export function booleanColumns(
  paths: readonly string[],
  columns: readonly string[],
): readonly string[] {
  const all = paths.flatMap((path) => Object.values(recordsOf(path) ?? {}));
  return columns.filter((column) => {
    const values = all.map((record) => record[column] ?? null).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === "boolean");
  });
}

function recordsOf(path: string): z.infer<typeof file> | undefined {
  if (!path.endsWith(".json")) return undefined;
  const text = readFileSync(path, "utf8");
  if (!text.trimStart().startsWith("{")) return undefined;
  const result = file.safeParse(JSON.parse(text));
  return result.success ? result.data : undefined;
}

function toText(value: unknown): string | null {
  return value === null || typeof value === "string" ? value : JSON.stringify(value);
}
