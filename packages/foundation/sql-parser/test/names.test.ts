import { expect, test } from "vitest";
import { fingerprint, normalizeIdentifier, type ParserDialect } from "../src/index.ts";

const cases: readonly (readonly [ParserDialect, string, string, string])[] = [
  ["duckdb", "Ab", "ab", "ab"],
  ["duckdb", '"Ab"', "ab", "ab"],
  ["postgres", "Ab", "ab", "ab"],
  ["postgres", '"Ab"', "Ab", "Ab"],
  ["redshift", "AÄ", "aÄ", "aÄ"],
  ["snowflake", "Ab", "AB", "AB"],
  ["snowflake", '"Ab"', "Ab", "Ab"],
  ["bigquery", "Ab", "ab", "Ab"],
  ["mysql", "Ab", "ab", "Ab"],
  ["clickhouse", "Ab", "Ab", "Ab"],
  ["tsql", '"A ""b"', 'a "b', 'a "b'],
];

test.each(cases)(
  "%s reads %s as the column %s and the table %s",
  (...[dialect, name, column, table]) => {
    expect(normalizeIdentifier(name, dialect)).toBe(column);
    expect(normalizeIdentifier(name, dialect, "table")).toBe(table);
  },
);

test("an unknown dialect is refused, with the nearest known one", () => {
  expect(() => normalizeIdentifier("a", "duckbd" as ParserDialect)).toThrow("did you mean duckdb?");
});

test("fingerprints tell statements apart, not their layout and constants", () => {
  const of = (sql: string, literals = false): string =>
    fingerprint(sql, { dialect: "postgres", literals });
  expect(of("")).toBe("cbf29ce484222325");
  expect(of("a")).toBe("af63dc4c8601ec8c");
  expect(of("SELECT a -- b\n FROM t;")).toBe(of("select A from T"));
  expect(of("select 1, 'x'")).toBe(of("select 2"));
  expect(of("select 1")).not.toBe(of("select a"));
  expect(of('select "A"')).not.toBe(of('select "a"'));
  expect(of("select 1", true)).not.toBe(of("select 2", true));
});
