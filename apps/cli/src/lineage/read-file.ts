import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDxError, messageOf } from "@dx/core";
import {
  readDbtManifest,
  readLineageGraph,
  readOpenLineage,
  readQueryLog,
  type Lineage,
  type QueryLogEntry,
  type ReadSources,
} from "@dx/lineage";
import type { ParserDialect } from "@dx/sql-parser";
import { z } from "zod";
import { use } from "../parse-given.ts";

const logEntry = z.strictObject({
  sql: z.string(),
  at: z.string().optional(),
  session: z.string().optional(),
  status: z.enum(["ok", "failed"]).optional(),
  defaultSchema: z.string().optional(),
});

const hint =
  "give a manifest of dbt, OpenLineage events, a log of queries, or lineage.json of a run, as JSON or JSON lines";

/**
 * What a file says: a manifest of dbt with the catalogue beside it, OpenLineage events, a log of queries, or a lineage that was
 * kept.
 * @throws DxError `DX_CLI_USE` if it is none of these, or what reading it throws
 */
export function readLineageFile(file: string, dialect: ParserDialect): ReadSources | Lineage {
  const values = parse(file);
  const [first] = values;
  if (has(first, "metadata") && has(first, "nodes")) return readManifest(file, first);
  if (has(first, "tableEdges")) return readLineageGraph(first);
  if (has(first, "eventTime")) return readOpenLineage(values, { dialect });
  if (has(first, "sql"))
    return readQueryLog(
      values.map((one, index) => entry(one, { file, index })),
      { dialect, name: file },
    );
  throw use(`${file} says nothing of lineage`, hint);
}

/** Whether it is a lineage already. */
export function isLineage(read: ReadSources | Lineage): read is Lineage {
  return "tableEdges" in read;
}

/** One value, those of a list, or one a line. */
function parse(file: string): readonly unknown[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw use(`${file} cannot be read: ${messageOf(error)}`, hint);
  }
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text
      .split("\n")
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => line.trim() !== "")
      .map(({ line, number }): unknown => {
        try {
          return JSON.parse(line);
        } catch (error) {
          throw use(`${file}, line ${number}: ${messageOf(error)}`, hint);
        }
      });
  }
}

function has(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

function readManifest(file: string, manifest: unknown): ReadSources {
  const catalog = join(dirname(file), "catalog.json");
  return readDbtManifest(manifest, existsSync(catalog) ? { catalog: parse(catalog)[0] } : {});
}

function entry(
  value: unknown,
  { file, index }: { readonly file: string; readonly index: number },
): QueryLogEntry {
  const read = logEntry.safeParse(value);
  if (read.success) {
    const { sql, at, session, status, defaultSchema } = read.data;
    return {
      sql,
      ...(at === undefined ? {} : { at }),
      ...(session === undefined ? {} : { session }),
      ...(status === undefined ? {} : { status }),
      ...(defaultSchema === undefined ? {} : { defaultSchema }),
    };
  }
  throw use(
    `${file}, entry ${index + 1}: ${read.error.issues[0]?.message ?? ""}`,
    'write {"sql", "at"?, "session"?, "status"?: "ok" or "failed", "defaultSchema"?}',
  );
}

/** Whether what was given is at fault, so that nothing was done. */
export function isWrongFile(error: unknown): boolean {
  return isDxError(error) && /^DX_LINEAGE_(?:DBT_|EVENT|LOG|GRAPH|CHANGE)/.test(error.code);
}
