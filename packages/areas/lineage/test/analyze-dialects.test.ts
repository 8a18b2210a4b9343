// oxlint-disable max-lines -- one table of cases
import { loadParser, type ParserDialect, type Schema } from "@dx/sql-parser";
import { expect, test } from "vitest";
import { analyzeStatement } from "../src/index.ts";
import { lineageLines } from "./lineage-lines.ts";

const parser = await loadParser();
const schema: Schema = {
  t: { a: "int", b: "int", c: "int" },
  u: { a: "int", d: "int" },
  "s.v": { x: "int", y: "int" },
};

const seven = ["duckdb", "postgres", "snowflake", "bigquery", "redshift", "spark", "tsql"] as const;
const without = (...left: readonly ParserDialect[]): readonly ParserDialect[] =>
  seven.filter((one) => !left.includes(one));

type Case = readonly [readonly ParserDialect[], string, readonly string[]];

/** Each line has all edges of an output or of the rows, so that one too many fails as one too few does. */
const cases: readonly Case[] = [
  [
    seven,
    "with q as (select a, b + c as e from t where c > 1) select x.e, u.d from q x join u on u.a = x.a",
    [
      "d: identity u.d",
      "e: transformation t.b, transformation t.c",
      "rows: filter t.c, join t.a, join u.a",
    ],
  ],
  [seven, "with u as (select b as d from t) select u.d from u", ["d: identity t.b"]],
  [seven, "with q as (select b as d from t) select q.d from u as q", ["d: identity u.d"]],
  [
    seven,
    "with q as (select a from t) select * from (select z.a as k from q z) w, s.v",
    ["k: identity t.a", "x: identity s.v.x", "y: identity s.v.y"],
  ],
  [seven, "select * from t", ["a: identity t.a", "b: identity t.b", "c: identity t.c"]],
  [seven, "select * from w", ["*: identity w.*"]],
  [seven, "select w.*, t.a from w, t", ["*: identity w.*", "a: identity t.a"]],
  [seven, "select q from w", ["q: identity w.q"]],
  [seven, "select d.q from (select * from w) d", ["q: identity w.q"]],
  [
    seven,
    "select a, b from t union all select d, a from u",
    ["a: identity t.a, identity u.d", "b: identity t.b, identity u.a"],
  ],
  [
    seven,
    "select a from t union select d from u",
    ["a: identity t.a, identity u.d", "rows: group-by t.a, group-by u.d"],
  ],
  [
    without("redshift"),
    "select a from t except select d from u",
    ["a: identity t.a, identity u.d", "rows: filter t.a, filter u.d"],
  ],
  [
    seven,
    "select sum(a) as s, b from t where c = 1 group by b having max(a) > 2",
    ["b: identity t.b", "rows: filter t.a, filter t.c, group-by t.b", "s: aggregation t.a"],
  ],
  [seven, "select count(*) as n, count(distinct a) as m from t", ["m: aggregation! t.a", "n: "]],
  [
    seven,
    "select case when a > 1 then b else 2 end as k, coalesce(b, c) as l from t",
    [
      "k: conditional t.a, transformation t.b",
      "l: conditional t.b, transformation t.b, transformation t.c",
    ],
  ],
  [
    seven,
    "select sum(a) over (partition by b order by c) as s from t",
    ["s: aggregation t.a, window t.b, window t.c"],
  ],
  [
    seven,
    "select row_number() over (partition by b order by c) as n from t",
    ["n: window t.b, window t.c"],
  ],
  [
    seven,
    "select (select max(d) from u where u.a = t.a) as m from t",
    ["m: aggregation u.d, filter t.a, filter u.a"],
  ],
  [
    seven,
    "select b from t where exists (select 1 from u where u.a = t.c) and a in (select d from u)",
    ["b: identity t.b", "rows: filter t.a, filter t.c, filter u.a, filter u.d"],
  ],
  [
    seven,
    "select t.b, u.d from t left join u on u.a = t.a and u.d > t.c",
    ["b: identity t.b", "d: identity u.d", "rows: join t.a, join t.c, join u.a, join u.d"],
  ],
  [
    without("tsql"),
    "select a, b, d from t join u using (a)",
    ["a: identity t.a, join u.a", "b: identity t.b", "d: identity u.d", "rows: join t.a, join u.a"],
  ],
  [
    without("tsql", "bigquery"),
    "select a, d from t natural join u",
    ["a: identity t.a, join u.a", "d: identity u.d", "rows: join t.a, join u.a"],
  ],
  [
    without("tsql"),
    "select a from t full join u using (a)",
    ["a: identity t.a, identity u.a", "rows: join t.a, join u.a"],
  ],
  [
    without("tsql", "bigquery"),
    "select d from t right join u using (a)",
    ["d: identity u.d", "rows: join t.a, join u.a"],
  ],
  [
    without("tsql"),
    "with recursive r(n, m) as (select a, b from t union all select m, n + 1 from r where n < 9) select n from r",
    [
      "n: identity t.a, identity t.b, transformation t.a, transformation t.b",
      "rows: filter t.a, filter t.b",
    ],
  ],
  [
    ["tsql"],
    "with r(n) as (select a from t union all select n + 1 from r where n < 9) select n from r",
    ["n: identity t.a, transformation t.a", "rows: filter t.a"],
  ],
  [seven, "insert into t (c, a) select d, a from u", ["a: identity u.a", "c: identity u.d"]],
  [seven, "insert into t select d, a, 1 from u", ["a: identity u.d", "b: identity u.a", "c: "]],
  [seven, "insert into t (b) values (1)", ["b: "]],
  [seven, "create view z (k, l) as select d, a from u", ["k: identity u.d", "l: identity u.a"]],
  [seven, "create view z as select d as k from u", ["k: identity u.d"]],
  [
    without("tsql"),
    "create table z as select a + 1 as k from u where d > 0",
    ["k: transformation u.a", "rows: filter u.d"],
  ],
  [
    seven,
    "delete from t where a in (select d from u where a > 1)",
    ["rows: filter t.a, filter u.a, filter u.d"],
  ],
  [
    seven,
    "update t set b = a + 1, c = 2 where c > 1",
    ["b: transformation t.a", "c: ", "rows: filter t.c"],
  ],
  [
    without("spark"),
    "update t set b = u.d from u where u.a = t.a",
    ["b: identity u.d", "rows: filter t.a, filter u.a"],
  ],
  [
    ["tsql"],
    "update x set x.b = u.d from t x join u on u.a = x.a where x.c = 1",
    ["b: identity u.d", "rows: filter t.c, join t.a, join u.a"],
  ],
  [
    seven,
    "update t set b = (select max(d) from u where u.a = t.a)",
    ["b: aggregation u.d, filter t.a, filter u.a"],
  ],
  [
    seven,
    `merge into t using (select a, d from u where d > 0) s on t.a = s.a
     when matched and s.d = 1 then update set b = s.d + t.c
     when matched then update set c = s.a
     when not matched then insert (a, b) values (s.a, s.d)`,
    [
      "a: identity u.a",
      "b: conditional u.d, identity u.d, transformation t.c, transformation u.d",
      "c: identity u.a",
      "rows: filter u.d, join t.a, join u.a",
    ],
  ],
  [
    seven,
    "merge into t using u on t.a = u.a when matched and u.d > 1 then delete when not matched then insert (c) values (u.d)",
    ["c: identity u.d", "rows: filter u.d, join t.a, join u.a"],
  ],
  [
    without("postgres", "tsql"),
    "select a, b from t qualify row_number() over (partition by b order by c) = 1",
    ["a: identity t.a", "b: identity t.b", "rows: filter t.b, filter t.c"],
  ],
  [
    without("postgres", "tsql", "bigquery"),
    "select a + 1 as k, k * b as l from t",
    ["k: transformation t.a", "l: transformation t.a, transformation t.b"],
  ],
  [
    without("postgres", "tsql", "bigquery"),
    "select a + 1 as b, b * 2 as l from t",
    ["b: transformation t.a", "l: transformation t.b"],
  ],
  [
    ["duckdb", "snowflake"],
    "select b + 1 as k from t where k > 1",
    ["k: transformation t.b", "rows: filter t.b"],
  ],
  [
    without("tsql"),
    "select b + 1 as k, sum(a) as s from t group by k",
    ["k: transformation t.b", "rows: group-by t.b", "s: aggregation t.a"],
  ],
  [
    seven,
    "select b + 1 as k, sum(a) as s from t group by b + 1 order by s",
    ["k: transformation t.b", "rows: group-by t.b, sort t.a", "s: aggregation t.a"],
  ],
  [
    ["duckdb", "snowflake", "redshift"],
    "select * exclude (b) from t",
    ["a: identity t.a", "c: identity t.c"],
  ],
  [
    ["bigquery", "spark", "databricks"],
    "select * except (b) from t",
    ["a: identity t.a", "c: identity t.c"],
  ],
  [
    ["duckdb", "bigquery", "snowflake"],
    "select * replace (a + b as c) from t",
    ["a: identity t.a", "b: identity t.b", "c: transformation t.a, transformation t.b"],
  ],
  [
    ["duckdb", "snowflake"],
    "select * rename (a as k) from u",
    ["d: identity u.d", "k: identity u.a"],
  ],
  [["duckdb"], "select columns('a|c') from t", ["a: identity t.a", "c: identity t.c"]],
  [
    ["duckdb"],
    "select * from t union all by name select a, d as c from u",
    ["a: identity t.a, identity u.a", "b: identity t.b", "c: identity t.c, identity u.d"],
  ],
  [
    ["bigquery"],
    "select a, b from t inner union all by name select a, d from u",
    ["a: identity t.a, identity u.a"],
  ],
  [
    ["bigquery"],
    "select a, b from t left union all by name select a, d from u",
    ["a: identity t.a, identity u.a", "b: identity t.b"],
  ],
  [
    ["bigquery"],
    "select a, b from t full outer union all by name on (d, a) select a, d from u",
    ["a: identity t.a, identity u.a", "d: identity u.d"],
  ],
  [
    ["duckdb", "bigquery", "spark", "redshift"],
    "select k.p.q as e, k.p from w as k",
    ["e: identity w.p/q", "p: identity w.p"],
  ],
  [["snowflake"], "select p:q.r as e from w", ["e: identity w.p/q.r"]],
  [["postgres"], "select (p).q as e from w", ["e: identity w.p/q"]],
  [
    ["postgres", "duckdb"],
    "select v, b from t, unnest(array[a, c]) as x(v)",
    ["b: identity t.b", "rows: join t.a, join t.c", "v: transformation t.a, transformation t.c"],
  ],
  [
    ["bigquery"],
    "select x.k, x from w, unnest(w.list) as x",
    ["k: transformation w.list", "rows: join w.list", "x: transformation w.list"],
  ],
  [
    ["snowflake"],
    "select f.value:k::int as k, f.index as i from w, lateral flatten(input => w.list) f",
    ["i: ", "k: transformation w.list", "rows: join w.list"],
  ],
  [
    ["spark"],
    "select x, n.i, w.k from w lateral view posexplode(list) n as i, x",
    ["i: ", "k: identity w.k", "rows: join w.list", "x: transformation w.list"],
  ],
  [["spark"], "select explode(list) as x from w", ["x: transformation w.list"]],
  [
    ["redshift"],
    "select e.k, w.z from w, w.list as e",
    ["k: transformation w.list", "rows: join w.list", "z: identity w.z"],
  ],
  [
    ["tsql"],
    "select o.d, t.b from t cross apply (select d from u where u.a = t.a) o",
    ["b: identity t.b", "d: identity u.d", "rows: filter t.a, filter u.a"],
  ],
  [
    without("tsql"),
    "select o.d, t.b from t cross join lateral (select d from u where u.a = t.a) o",
    ["b: identity t.b", "d: identity u.d", "rows: filter t.a, filter u.a"],
  ],
  [
    ["tsql"],
    "select a, d into z from u where d > 1",
    ["a: identity u.a", "d: identity u.d", "rows: filter u.d"],
  ],
  [["postgres", "redshift"], "select a into z from u", ["a: identity u.a"]],
  [["tsql"], "select top 3 a from t order by b", ["a: identity t.a", "rows: sort t.b"]],
  [without("tsql"), "select a from t order by b limit 3", ["a: identity t.a", "rows: sort t.b"]],
  [seven, "select s.v.x, v.y from s.v", ["x: identity s.v.x", "y: identity s.v.y"]],
  [
    ["postgres", "duckdb", "redshift"],
    "delete from t using u where u.a = t.a",
    ["rows: filter t.a, filter u.a"],
  ],
  [["snowflake", "bigquery", "spark", "duckdb", "postgres", "redshift"], "truncate table t", []],
];

test.each(
  cases.flatMap(([dialects, sql, wanted]) =>
    dialects.map((dialect) => [dialect, sql, wanted] as const),
  ),
)("%s: %s", (dialect, sql, wanted) => {
  const lineage = analyzeStatement(parser, sql, { dialect, schema });
  const lines = lineageLines(lineage).map((line) => line.toLowerCase());
  expect(lines.toSorted()).toEqual(wanted.map((line) => line.toLowerCase()).toSorted());
  expect(lineage.findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

/** How names meet: the tables that are read, and the edges, with the case that they have. */
test.each<readonly [ParserDialect, string, string, readonly string[]]>([
  [
    "snowflake",
    'select "a", A, "B" as k from T',
    "T",
    ["a: ", "A: identity T.A", "K: identity T.B"],
  ],
  ["snowflake", 'select x.A as "k" from T as X', "T", ["k: identity T.A"]],
  ["postgres", 'select "a", A, "B" from T', "t", ["a: identity t.a", "a: identity t.a", "B: "]],
  ["postgres", 'select a from "T"', '"T"', ['a: identity "T".a']],
  ["redshift", "select T.A from t", "t", ["a: identity t.a"]],
  ["duckdb", 'select "A", b from "T"', "t", ["a: identity t.a", "b: identity t.b"]],
  ["bigquery", "select A, `b` from t", "t", ["A: identity t.a", "b: identity t.b"]],
  ["bigquery", "select A from T", "T", ["A: identity T.a"]],
  ["bigquery", "select k from `p.d.x`", "p.d.x", ["k: identity p.d.x.k"]],
  ["spark", "select A, `B` from T", "t", ["A: identity t.a", "B: identity t.b"]],
  ["tsql", 'select [A], "B" from [T]', "t", ["A: identity t.a", "B: identity t.b"]],
  ["tsql", "select A from dbo.T", "t", ["A: identity t.a"]],
  ["postgres", "select a from public.t", "t", ["a: identity t.a"]],
  ["mysql", "select A from t", "t", ["A: identity t.a"]],
])("names in %s: %s", (...[dialect, sql, reads, wanted]) => {
  const lineage = analyzeStatement(parser, sql, { dialect, schema });
  expect(lineage.reads.join()).toBe(reads);
  expect(lineageLines(lineage)).toEqual(wanted);
});
