import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDxError, messageOf } from "@dx/core";
import {
  readDbtManifest,
  readLineageGraph,
  readOpenLineage,
  readQueryLog,
  parseValues,
  toQueryLog,
  type Lineage,
  type ReadSources,
} from "@dx/lineage";
import type { ParserDialect } from "@dx/sql-parser";
import { use } from "../parse-given.ts";

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
  if (has(first, "sql")) return readQueryLog(toQueryLog(values), { dialect, name: file });
  throw use(`${file} says nothing of lineage`, hint);
}

/** Whether it is a lineage already. */
export function isLineage(read: ReadSources | Lineage): read is Lineage {
  return "tableEdges" in read;
}

function parse(file: string): readonly unknown[] {
  try {
    return parseValues(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (isDxError(error)) throw error;
    throw use(`${file} cannot be read: ${messageOf(error)}`, hint);
  }
}

function has(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

function readManifest(file: string, manifest: unknown): ReadSources {
  const catalog = join(dirname(file), "catalog.json");
  return readDbtManifest(manifest, existsSync(catalog) ? { catalog: parse(catalog)[0] } : {});
}

/** Whether what was given is at fault, so that nothing was done. */
export function isWrongFile(error: unknown): boolean {
  return isDxError(error) && /^DX_LINEAGE_(?:DBT_|EVENT|LOG|JSON|GRAPH|CHANGE)/.test(error.code);
}
