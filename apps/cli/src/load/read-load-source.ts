import { basename } from "node:path";
import { formatRelation, quoteName, relation } from "@dx/core";
import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";

/** Where rows come from, as the command line has it. */
export type GivenSource =
  | { readonly kind: "file"; readonly path: string; readonly name: string }
  | { readonly kind: "table"; readonly url: string; readonly table: string; readonly name: string }
  | { readonly kind: "query"; readonly url: string; readonly query: string; readonly name: string };

/** Reads where rows come from. @throws DxError `DX_CLI_USE` */
export function readLoadSource(given: Given): GivenSource {
  const [url = ""] = given.positionals;
  const [table, query, into] = [given.text("table"), given.text("query"), given.text("into")];
  const path = /^files:(.+)$/s.exec(url)?.[1];
  if (path !== undefined) {
    for (const [name, text] of Object.entries({ table, query, cursor: given.text("cursor") }))
      if (text !== undefined)
        throw use(`--${name} and a file exclude each other`, `leave out --${name}`);
    const stem = basename(path).replace(/(?:\.[A-Za-z]+){1,2}$/, "");
    return { kind: "file", path, name: /^[a-z_]\w*$/i.test(stem) ? stem : quoteName(stem) };
  }
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
