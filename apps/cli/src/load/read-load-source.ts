import { basename } from "node:path";
import { formatRelation, quoteName, relation } from "@dx/core";
import type { ApiSpec, RecordOptions } from "@dx/pipeline";
import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";
import { readApiSpec, readRecordOptions, refuseOptions } from "./read-api-options.ts";

const ofApi = ["auth", "pages", "records", "since", "rate", "body"];

/** Where rows come from, as the command line has it. */
export type GivenSource =
  | { readonly kind: "file"; readonly path: string; readonly name: string }
  | { readonly kind: "table"; readonly url: string; readonly table: string; readonly name: string }
  | {
      readonly kind: "records";
      readonly path: string;
      readonly name: string;
      readonly options: RecordOptions;
    }
  | { readonly kind: "api"; readonly spec: ApiSpec; readonly name: string }
  | { readonly kind: "query"; readonly url: string; readonly query: string; readonly name: string };

/** Reads where rows come from. @throws DxError `DX_CLI_USE` */
export function readLoadSource(
  given: Given,
  env: Readonly<Record<string, string | undefined>>,
): GivenSource {
  const [url = ""] = given.positionals;
  const [table, query, into] = [given.text("table"), given.text("query"), given.text("into")];
  const path = /^files:(.+)$/s.exec(url)?.[1];
  if (path !== undefined) return readFileSource(given, path);
  if (/^https?:\/\//i.test(url)) {
    refuseOptions(given, ["table", "query", "row-number"], "other sources");
    const last = URL.canParse(url) ? new URL(url).pathname.split("/").findLast(Boolean) : undefined;
    return { kind: "api", spec: readApiSpec(url, given, env), name: nameOf(last ?? "records") };
  }
  refuseOptions(given, [...ofApi, "nested", "naming"], "records, of an API or of a file of JSON");
  if (given.has("row-number")) throw use("--row-number is for files", "leave it out");
  if (table !== undefined && query !== undefined)
    throw use("--table and --query exclude each other", "leave one out");
  if (table !== undefined)
    return {
      kind: "table",
      url,
      table,
      name: formatRelation({ kind: "relation", name: relation(table).name }),
    };
  if (query === undefined)
    throw use(
      "--table is missing",
      "name the table of the source, as --table shop.orders, or give a --query",
    );
  if (into === undefined)
    throw use("--into is missing", "a query has no name: name the target's table");
  return { kind: "query", url, query, name: into };
}

function readFileSource(given: Given, path: string): GivenSource {
  for (const name of ["table", "query", "cursor"])
    if (given.text(name) !== undefined)
      throw use(`--${name} and a file exclude each other`, `leave out --${name}`);
  refuseOptions(given, ofApi, "APIs");
  const name = nameOf(basename(path).replace(/(?:\.[A-Za-z]+){1,2}$/, ""));
  const options = readRecordOptions(given);
  if (isPattern(path) && given.text("into") === undefined)
    throw use("--into is missing", "several files have no one name: name the target's table");
  if (Object.keys(options).length === 0) return { kind: "file", path, name };
  if (given.has("row-number"))
    throw use("--row-number and --nested or --naming exclude each other", "leave one out");
  return { kind: "records", path, name, options };
}

/** Whether a path may name several files. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

function nameOf(text: string): string {
  return /^[a-z_]\w*$/i.test(text) ? text : quoteName(text);
}
