import { loadParser, parserDialects, type ParserDialect, type Schema } from "@dx/sql-parser";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyzeStatement, type StatementLineage } from "../src/index.ts";
import { lineageLines } from "./lineage-lines.ts";

const isDeep = (budget(1).numRuns ?? 1) > 1;
const parser = await loadParser();
const schema: Schema = { t: { a: "int", b: "int" }, u: { a: "int", c: "int" } };

const analyze = (
  sql: string,
  dialect: ParserDialect = "duckdb",
  tables = schema,
): StatementLineage => analyzeStatement(parser, sql, { dialect, schema: tables });

const cases: readonly (readonly [string, readonly string[]])[] = [
  ["select a, b + 1 as x, 5 as y from t", ["a: identity t.a", "x: transformation t.b", "y: "]],
  [
    "select sum(a) as s, count(b) as n, count(*) as m from t",
    ["s: aggregation t.a", "n: aggregation! t.b", "m: "],
  ],
  ["select case when a > 1 then b end as x from t", ["x: conditional t.a, transformation t.b"]],
  [
    "select coalesce(a, b) as x from t",
    ["x: conditional t.a, transformation t.a, transformation t.b"],
  ],
  ["select nullif(a, b) as x from t", ["x: conditional t.b, transformation t.a"]],
  ["select md5(a::varchar) as x from t", ["x: transformation! t.a"]],
  ["select sum(case when a > 1 then b end) as x from t", ["x: aggregation t.b, conditional t.a"]],
  ["select sum(a) filter (where b > 1) as x from t", ["x: aggregation t.a, filter t.b"]],
  [
    "select lag(a) over (partition by b order by a) as x from t",
    ["x: transformation t.a, window t.a, window t.b"],
  ],
  ["select sum(a) over w as x from t window w as (order by b)", ["x: aggregation t.a, window t.b"]],
  ["select a from t where b > 1 order by a", ["a: identity t.a", "rows: filter t.b, sort t.a"]],
  [
    "select a, sum(b) as s from t group by a having max(b) > 1",
    ["a: identity t.a", "s: aggregation t.b", "rows: filter t.b, group-by t.a"],
  ],
  [
    "select a, sum(b) as s from t group by all",
    ["a: identity t.a", "s: aggregation t.b", "rows: group-by t.a"],
  ],
  ["select distinct a from t", ["a: identity t.a", "rows: group-by t.a"]],
  [
    "select distinct on (b) a from t order by b, a",
    ["a: identity t.a", "rows: group-by t.b, sort t.a, sort t.b"],
  ],
  [
    "select a from t qualify row_number() over (partition by a order by b) = 1",
    ["a: identity t.a", "rows: filter t.a, filter t.b"],
  ],
  [
    "select t.b, c from t join u on t.a = u.a",
    ["b: identity t.b", "c: identity u.c", "rows: join t.a, join u.a"],
  ],
  [
    "select b, c from t join u using (a)",
    ["b: identity t.b", "c: identity u.c", "rows: join t.a, join u.a"],
  ],
  [
    "select a from t full join u using (a)",
    ["a: identity t.a, identity u.a", "rows: join t.a, join u.a"],
  ],
  [
    "select * from t natural join u",
    ["a: identity t.a, join u.a", "b: identity t.b", "c: identity u.c", "rows: join t.a, join u.a"],
  ],
  [
    "select x from (select a + b as x from t where a > 1) d where x > 2",
    ["x: transformation t.a, transformation t.b", "rows: filter t.a, filter t.b"],
  ],
  [
    "with q as (select a, sum(b) as s from t group by a) select s + 1 as z from q",
    ["z: aggregation t.b", "rows: group-by t.a"],
  ],
  [
    "with q as (select case when a > 1 then 1 end as f from t) select f from q",
    ["f: conditional t.a"],
  ],
  ["with q as (select a from t limit 1) select 1 as one from q", ["one: "]],
  ["select a from t union all select c from u", ["a: identity t.a, identity u.c"]],
  [
    "select a from t union select c from u",
    ["a: identity t.a, identity u.c", "rows: group-by t.a, group-by u.c"],
  ],
  [
    "select a from t except select c from u",
    ["a: identity t.a, identity u.c", "rows: filter t.a, filter u.c"],
  ],
  [
    "select a, b from t union all by name select c as b, a from u",
    ["a: identity t.a, identity u.a", "b: identity t.b, identity u.c"],
  ],
  [
    "with recursive r(x, y) as (select a, b from t union all select y, x + 1 from r where x < 5) select y from r",
    ["y: identity t.b, transformation t.a, transformation t.b", "rows: filter t.a, filter t.b"],
  ],
  [
    "select (select max(c) from u where u.a = t.a) as m from t",
    ["m: aggregation u.c, filter t.a, filter u.a"],
  ],
  [
    "select a from t where exists (select 1 from u where u.a = b)",
    ["a: identity t.a", "rows: filter t.b, filter u.a"],
  ],
  [
    "select a from t where b in (select c from u)",
    ["a: identity t.a", "rows: filter t.b, filter u.c"],
  ],
  ["select * exclude (a) replace (b + 1 as b) from t", ["b: transformation t.b"]],
  ["select * rename (a as z) from t", ["z: identity t.a", "b: identity t.b"]],
  [
    "select v from t, unnest([a, b]) as n(v)",
    ["v: transformation t.a, transformation t.b", "rows: join t.a, join t.b"],
  ],
  [
    "select a as x, x + b as y from t",
    ["x: identity t.a", "y: transformation t.a, transformation t.b"],
  ],
  ["select count(t) as n from t", ["n: aggregation! t.a, aggregation! t.b"]],
  ["create view v(p, q) as select * from t", ["p: identity t.a", "q: identity t.b"]],
  ["insert into u(c, a) select a, b from t", ["c: identity t.a", "a: identity t.b"]],
  ["insert into u select b, a from t", ["a: identity t.b", "c: identity t.a"]],
  ["insert into u by name select b as c, a from t", ["c: identity t.b", "a: identity t.a"]],
  ["insert into u(c) values (1), (2)", ["c: "]],
  [
    "insert into t(a, b) select a, c from u on conflict (a) do update set b = excluded.b + t.b",
    ["a: identity u.a", "b: identity u.c, transformation t.b, transformation u.c"],
  ],
  [
    "update t set b = u.c + t.b from u where u.a = t.a",
    ["b: transformation t.b, transformation u.c", "rows: filter t.a, filter u.a"],
  ],
  ["delete from t where a in (select c from u)", ["rows: filter t.a, filter u.c"]],
  [
    "merge into t using u on t.a = u.a when matched and u.c > 1 then update set b = u.c when not matched then insert (a, b) values (u.a, 0)",
    ["a: identity u.a", "b: conditional u.c, identity u.c", "rows: filter u.c, join t.a, join u.a"],
  ],
  [
    "merge into t using (select a, c as b from u) s on t.a = s.a when not matched then insert *",
    ["a: identity u.a", "b: identity u.c", "rows: join t.a, join u.a"],
  ],
  ["alter table t rename to z", ["a: identity t.a", "b: identity t.b"]],
  ["create table z (a int)", ["a: "]],
];

test.each(cases)("%s", (sql, wanted) => {
  const lineage = analyze(sql);
  expect(lineageLines(lineage)).toEqual(wanted);
  expect(lineage.findings).toEqual([]);
});

test.each<readonly [string, StatementLineage["kind"], string | null, readonly string[]]>([
  ["select a from t, (select c from u)", "select", null, ["t", "u"]],
  ["create table z as select a from t", "create-table-as", "z", ["t"]],
  ["create view main.z as with q as (select a from t) select a from q", "create-view", "z", ["t"]],
  ["create table z as with t as (select c from u) select c from t", "create-table-as", "z", ["u"]],
  ["insert into s.z select a from t", "insert", "s.z", ["t"]],
  ["update t as x set b = 1", "update", "t", ["t"]],
  ["delete from t using u where t.a = u.a", "delete", "t", ["u", "t"]],
  ["drop table if exists S.Z", "drop", "s.z", []],
  ["alter table s.z rename to y", "rename", "s.y", ["s.z"]],
  ["create table z (a int)", "create-table", "z", []],
  ["begin", "other", null, []],
])("kind, target and reads: %s", (...[sql, kind, target, reads]) => {
  expect(analyze(sql)).toMatchObject({ kind, target, reads });
});

test("without a schema, a column is of the only table, and * is an output", () => {
  const { outputs, findings } = analyze("select *, x from w", "postgres");
  expect(findings).toEqual([]);
  expect(outputs).toMatchObject([
    { name: "*", sources: [{ table: "w", column: "*", reason: "star", confidence: 0.5 }] },
    { name: "x", sources: [{ table: "w", column: "x", reason: "only-source", confidence: 0.9 }] },
  ]);
  const [nested] = analyze("select x from (select * from w) d").outputs;
  expect(nested?.sources).toMatchObject([{ table: "w", column: "x", reason: "star" }]);
});

test("what is ambiguous is listed with all candidates, what is unknown is a finding", () => {
  const { outputs, findings } = analyze("select z from w, y");
  expect(outputs[0]?.sources).toMatchObject([
    { table: "w", column: "z", reason: "candidate", confidence: 0.45 },
    { table: "y", column: "z", reason: "candidate", confidence: 0.45 },
  ]);
  expect(findings).toMatchObject([{ code: "DX_SQL_PARSER_AMBIGUOUS" }]);
  expect(analyze("select zz from t").findings).toMatchObject([
    { code: "DX_SQL_PARSER_UNKNOWN_COLUMN" },
  ]);
  expect(analyze("insert into z select a from t").findings).toMatchObject([
    { code: "DX_LINEAGE_INSERT_NAMES" },
  ]);
});

test("a place is that of the column's name, in units of UTF-16", () => {
  const sql = "select '😀' as x,\n  t.b from t";
  const span = analyze(sql).outputs[1]?.sources[0]?.span;
  expect(span).toEqual({ start: 20, end: 23, line: 2, column: 3 });
});

test.each<readonly [ParserDialect, string, readonly string[]]>([
  ["snowflake", "insert into u select b, a from t", ["A: identity T.B", "C: identity T.A"]],
  [
    "tsql",
    "update x set b = u.c from t x join u on u.a = x.a",
    ["b: identity u.c", "rows: join t.a, join u.a"],
  ],
  ["bigquery", "select * except (a) from t", ["b: identity t.b"]],
  [
    "spark",
    "select a from t lateral view explode(array(b)) n as v",
    ["a: identity t.a", "rows: join t.b"],
  ],
  ["postgres", 'select "a" from T', ["a: identity t.a"]],
  ["redshift", "select a as x, x + 1 as y from t", ["x: identity t.a", "y: transformation t.a"]],
])("%s: %s", (dialect, sql, wanted) => {
  expect(lineageLines(analyze(sql, dialect))).toEqual(wanted);
});

test("a text that does not parse gives a finding with its place; several statements are refused", () => {
  expect(analyze("select a from\n from t")).toMatchObject({
    kind: "other",
    outputs: [],
    findings: [{ code: "DX_SQL_PARSER_SYNTAX", example: { line: 2 } }],
  });
  for (const sql of ["", "select 1; select 2"]) expect(() => analyze(sql)).toThrow("give one");
});

test("what is nested too deep is a finding, never a crash", () => {
  const sql = `select ${"greatest(1, ".repeat(500)}a${")".repeat(500)} from t`;
  expect(analyze(sql).findings).toMatchObject([{ code: "DX_SQL_PARSER_DEPTH" }]);
});

const many = (count: number, text: string): readonly string[] => Array<string>(count).fill(text);

/** Deeper or longer than the parser under it reads. */
test.each<readonly [string, string, readonly string[]]>([
  [
    "1,000 nested subqueries",
    `select a from ${"(select a from ".repeat(1000)}t${") q".repeat(1000)}`,
    ["a: identity t.a"],
  ],
  [
    "a union of many queries",
    `${many(isDeep ? 1999 : 699, "select a from t").join(" union all ")} union all select c from u`,
    ["a: identity t.a, identity u.c"],
  ],
  [
    "a sum of 2,000 terms",
    `select ${many(1999, "t.a").join(" + ")} - b as x, c from t, u`,
    ["x: transformation t.a, transformation t.b", "c: identity u.c"],
  ],
  [
    "2,000 texts",
    `select ${many(2000, "t.b").join(" || ")} as x from t`,
    ["x: transformation t.b"],
  ],
  [
    "2,000 conditions",
    `select c from t, u where ${many(1999, "b = 1").join(" and ")} and c > 1`,
    ["c: identity u.c", "rows: filter t.b, filter u.c"],
  ],
  [
    "200 cases",
    `select ${"case when a > 1 then 1 else ".repeat(200)}b${" end".repeat(200)} as x from t`,
    ["x: conditional t.a, transformation t.b"],
  ],
  [
    "500 sums in parentheses",
    `select ${"(b + ".repeat(500)}a${")".repeat(500)} as x from t`,
    ["x: transformation t.a, transformation t.b"],
  ],
])("%s are followed", (...[, sql, wanted]) => {
  const lineage = analyze(sql);
  expect(lineageLines(lineage)).toEqual(wanted);
  expect(lineage.findings).toEqual([]);
});

test("places are kept where a long chain is taken apart, behind characters of two units too", () => {
  const sql = `select '😀' || ${many(400, "b").join(" || ")} as x from t where a = '😀' and b = 'x'`;
  const { outputs, rows } = analyze(sql);
  expect(outputs[0]?.sources[0]?.span.start).toBe(sql.indexOf("b ||"));
  expect(rows.map(({ span }) => span.start)).toEqual([sql.indexOf("a ="), sql.indexOf("b =")]);
});

test("mutated statements never crash", () => {
  const pieces = [
    "(",
    ")",
    ",",
    "'",
    "select",
    "from",
    "*",
    "union",
    "with",
    "as",
    "join",
    ";",
    "case",
    "end",
    "over",
    "/*",
  ];
  const mutate = fc.record({
    sql: fc.constantFrom(...cases.map(([sql]) => sql)),
    at: fc.nat(200),
    cut: fc.nat(12),
    piece: fc.constantFrom("", ...pieces),
    dialect: fc.constantFrom(...parserDialects.filter((one) => one !== "tsql")),
  });
  fc.assert(
    fc.property(mutate, ({ sql, at, cut, piece, dialect }) => {
      const text = `${sql.slice(0, at)} ${piece} ${sql.slice(at + cut)}`;
      const { statements, findings } = parser.parse(text, { dialect });
      expect(statements.length + findings.length).toBeGreaterThan(0);
      for (const one of statements) analyzeStatement(parser, one, { dialect, schema });
    }),
    isDeep ? { ...budget(150), numRuns: 20_000 } : budget(150),
  );
});

test("a chain of many common tables is followed in time that grows with it", () => {
  const length = isDeep ? 2000 : 500;
  const steps = Array.from({ length }, (_, n) => `q${n + 1} as (select a + b as a, b from q${n})`);
  const sql = `with q0 as (select a, b from t), ${steps.join(", ")} select a from q${length}`;
  expect(lineageLines(analyze(sql))).toEqual(["a: transformation t.a, transformation t.b"]);
});
