import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { messageOf, nearest } from "@dx/core";
import type { LineageScript, LineageTables, ReadSources } from "@dx/lineage";
import { parserDialects, type ParserDialect, type Schema } from "@dx/sql-parser";
import { z } from "zod";
import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";
import { isLineage, readLineageFile } from "./read-file.ts";

const schemaFile = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * What `--sql` and `--in` name, and the tables that are there before.
 * @throws DxError `DX_CLI_USE` if there is nothing, no folder with SQL, no such dialect, or a schema that cannot be read
 */
export function readSources(given: Given): ReadSources {
  const folder = given.text("sql");
  const files = given.texts("in");
  if (folder === undefined && files.length === 0)
    throw use("--sql is missing", "write --sql FOLDER, or --in FILE");
  const read = files.map((file) => {
    const found = readLineageFile(file, readDialect(given));
    if (!isLineage(found)) return found;
    throw use(`${file} has no statements`, "give it to dx lineage diff");
  });
  return {
    sources: [
      ...readTables(given),
      ...(folder === undefined ? [] : readFolder(folder, given)),
      ...read.flatMap(({ sources }) => sources),
    ],
    findings: read.flatMap(({ findings }) => findings),
  };
}

/** The tables that are there before, by `--schema`. */
export function readTables(given: Given): readonly LineageTables[] {
  const file = given.text("schema");
  if (file === undefined) return [];
  return [
    { kind: "tables", schema: readSchema(file), dialect: readDialect(given), ...ownSchema(given) },
  ];
}

/** The scripts of a folder. */
export function readFolder(folder: string, given: Given): readonly LineageScript[] {
  const dialect = readDialect(given);
  return filesOf(folder).map((name) => {
    const sql = readFileSync(join(folder, name), "utf8");
    return Object.assign({ kind: "script" as const, name, sql, dialect }, ownSchema(given));
  });
}

function ownSchema(given: Given): { readonly defaultSchema?: string } {
  const defaultSchema = given.text("default-schema");
  return defaultSchema === undefined ? {} : { defaultSchema };
}

function filesOf(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".sql"))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
      .toSorted();
    if (names.length > 0) return names;
  } catch (error) {
    throw use(`${folder} cannot be read: ${messageOf(error)}`, "name a folder with *.sql");
  }
  throw use(`${folder} has no *.sql`, "name a folder with *.sql");
}

/** What `--dialect` names. */
export function readDialect(given: Given): ParserDialect {
  const text = given.text("dialect") ?? "duckdb";
  const found = parserDialects.find((one) => one === text);
  if (found !== undefined) return found;
  const near = nearest(text, parserDialects);
  throw use(
    `no dialect is called ${text}`,
    near === undefined ? `there are ${parserDialects.join(", ")}` : `did you mean ${near}?`,
  );
}

function readSchema(file: string): Schema {
  try {
    return schemaFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw use(`${file} is no schema: ${messageOf(error)}`, 'write {"table": {"column": "type"}}');
  }
}
