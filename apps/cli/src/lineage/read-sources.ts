import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { messageOf, nearest } from "@dx/core";
import type { LineageSource } from "@dx/lineage";
import { parserDialects, type ParserDialect, type Schema } from "@dx/sql-parser";
import { z } from "zod";
import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";

const schemaFile = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * The scripts of a folder, and the tables that are there before.
 * @throws DxError `DX_CLI_USE` if there is no folder with SQL, no such dialect, or a schema that cannot be read
 */
export function readSources(given: Given): readonly LineageSource[] {
  const folder = given.text("sql");
  if (folder === undefined) throw use("--sql is missing", "write --sql FOLDER");
  const dialect = dialectOf(given.text("dialect") ?? "duckdb");
  const defaultSchema = given.text("default-schema");
  const more = defaultSchema === undefined ? {} : { defaultSchema };
  const file = given.text("schema");
  const tables =
    file === undefined
      ? []
      : [{ kind: "tables", schema: readSchema(file), dialect, ...more } as const];
  const scripts = filesOf(folder).map((name) => {
    const sql = readFileSync(join(folder, name), "utf8");
    return Object.assign({ kind: "script" as const, name, sql, dialect }, more);
  });
  return [...tables, ...scripts];
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

function dialectOf(text: string): ParserDialect {
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
