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
    "copy null < u",
    ["a: identity u.a", "rows: filter u.c"],
  ],
  ["duckdb", "copy u to 'x.csv'", "copy null < u", ["a: identity u.a", "c: identity u.c"]],
  ["postgres", "copy u (c) to stdout", "copy null < u", ["c: identity u.c"]],
  ["duckdb", "copy u (c) from 'x.csv'", "copy u < ", ["c: "]],
  ["duckdb", "copy u from 'x.csv'", "copy u < ", ["a: ", "c: "]],
  ["snowflake", "copy into u from @stage/x", "copy U < ", ["A: ", "C: "]],
  ["snowflake", "copy into u (c) from (select $1 from @stage/x)", "copy U < ", ["C: "]],
  ["snowflake", "copy into @stage/x from (select a from u)", "copy null < U", ["A: identity U.A"]],
  [
    "snowflake",
    "copy into u from (select a, arr from t)",
    "copy U < T",
    ["A: identity T.A", "C: identity T.ARR"],
  ],
  [
    "bigquery",
    "export data options(uri='gs://x') as select a from u",
    "copy null < u",
    ["a: identity u.a"],
  ],
  [
    "tsql",
    "select a, c into #z from u where c > 1",
    "create-table-as #z < u",
    ["a: identity u.a", "c: identity u.c", "rows: filter u.c"],
  ],
  ["redshift", "select a into z from u", "create-table-as z < u", ["a: identity u.a"]],
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

test("places are kept in statements that are rewritten for the parser", () => {
  const sql = 'update t set (a,\n "s") = (select c, a from u) where mp is null';
  const { outputs, rows } = analyzeStatement(parser, sql, { dialect: "duckdb", schema });
  expect(rows[0]?.span).toMatchObject({ start: sql.indexOf("mp"), line: 2 });
  expect(outputs[0]?.sources[0]?.span.start).toBe(sql.indexOf("c, a"));
});
