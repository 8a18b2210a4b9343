import { toObjects } from "@dx/core";
import {
  countIf,
  countIntegers,
  isJson,
  isNan,
  laterBy,
  matchesPattern,
  parquetFacts,
  quantile,
  sql,
  tableFacts,
} from "@dx/sql";
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

const later = sql`select ${countIf(isJson(sql`t`))} as well_formed,
  ${countIf(sql`${laterBy(sql`d`, 1, "month")} = u`)} as months,
  ${countIf(sql`${laterBy(sql`d`, 36, "hour")} = u`)} as hours from some_times`;

forEachDatabase("text is JSON or not, and a month later is in the calendar", async ({ db }) => {
  const rows = [
    { t: '{"a": [1, null]}', d: "2024-01-31", u: "2024-02-29T00:00:00" },
    { t: "7", d: "2024-01-31", u: "2024-03-02T00:00:00" },
    { t: "{a: 1}", d: "2024-12-31", u: "2025-01-01T12:00:00" },
    { t: null, d: null, u: null },
  ];
  await db.load("some_times", rows, { types: { t: "text", d: "date", u: "timestamp" } });
  expect(toObjects(await db.query(later), "js")).toEqual([{ well_formed: 2, months: 1, hours: 1 }]);
});

forEachDialect("JSON and later times", ({ check }) => {
  check(later);
});

forEachDialect("the functions that checks need", ({ dialect, check }) => {
  const [text] = check(sql`select ${counts} from some_rows`);
  expect(text).toMatch(dialect === "duckdb" ? / glob / : / like /);
  if (dialect === "bigquery") expect(() => check(asked)).toThrow("bigquery has no exact quantile");
  else check(asked);
});

forEachDialect("what is known of a table without reading it", ({ dialect, check }) => {
  const questions = [tableFacts('shop."My table"'), parquetFacts("it's/*.parquet")];
  for (const [at, known] of [["duckdb", "postgres"], ["duckdb"]].entries()) {
    const one = questions[at];
    if (one === undefined) continue;
    if (known.includes(dialect)) check(one);
    else expect(() => check(one)).toThrow(dialect);
  }
});
