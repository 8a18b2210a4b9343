import { toObjects } from "@dx/core";
import { countIf, countIntegers, isNan, matchesPattern, quantile, sql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase, forEachDialect } from "../src/index.ts";

const counts = sql`${countIf(sql`n > 1`)} as above,
  ${countIf(sql`n > 100`)} as none, ${countIf(isNan(sql`f`))} as nan,
  ${countIntegers(sql`n`, -1n, 3n)} as numbers,
  ${countIf(matchesPattern(sql`t`, { pattern: "^a.c$" }))} as matching,
  ${countIf(matchesPattern(sql`t`, { pattern: "^ab", like: "ab%" }))} as alike,
  ${countIf(matchesPattern(sql`t`, { pattern: "^[a-c]{3}$", glob: "[a-c][a-c][a-c]" }))} as globbed`;
const asked = sql`select ${counts}, ${quantile(sql`f`, 0.5)} as middle from some_rows`;

forEachDatabase("rows are counted, patterns matched and numbers told apart", async ({ db }) => {
  const rows = [
    { n: -1, f: 1, t: "abc" },
    { n: 3, f: 2, t: "a\nc" },
    { n: 3, f: Number.NaN, t: "Abc" },
    { n: null, f: null, t: null },
  ];
  await db.load("some_rows", rows, { types: { n: "int64", f: "float64", t: "text" } });
  const expected = { above: 2, none: 0, nan: 1, numbers: 2, matching: 2, alike: 1, globbed: 1 };
  expect(toObjects(await db.query(asked), "js")).toEqual([{ ...expected, middle: 2 }]);
  await db.load("some_rows", [], { types: { n: "int64", f: "float64", t: "text" } });
  const zeros = { above: 0, none: 0, nan: 0, numbers: 0, matching: 0, alike: 0, globbed: 0 };
  expect(toObjects(await db.query(asked), "js")).toEqual([{ ...zeros, middle: null }]);
});

forEachDialect("the functions that checks need", ({ dialect, check }) => {
  const [text] = check(sql`select ${counts} from some_rows`);
  expect(text).toMatch(dialect === "duckdb" ? / glob / : / like /);
  if (dialect === "bigquery") expect(() => check(asked)).toThrow("bigquery has no exact quantile");
  else check(asked);
});
