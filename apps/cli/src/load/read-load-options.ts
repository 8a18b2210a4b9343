import type { Contract, Cursor, LoadSpec } from "@dx/pipeline";
import type { Given, Option } from "../command.ts";
import { use } from "../parse-given.ts";
import { recordOptions } from "./read-api-options.ts";

const words = ["evolve", "freeze", "discard_row", "discard_value"] as const;
const modes = ["append", "replace", "merge"] as const;

/** The options of `dx load`. */
export const loadOptions: Readonly<Record<string, Option>> = {
  table: {
    type: "string",
    value: "NAME",
    help: "the table or view of a source that is a database",
  },
  query: { type: "string", value: "SQL", help: "a query in its own SQL, instead of a table" },
  into: {
    type: "string",
    value: "NAME",
    help: "the target's table; without it, called as the source's table or file",
  },
  mode: {
    type: "string",
    value: "MODE",
    help: "append, replace or merge; without it, merge if there is a --key, else replace",
  },
  key: { type: "string", multiple: true, value: "NAME,...", help: "what tells rows apart" },
  cursor: {
    type: "string",
    value: "NAME",
    help: "reads only what is not lower than the last value of this column; `transactions`, of a table of Postgres, what was not committed at the last load",
  },
  lag: {
    type: "string",
    value: "N",
    help: "of a --cursor: how far before its last value it reads once more: microseconds of times, days of dates, else its own unit",
  },
  nulls: {
    type: "string",
    value: "WORD",
    help: "of a --cursor: what becomes of rows without one: refuse (without a word), skip or include",
  },
  start: {
    type: "string",
    value: "WORD",
    help: "of a --cursor: whether rows with its last value are read again: closed (without a word) or open",
  },
  backwards: {
    type: "string",
    value: "WORD",
    help: "of a --cursor: what if the source ends before its last value: refuse (without a word, but for --deletes) or keep",
  },
  "changed-at": {
    type: "string",
    value: "NAME",
    help: "of `--cursor transactions`: a column with the time of the change, by whose index less is looked at",
  },
  range: {
    type: "string",
    value: "WORDS",
    help: 'only what lies in a span, as for a backfill: "COLUMN FROM TO", without TO itself',
  },
  merge: {
    type: "string",
    value: "WORD",
    help: "how it merges: upsert (without a word), delete-insert or insert-only",
  },
  swap: { type: "boolean", help: "of replace: a new table in the place of the old one" },
  deletes: { type: "boolean", help: "deletes what the source does not have any more; of a merge" },
  "new-tables": {
    type: "string",
    value: "WORD",
    help: "whether the table is made if it is not there: evolve (without a word) or freeze",
  },
  "new-columns": {
    type: "string",
    value: "WORD",
    help: "evolve (without a word), freeze, discard_row or discard_value",
  },
  "other-types": {
    type: "string",
    value: "WORD",
    help: "the same for values that do not fit their column; `variants` gives them a column of their own",
  },
  "row-number": {
    type: "string",
    value: "NAME",
    help: "a column that comes first: the place of each row in its file",
  },
  ...recordOptions,
  "load-id": {
    type: "string",
    value: "ID",
    help: "a load of this id is done once; of files that are appended, it is that of their content",
  },
};

/** How rows are loaded, as the command line says. @throws DxError `DX_CLI_USE` */
export function readLoadSpec(given: Given, source: { readonly name: string }): LoadSpec {
  const key = given.has("key")
    ? given.texts("key").flatMap((text) => text.split(",").map((one) => one.trim()))
    : undefined;
  const mode = oneOf(given, "mode", modes) ?? (key === undefined ? "replace" : "merge");
  const cursor = readCursor(given);
  const contract = readContract(given);
  const merge = oneOf(given, "merge", ["upsert", "delete-insert", "insert-only"]);
  const range = readRange(given.text("range"));
  return {
    table: given.text("into") ?? source.name,
    mode,
    ...(key === undefined ? {} : { key }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(merge === undefined ? {} : { merge }),
    ...(given.has("swap") ? { replace: "swap" } : {}),
    ...(range === undefined ? {} : { range }),
    ...(given.has("deletes") ? { deletes: "by-keys" } : {}),
    ...(contract === undefined ? {} : { contract }),
  };
}

const ofColumns = ["lag", "nulls", "start", "backwards"] as const;

function readCursor(given: Given): Cursor | undefined {
  const column = given.text("cursor");
  const changedAt = given.text("changed-at");
  const isColumn = column !== undefined && column !== "transactions";
  const odd = isColumn ? undefined : ofColumns.find((one) => given.text(one) !== undefined);
  if (odd !== undefined) throw use(`--${odd} is for a --cursor by a column`, "leave it out");
  if (changedAt !== undefined && column !== "transactions")
    throw use("--changed-at is for `--cursor transactions`", "leave it out");
  if (column === undefined) return undefined;
  if (!isColumn) return { kind: "xid-window", ...(changedAt === undefined ? {} : { changedAt }) };
  const lag = given.text("lag");
  const nulls = oneOf(given, "nulls", ["refuse", "skip", "include"]);
  const start = oneOf(given, "start", ["closed", "open"]);
  const backwards = oneOf(given, "backwards", ["refuse", "keep"]);
  return {
    kind: "column",
    column,
    ...(lag === undefined ? {} : { lag: readLag(lag) }),
    ...(nulls === undefined ? {} : { nulls }),
    ...(start === undefined ? {} : { start }),
    ...(backwards === undefined ? {} : { backwards }),
  };
}

function readLag(text: string): number {
  const lag = Number(text);
  if (text.trim() !== "" && Number.isFinite(lag) && lag >= 0) return lag;
  throw use(`--lag is ${text}`, "write a number, at least 0");
}

function readRange(text: string | undefined): LoadSpec["range"] {
  if (text === undefined) return undefined;
  const [column, from, to, ...more] = text.trim().split(/\s+/);
  if (column !== undefined && from !== undefined && to !== undefined && more.length === 0)
    return { column, from, to };
  throw use(`--range is ${text}`, 'write "day 2026-01-01 2026-02-01"');
}

function readContract(given: Given): Contract | undefined {
  const tables = oneOf(given, "new-tables", ["evolve", "freeze"]);
  const columns = oneOf(given, "new-columns", words);
  const types = oneOf(given, "other-types", [...words, "variants"]);
  if (tables === undefined && columns === undefined && types === undefined) return undefined;
  return {
    ...(tables === undefined ? {} : { tables }),
    ...(columns === undefined ? {} : { columns }),
    ...(types === "variants" ? { variants: true } : types === undefined ? {} : { types }),
  };
}

function oneOf<Word extends string>(
  given: Given,
  name: string,
  known: readonly Word[],
): Word | undefined {
  const text = given.text(name);
  if (text === undefined) return undefined;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw use(`--${name} is ${text}`, `write ${known.join(", ")}`);
}
