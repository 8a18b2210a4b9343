import type { DiffOptions, Tolerance } from "@dx/table-diff";
import type { Given, Option } from "../command.ts";
import { use } from "../parse-given.ts";

const names = (help: string): Option => ({
  type: "string",
  multiple: true,
  value: "NAME,...",
  help,
});

/** The options of `dx diff`. */
export const diffOptions: Readonly<Record<string, Option>> = {
  left: { type: "string", value: "URL", help: "a database, as env:DATABASE_URL, or files:a.csv" },
  "left-table": { type: "string", value: "NAME", help: "its table, as shop.orders" },
  right: { type: "string", value: "URL", help: "what it is compared with" },
  "right-table": { type: "string", value: "NAME", help: "its table" },
  key: names("what tells rows apart"),
  columns: names("what is compared besides the key; without it, all columns"),
  tolerance: {
    type: "string",
    multiple: true,
    value: "NAME=NUMBER[%],...",
    help: "how far numbers may be apart, in their unit, or of floating-point numbers in per cent",
  },
  exact: { type: "boolean", help: "compares the hash of every row, not sums of hashes" },
  limit: { type: "string", value: "N", help: "how many differences are printed; without it, 20" },
  "max-pulled-rows": {
    type: "string",
    value: "N",
    help: "how many rows are brought here at most; without it, 1000000",
  },
  "trim-end": names("text columns whose trailing spaces do not count"),
  "time-zone": { type: "string", value: "ZONE", help: "the zone of timestamps beside instants" },
  "boolean-as-number": names("boolean columns that are compared with numbers"),
  "as-text": names("columns that are compared as text, whatever their types"),
  "as-json": names("columns of JSON that are compared by its meaning"),
};

/** What `diffTables` takes of a command line. @throws DxError `DX_CLI_USE` */
export function readDiffOptions(given: Given): DiffOptions {
  const list = (name: string): readonly string[] | undefined =>
    given.has(name) ? given.texts(name).flatMap(splitNames) : undefined;
  const key = list("key");
  if (key === undefined) throw use("--key is missing", "name what tells rows apart, as --key id");
  const timeZone = given.text("time-zone");
  const [samples, maxPulledRows] = [
    readCount(given, "limit", 0),
    readCount(given, "max-pulled-rows", 1),
  ];
  return {
    key,
    ...named("columns", list("columns")),
    ...named("trimEnd", list("trim-end")),
    ...named("booleanAsNumber", list("boolean-as-number")),
    ...named("asText", list("as-text")),
    ...named("asJson", list("as-json")),
    ...named("timeZone", timeZone),
    ...named("samples", samples),
    ...named("maxPulledRows", maxPulledRows),
    exact: given.has("exact"),
    tolerance: readTolerances(given.texts("tolerance")),
  };
}

/** At commas, but for those in double quotes. */
function splitNames(text: string): readonly string[] {
  return (text.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? []).map((name) => name.trim());
}

function named<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  if (value === undefined) return {};
  const entry: Partial<Record<Name, T>> = {};
  entry[name] = value;
  return entry;
}

function readCount(given: Given, name: string, least: number): number | undefined {
  const text = given.text(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= least) return count;
  throw use(`--${name} is ${text}`, `write a whole number, at least ${least}`);
}

function readTolerances(given: readonly string[]): Readonly<Record<string, Tolerance>> {
  const parts = given.flatMap((text) => text.split(","));
  const pairs = parts.map((part): readonly [string, Tolerance] => {
    const [, name = "", text = "", percent] =
      /^\s*(.+?)=(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(%?)\s*$/s.exec(part) ?? [];
    if (name === "") throw use(`--tolerance is ${part}`, "write --tolerance price=0.005");
    return [name, percent === "%" ? { relative: Number(text) / 100 } : Number(text)];
  });
  const twice = pairs.find(([name], at) => pairs.findIndex((one) => one[0] === name) !== at);
  if (twice !== undefined) throw use(`--tolerance names ${twice[0]} twice`, "name it once");
  return Object.fromEntries(pairs);
}
