import { loadParser, type ParserDialect, type Schema } from "@dx/sql-parser";
import { expect, test } from "vitest";
import { analyzeStatement } from "../src/index.ts";
import { lineageLines } from "./lineage-lines.ts";

const parser = await loadParser();
const schema: Schema = {
  sales: { region: "varchar", year: "int", q: "varchar", amount: "int", x: "int" },
  t: { a: "int", arr: "int[]", s: "struct(a int)", mp: "map" },
  u: { a: "int", c: "int" },
};

test.each<readonly [ParserDialect, string, string, readonly string[]]>([
  [
    "duckdb",
    "update t set (a, s) = (select c, a from u where u.a = t.a) where mp is null",
    "update t < t,u",
    [
      "a: filter t.a, filter u.a, identity u.c",
      "s: filter t.a, filter u.a, identity u.a",
      "rows: filter t.mp",
    ],
  ],
  [
    "postgres",
    "update t set (a, s) = (select c, a from u where u.a = t.a), mp = arr",
    "update t < t,u",
    [
      "a: filter t.a, filter u.a, identity u.c",
      "s: filter t.a, filter u.a, identity u.a",
      "mp: identity t.arr",
    ],
  ],
  ["postgres", "update t set (a, s) = (1, mp)", "update t < t", ["a: ", "s: identity t.mp"]],
  [
    "postgres",
    'update t set (a, "s") = row(u.c, u.a) from u where u.a = t.a',
    "update t < u,t",
    ["a: identity u.c", "s: identity u.a", "rows: filter t.a, filter u.a"],
  ],
  [
    "oracle",
    "update u set (a, c) = (select 1, a from t)",
    "update U < U,T",
    ["A: ", "C: identity T.A"],
  ],
  [
    "redshift",
    "update t set a = u.c from u where u.a = t.a",
    "update t < u,t",
    ["a: identity u.c", "rows: filter t.a, filter u.a"],
  ],
  [
    "tsql",
    "update u set a += c where a > 1",
    "update u < u",
    ["a: transformation u.a, transformation u.c", "rows: filter u.a"],
  ],
  [
    "tsql",
    "update x set x.a -= t.a, c = 1 from u x join t on t.a = x.c",
    "update u < u,t",
    ["a: transformation t.a, transformation u.a", "c: ", "rows: join t.a, join u.c"],
  ],
  [
    "tsql",
    "update u set a = a + 1, c *= a",
    "update u < u",
    ["a: transformation u.a", "c: transformation u.a, transformation u.c"],
  ],
  [
    "duckdb",
    "create table z as from u",
    "create-table-as z < u",
    ["a: identity u.a", "c: identity u.c"],
  ],
  [
    "duckdb",
    "create view z as from u select c where a > 1",
    "create-view z < u",
    ["c: identity u.c", "rows: filter u.a"],
  ],
  [
    "duckdb",
    "create or replace table z as pivot sales on year using sum(amount) group by region",
    "create-table-as z < sales",
    [
      "region: identity sales.region",
      "*: aggregation sales.amount, filter sales.year",
      "rows: group-by sales.region",
    ],
  ],
  ["duckdb", "insert into u from u", "insert u < u", ["a: identity u.a", "c: identity u.c"]],
  ["duckdb", "select * from (from u)", "select null < u", ["a: identity u.a", "c: identity u.c"]],
  ["duckdb", "with q as (from u) from q select c", "select null < u", ["c: identity u.c"]],
  ["duckdb", "from u union all from u", "select null < u", ["a: identity u.a", "c: identity u.c"]],
  [
    "duckdb",
    "copy (select a from u where c > 1) to 'x.csv'",
    'copy "x.csv" < u',
    ["a: identity u.a", "rows: filter u.c"],
  ],
  ["duckdb", "copy u to 'x.csv'", 'copy "x.csv" < u', ["a: identity u.a", "c: identity u.c"]],
  ["postgres", "copy u (c) to stdout", "copy null < u", ["c: identity u.c"]],
  ["duckdb", "copy u (c) from 'x.csv'", 'copy u < "x.csv"', ["c: "]],
  ["duckdb", "copy u from 'x.csv'", 'copy u < "x.csv"', ["a: ", "c: "]],
  ["snowflake", "copy into u from @stage/x", "copy U < @stage/x", ["A: ", "C: "]],
  ["snowflake", "copy into u (c) from (select $1 from @stage/x)", "copy U < ", ["C: "]],
  [
    "snowflake",
    "copy into @stage/x from (select a from u)",
    "copy @stage/x < U",
    ["A: identity U.A"],
  ],
  [
    "snowflake",
    "copy into u from (select a, arr from t)",
    "copy U < T",
    ["A: identity T.A", "C: identity T.ARR"],
  ],
  [
    "bigquery",
    "export data options(uri='gs://x') as select a from u",
    "copy gs://x < u",
    ["a: identity u.a"],
  ],
  [
    "tsql",
    "select a, c into #z from u where c > 1",
    "create-table-as #z < u",
    ["a: identity u.a", "c: identity u.c", "rows: filter u.c"],
  ],
  ["redshift", "select a into z from u", "create-table-as z < u", ["a: identity u.a"]],
  [
    "hive",
    "insert overwrite directory '/x/y' select a from u",
    "copy /x/y < u",
    ["a: identity u.a"],
  ],
  [
    "redshift",
    "unload ('select a from u where c = ''z''') to 's3://b/x' iam_role default",
    "copy s3://b/x < u",
    ["a: identity u.a", "rows: filter u.c"],
  ],
  [
    "athena",
    "unload (select a from u) to 's3://b/x' with (format = 'PARQUET')",
    "copy s3://b/x < u",
    ["a: identity u.a"],
  ],
  ["spark", "select a from parquet.`/x/y`", "select null < /x/y", ["a: identity /x/y.a"]],
  [
    "duckdb",
    "select a from read_csv('x.csv') where b > 1",
    'select null < "x.csv"',
    ['a: identity "x.csv".a', 'rows: filter "x.csv".b'],
  ],
  ["duckdb", "select z from read_csv(['x.csv', 'y.csv'])", "select null < ", ["z: "]],
  ["bigquery", "insert u (c) select a from t", "insert u < t", ["c: identity t.a"]],
  [
    "tsql",
    "insert u select a, a + 1 from t",
    "insert u < t",
    ["a: identity t.a", "c: transformation t.a"],
  ],
  [
    "tsql",
    "with q as (select a from u) merge into t using q on q.a = t.a when matched then update set a = q.a",
    "merge t < u,t",
    ["a: identity u.a", "rows: join t.a, join u.a"],
  ],
  ["spark", "create table z select a as b from u", "create-table-as z < u", ["b: identity u.a"]],
  [
    "ansi",
    "create view z (x, y) as ((select a, c from u))",
    "create-view z < u",
    ["x: identity u.a", "y: identity u.c"],
  ],
  [
    "tsql",
    "select x = a, [y z] = c + 1, a = a from u(nolock) v",
    "select null < u",
    ["x: identity u.a", "y z: transformation u.c", "a: identity u.a"],
  ],
  [
    "postgres",
    "select c = a from u",
    "select null < u",
    ["?column?: transformation u.a, transformation u.c"],
  ],
  ["teradata", "select a (title 'x') from u", "select null < u", ["a: identity u.a"]],
  [
    "mysql",
    "update u x join t y on x.a = y.a set c = y.a, x.a = 1",
    "update u < u,t",
    ["a: ", "c: identity t.a", "rows: join t.a, join u.a"],
  ],
  ["duckdb", "drop table a, b", "drop a+b < ", []],
  ["postgres", "drop table if exists s.a, b cascade", "drop s.a+b < ", []],
  ["tsql", "drop table a, b", "drop a+b < ", []],
  ["mysql", "drop table a, b", "drop a+b < ", []],
  ["spark", "drop table a", "drop a < ", []],
  ["duckdb", "drop view a", "drop a < ", []],
])("%s: %s", (...[dialect, sql, what, wanted]) => {
  const lineage = analyzeStatement(parser, sql, { dialect, schema });
  const { kind, target, targets, reads, findings } = lineage;
  expect(`${kind} ${targets?.join("+") ?? target} < ${reads.join(",")}`).toBe(what);
  expect(lineageLines(lineage)).toEqual(wanted);
  expect(findings).toEqual([]);
});

test("places are kept where a word is put in", () => {
  const sql = "with q as (select a from u)\ninsert t select q.a from q where a > 1";
  const { rows, outputs } = analyzeStatement(parser, sql, { dialect: "tsql", schema });
  expect(rows[0]?.span).toMatchObject({ start: 18, line: 1, column: 19 });
  expect(outputs[0]?.sources[0]?.span.start).toBe(sql.indexOf("a from u"));
  const { findings } = analyzeStatement(parser, "insert t select\n nothing from u", {
    dialect: "tsql",
    schema,
  });
  expect(findings[0]?.example).toMatchObject({ line: 2, column: 2 });
});

test("places are kept in statements that are rewritten for the parser", () => {
  const sql = 'update t set (a,\n "s") = (select c, a from u) where mp is null';
  const { outputs, rows } = analyzeStatement(parser, sql, { dialect: "duckdb", schema });
  expect(rows[0]?.span).toMatchObject({ start: sql.indexOf("mp"), line: 2 });
  expect(outputs[0]?.sources[0]?.span.start).toBe(sql.indexOf("c, a"));
});
