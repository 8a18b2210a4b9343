import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dialects, isDxError, type Dialect } from "@dx/core";
import { expect, test } from "vitest";
import * as exported from "../src/index.ts";
import { ddlForms } from "../src/dialect/ddl-forms.ts";
import { hashForms } from "../src/dialect/hash-forms.ts";
import { traits } from "../src/dialect/traits.ts";
import { typeName } from "../src/dialect/type-name.ts";

const path = new URL("../README.md", import.meta.url);
const readme = readFileSync(path, "utf8");
const start = "<!-- dialects -->\n";
const end = "<!-- /dialects -->";

const yes = (value: boolean): string => (value ? "yes" : "no");
const nameOf = (type: Parameters<typeof typeName>[0], dialect: Dialect): string => {
  try {
    return typeName(type, dialect);
  } catch (error) {
    if (isDxError(error, "DX_SQL_UNSUPPORTED")) return "refused";
    throw error;
  }
};
const facts: readonly (readonly [fact: string, of: (dialect: Dialect) => string])[] = [
  [
    "names fold to",
    (one) => ({ lower: "lower", upper: "upper", keep: "as they are" })[traits[one].fold],
  ],
  [
    "bytes of a name",
    (one) => (traits[one].nameBytes === Infinity ? "any" : String(traits[one].nameBytes)),
  ],
  ["text", (one) => exported.renderSql(exported.sql`${"'\\"}`, one).text],
  ["bound, supplied", (one) => `${traits[one].placeholder(1)}, ${traits[one].parameter("p")}`],
  ["int64", (one) => nameOf({ kind: "int64" }, one)],
  ["float64", (one) => nameOf({ kind: "float64" }, one)],
  ["decimal 18, 2", (one) => nameOf({ kind: "decimal", precision: 18, scale: 2 }, one)],
  ["decimal 38, 20", (one) => nameOf({ kind: "decimal", precision: 38, scale: 20 }, one)],
  ["text, bytes", (one) => `${nameOf({ kind: "text" }, one)}, ${nameOf({ kind: "bytes" }, one)}`],
  ["timestamp", (one) => nameOf({ kind: "timestamp" }, one)],
  ["instant", (one) => nameOf({ kind: "instant" }, one)],
  [
    "time, interval",
    (one) => `${nameOf({ kind: "time" }, one)}, ${nameOf({ kind: "interval" }, one)}`,
  ],
  ["json", (one) => nameOf({ kind: "json" }, one)],
  ["null-safe equality", (one) => traits[one].nullSafe ?? "by `case`"],
  ["`except all`", (one) => (traits[one].except.all ? "yes" : "by numbers")],
  ["update from", (one) => (traits[one].updateFrom ? "yes" : "by merge")],
  ["merge", (one) => (traits[one].merge ? "yes" : "refused")],
  ["keys", (one) => (ddlForms[one].key === null ? "refused" : `yes${ddlForms[one].key}`)],
  ["`create or replace table`", (one) => yes(ddlForms[one].replaceTable)],
  ["indexes", (one) => yes(ddlForms[one].indexes)],
  ["tables in transactions", (one) => yes(traits[one].transactionalDdl)],
  ["hash of float64", (one) => yes(hashForms[one].float64 !== null)],
];
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const table = [
  row(["", ...dialects]),
  row(["---", ...dialects.map(() => "---")]),
  ...facts.map(([fact, of]) => row([fact, ...dialects.map(of)])),
];
const cells = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---").trim())
    .filter(Boolean);

// Written anew by `DX_WRITE=1 npm test`.
test("the README's table of dialects is up to date", () => {
  const [before = "", rest = ""] = readme.split(start);
  const [written = "", after = ""] = rest.split(end);
  const write = process.env["DX_WRITE"] === "1";
  if (write) writeFileSync(path, `${before}${start}\n${table.join("\n")}\n\n${end}${after}`);
  expect(write ? [] : cells(written)).toEqual(write ? [] : cells(table.join("\n")));
});

test("the README names every function and every error", () => {
  for (const name of Object.keys(exported)) expect(readme).toContain(`\`${name}\``);
  const folder = new URL("../src/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  const codes = new Set(sources.flatMap((source) => source.match(/DX_SQL_[A-Z]+/g) ?? []));
  expect(codes.size).toBeGreaterThan(5);
  for (const code of codes) expect(readme).toContain(`\`${code}\``);
});
