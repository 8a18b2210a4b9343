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

test("of a long statement, rows of constants are left out", () => {
  const row = (n: number): string => `(${n}, 'a, (b', -1, null)`;
  const rows = Array.from({ length: 20_000 }, (_, n) => row(n)).join(",\n");
  const { statements, findings } = parse(
    `insert into t values ${rows}; select (1), (a), (2) from t`,
  );
  expect(findings).toEqual([]);
  expect(statements.map(({ tree }) => tree.kind)).toEqual(["insert", "select"]);
  const [insert] = statements;
  if (insert?.tree.kind !== "insert" || insert.tree.query?.kind !== "values") throw new Error();
  expect(insert.tree.query.rows.map((values) => values.length)).toEqual([4]);
  const list = Array.from({ length: 50_000 }, (_, n) => n).join(",");
  const kept = parse(`select a from t\nwhere a in (${list})\n and missing = (1)`).statements[0];
  expect(kept?.tree.kind).toBe("select");
});

test.each(["\0\u0001", "\uD800", "'", "/*", "$$", "select \uFFFF", ")))((("])(
  "junk is never a crash: %j",
  (sql) => {
    const { statements, findings } = parse(sql);
    expect(statements.length + findings.length).toBe(1);
  },
);

/** The texts of the statements in a body, and its variables. */
function body(
  dialect: ParserDialect,
  sql: string,
): readonly [readonly string[], readonly string[]] {
  const { statements, findings } = parse(sql, dialect);
  expect(findings).toEqual([]);
  for (const { text, span } of statements)
    expect(sql.slice(span.start, span.end).length).toBe(text.length);
  return [
    statements.map(({ text }) => text.replaceAll(/\s+/g, " ")),
    [...(statements[0]?.variables ?? [])],
  ];
}

test.each<readonly [ParserDialect, string, readonly string[], readonly string[]]>([
  [
    "tsql",
    `create or alter procedure d.p @x int with execute as owner as
     begin
       set nocount on
       if exists (select 1 from c) delete from t where a = 1
       else insert into t (a) select case when b = 1 then 2 end from u with (nolock)
       update t set a = 1, b = (select max(a) from u) from t
       declare @y int = (select 1)
       while @y > 0 begin set @y -= 1 insert t values (@y) end
       ;with q as (select a from u) insert into t select a from q union all select 1
       merge t using u on t.a = u.a when matched then update set a = 1 when not matched then insert (a) values (1);
       select a into #x from u
       insert into t exec other
       drop table if exists #x
       select a from t order by a offset 1 rows fetch next 2 rows only
       exec p2 @z = 1
       return 1
     end`,
    [
      "delete from t where a = 1",
      "insert into t (a) select case when b = 1 then 2 end from u with (nolock)",
      "update t set a = 1, b = (select max(a) from u) from t",
      "insert t values (@y)",
      "with q as (select a from u) insert into t select a from q union all select 1",
      "merge t using u on t.a = u.a when matched then update set a = 1 when not matched then insert (a) values (1)",
      "select a into #x from u",
      "insert into t exec other",
      "drop table if exists #x",
      "select a from t order by a offset 1 rows fetch next 2 rows only",
    ],
    [],
  ],
  [
    "tsql",
    "create procedure p as insert into a select b from c update a set b = 1",
    ["insert into a select b from c", "update a set b = 1"],
    [],
  ],
  [
    "tsql",
    "select a from b where c = 1\nselect d from e",
    ["select a from b where c = 1", "select d from e"],
    [],
  ],
  [
    "bigquery",
    `create procedure d.p(in x int64, y date) begin
       declare a, b int64 default 0;
       if x > 1 then insert into t (c) select c from u where u.c > x; else update t set c = a where true; end if;
       loop set a = a + 1; delete from t where c = a; if a > b then leave; end if; end loop;
     end`,
    [
      "insert into t (c) select c from u where u.c > x",
      "update t set c = a where true",
      "delete from t where c = a",
    ],
    ["x", "y", "a", "b"],
  ],
  [
    "postgres",
    `create procedure p(i int) language plpgsql as $$
     declare v int; w record;
     begin
       select max(a) into strict v from t where b = i;
       for w in select a from u loop insert into t values (w.a); end loop;
     exception when others then raise;
     end $$`,
    ["select max(a) from t where b = i", "select a from u", "insert into t values (w.a)"],
    ["i", "v", "w"],
  ],
  [
    "postgres",
    "do $$ begin insert into t select a from u; end $$",
    ["insert into t select a from u"],
    [],
  ],
  [
    "oracle",
    `create or replace procedure p(a in number) is n number; begin
       select x bulk collect into n from t; insert into u select case when x = 1 then 2 end from t; end;\n/`,
    ["select x from t", "insert into u select case when x = 1 then 2 end from t"],
    ["a", "n"],
  ],
  [
    "snowflake",
    "create procedure p() returns text language sql as 'begin create table t as select a from u; end'",
    ["create table t as select a from u"],
    [],
  ],
  [
    "snowflake",
    "begin let x := 1; insert into t select :x; end",
    ["insert into t select :x"],
    ["x"],
  ],
  [
    "mysql",
    "create procedure p(inout k int) begin declare v int; insert into t select a from u where b = k; end",
    ["insert into t select a from u where b = k"],
    ["k", "v"],
  ],
])("a body of %s has its statements: %s", (...[dialect, sql, statements, variables]) => {
  const found = body(dialect, sql);
  expect(found[0].map((one) => one.replaceAll(/ +/g, " "))).toEqual(statements);
  expect(found[1]).toEqual(variables);
});

test.each<readonly [ParserDialect, string]>([
  [
    "snowflake",
    "create procedure p() returns text language javascript as $$ insert into t select 1; $$",
  ],
  ["postgres", "create function f(x int) returns int language sql as $$ select x + a from t $$"],
  ["tsql", "begin try exec p end try begin catch throw end catch"],
  ["mysql", "create trigger g before insert on t for each row begin insert into u select 1; end"],
])("of other bodies nothing is said: %s: %s", (dialect, sql) => {
  const { statements, findings } = parse(sql, dialect);
  expect(findings).toEqual([]);
  expect(statements.map(({ tree }) => tree.kind)).toEqual(["other"]);
});

test("what is broken in a body is reported with its place", () => {
  const { statements, findings } = parse(
    "create procedure p() begin\n insert into t select from from;\n delete from u; end",
    "mysql",
  );
  expect(statements.map(({ tree }) => tree.kind)).toEqual(["delete"]);
  expect(findings).toMatchObject([{ code: "DX_SQL_PARSER_SYNTAX", example: { line: 2 } }]);
});

test("an unknown dialect is refused", () => {
  expect(() => parse("select 1", "db3" as ParserDialect)).toThrow("unknown dialect");
});
