import { expect, test } from "vitest";
import { loadParser, type ParserDialect } from "../src/index.ts";

const parser = await loadParser();
const parse = (sql: string, dialect: ParserDialect = "duckdb"): ReturnType<typeof parser.parse> =>
  parser.parse(sql, { dialect });

test("a broken statement is reported with its place, and the others stand", () => {
  const { statements, findings } = parse("select '😀' as a;\nselect 1 +;\n\nselect b from t");
  expect(statements.map(({ span }) => span.line)).toEqual([1, 4]);
  expect(findings).toMatchObject([
    {
      code: "DX_SQL_PARSER_SYNTAX",
      severity: "error",
      subject: "select 1 +",
      example: { line: 2 },
    },
  ]);
});

test("spans are in units of UTF-16, behind what is written before", () => {
  const sql = 'select 1;\nselect \'😀😀\', "é 😀".x -- 😀\n, y from "é 😀"';
  const tree = parse(sql).statements[1]?.tree;
  if (tree?.kind !== "select" || tree.query.kind !== "select") throw new Error();
  const texts = tree.query.items.map(({ value }) =>
    value.kind === "column" ? sql.slice(value.span.start, value.span.end) : "",
  );
  expect(texts).toEqual(["", '"é 😀".x', "y"]);
  expect(tree.query.items[2]?.value).toMatchObject({ span: { line: 3, column: 3 } });
});

test.each([
  ["queries in from", `select * from ${"(select x from ".repeat(1000)}t${") q".repeat(1000)}`],
  ["scalar queries", `select ${"(select ".repeat(200)}x${")".repeat(200)} from t`],
  ["parentheses", `select ${"(".repeat(1000)}1${")".repeat(1000)}`],
  ["a chain", `select 1${" + 1".repeat(2000)}`],
  ["calls", `select ${"f(".repeat(500)}1${")".repeat(500)}`],
])("1,000 levels are read or refused with a place: %s", (_, sql) => {
  const { statements, findings } = parse(sql);
  expect(statements.length + findings.length).toBe(1);
  expect(findings).toEqual([]);
});

test.each([
  ["calls of two arguments", `select ${"f(1, ".repeat(500)}1${")".repeat(500)}`],
  ["open parentheses", `select ${"(".repeat(1000)}1`],
])("what is nested too deep is a finding: %s", (_, sql) => {
  const { statements, findings } = parse(`${sql}; select 2`);
  expect(statements.length).toBe(1);
  expect(findings).toMatchObject([{ code: "DX_SQL_PARSER_DEPTH", example: { line: 1 } }]);
});

test("long lists are read", () => {
  const list = Array.from({ length: 10_000 }, (_, n) => n).join(",");
  expect(parse(`select a from t where b in (${list})`).findings).toEqual([]);
});

test.each(["\0\u0001", "\uD800", "'", "/*", "$$", "select \uFFFF", ")))((("])(
  "junk is never a crash: %j",
  (sql) => {
    const { statements, findings } = parse(sql);
    expect(statements.length + findings.length).toBe(1);
  },
);

test("an unknown dialect is refused", () => {
  expect(() => parse("select 1", "db3" as ParserDialect)).toThrow("unknown dialect");
});
