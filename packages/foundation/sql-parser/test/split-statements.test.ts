import fc from "fast-check";
import { budget } from "@dx/testing/budget";
import { expect, test } from "vitest";
import { parserDialects, splitStatements, tokenize, type ParserDialect } from "../src/index.ts";

const cases: readonly (readonly [ParserDialect, string, readonly string[]])[] = [
  ["duckdb", "", []],
  ["duckdb", " ;; -- nothing\n;", []],
  ["duckdb", "select ';' ; select 2", ["select ';'", "select 2"]],
  ["duckdb", 'select ";" from "a""; b"; x', ['select ";" from "a""; b"', "x"]],
  ["postgres", "select /* a /* b; */ ; */ 1; x", ["select /* a /* b; */ ; */ 1", "x"]],
  ["snowflake", "select /* a /* b; */ 1; x // ; y\n; z", ["select /* a /* b; */ 1", "x", "z"]],
  ["postgres", String.raw`select E'\';' ; x`, [String.raw`select E'\';'`, "x"]],
  ["postgres", String.raw`select '\'; x`, [String.raw`select '\'`, "x"]],
  ["mysql", String.raw`select '\'; x'; y # ;`, [String.raw`select '\'; x'`, "y"]],
  ["postgres", "do $a$ begin; $$ ; end $a$; x", ["do $a$ begin; $$ ; end $a$", "x"]],
  ["bigquery", 'select """a;"b""" ; select r"\\" ; x', ['select """a;"b"""', 'select r"\\"', "x"]],
  ["bigquery", "select `a;b`; x", ["select `a;b`", "x"]],
  ["tsql", "select [a;]]b]\ngo\nselect 2 go\nGO 3\nx", ["select [a;]]b]", "select 2 go", "x"]],
  [
    "oracle",
    "declare v int; begin null; end;\n/\nselect 1 / 2;",
    ["declare v int; begin null; end", "select 1 / 2"],
  ],
  [
    "oracle",
    "create or replace procedure p is v int; begin if a then b; end if; end; x",
    ["create or replace procedure p is v int; begin if a then b; end if; end", "x"],
  ],
  [
    "duckdb",
    "begin; insert into t select 1; commit",
    ["begin", "insert into t select 1", "commit"],
  ],
  ["tsql", "begin transaction; x; commit", ["begin transaction", "x", "commit"]],
  [
    "tsql",
    "if a = 1 begin select case when 1=1 then 2 end; b; end; c",
    ["if a = 1 begin select case when 1=1 then 2 end; b; end", "c"],
  ],
  ["bigquery", "begin select 1; begin x; end; end; y", ["begin select 1; begin x; end; end", "y"]],
  [
    "mysql",
    "create procedure p() begin while a do b; end while; loop c; end loop; end; d",
    ["create procedure p() begin while a do b; end while; loop c; end loop; end", "d"],
  ],
  ["postgres", "select begin from t; select 'a", ["select begin from t", "select 'a"]],
];

test.each(cases)("%s: %s", (dialect, script, wanted) => {
  const slices = splitStatements(script, dialect);
  expect(slices.map(({ text }) => text)).toEqual(wanted);
  expect(slices.map(({ span }) => script.slice(span.start, span.end))).toEqual(wanted);
});

test("places are counted in lines and units of UTF-16", () => {
  const [, second] = splitStatements("select '😀'; /* é */\n  select 2", "duckdb");
  expect(second?.span).toEqual({ start: 23, end: 31, line: 2, column: 3 });
});

test("any text is cut into tokens without gaps, and none of it gets lost between statements", () => {
  const piece = fc.constantFrom(
    ...Array.from("ab1;'\"`$[]()-/*\\#\n "),
    "begin",
    " end ",
    "😀",
    "--",
    "/*",
    "$$",
    "E'",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.constantFrom(...parserDialects),
      (parts, dialect) => {
        const text = parts.join("");
        const tokens = tokenize(text, dialect);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        const words = tokens.filter(({ kind }) => kind !== "space" && kind !== "comment");
        const slices = splitStatements(text, dialect);
        const isKept = (at: number): boolean =>
          slices.some(({ span }) => span.start <= at && at < span.end);
        const lost = words.filter(
          ({ start }) => text[start] !== ";" && text[start] !== "/" && !isKept(start),
        );
        expect(lost).toEqual([]);
      },
    ),
    budget(200),
  );
});
