import { dialects, type Dialect } from "@dx/core";
import { expect, test } from "vitest";
import { denyTable, deniedIn } from "../src/deny-table.ts";
import { loadTextCheck } from "../src/index.ts";

test.each(denyTable.flatMap((rule) => rule.dialects.map((dialect) => ({ dialect, ...rule }))))(
  "refuses on $dialect: $example",
  async ({ dialect, example, pattern }) => {
    const faultsOf = await loadTextCheck();
    expect(faultsOf(example, dialect)).toContain(`denied: ${pattern.source}`);
  },
);

test("each rule names dialects that there are", () => {
  const known = new Set<string>(dialects);
  expect(denyTable.flatMap((rule) => rule.dialects).filter((one) => !known.has(one))).toEqual([]);
});

test.each(dialects)("refuses on %s what is no statement, or two", async (dialect) => {
  const faultsOf = await loadTextCheck();
  for (const text of ["wher x", "create tabel x (a int)", "select 1; select 2", "select (1", ""])
    expect(faultsOf(text, dialect), `in ${text}`).not.toEqual([]);
  expect(faultsOf("select 1 as a", dialect)).toEqual([]);
});

test.each<[Dialect, string]>([
  ["bigquery", "select 'it\\'s :: \"x\"' from `a::b\\`\"` -- except all"],
  ["spark", "select '\\\\' from `q``\"` /* ilike :: */"],
  ["postgres", `select 'a'' qualify' from "x qualify"`],
  ["redshift", `select 'is not distinct from \\' ' from "uuid"`],
])("sees nothing in strings, names and comments of %s", (dialect, text) => {
  expect(deniedIn(text, dialect)).toEqual([]);
});
