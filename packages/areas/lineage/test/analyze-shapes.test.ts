// oxlint-disable max-lines -- one table of cases
import { loadParser, type ParserDialect, type Schema } from "@dx/sql-parser";
import { expect, test } from "vitest";
import { analyzeStatement } from "../src/index.ts";
import { lineageLines } from "./lineage-lines.ts";

const parser = await loadParser();
const schema: Schema = {
  sales: { region: "varchar", year: "int", q: "varchar", amount: "int", x: "int" },
  m: { id: "int", jan: "int", feb: "int", mar: "int", apr: "int" },
  t: { a: "int", arr: "int[]", s: "struct(a int)", mp: "map" },
  u: { a: "int", c: "int" },
};

/** Rows that get another shape: each line has all edges, so that one too many fails as one too few does. */
test.each<readonly [ParserDialect, string, readonly string[]]>([
  [
    "duckdb",
    "pivot sales on year using sum(amount)",
    [
      "region: identity sales.region",
      "q: identity sales.q",
      "x: identity sales.x",
      "*: aggregation sales.amount, filter sales.year",
      "rows: group-by sales.q, group-by sales.region, group-by sales.x",
    ],
  ],
  [
    "duckdb",
    "pivot sales on year in (2020, 2021) using sum(amount) as s, max(x) group by region",
    [
      "region: identity sales.region",
      "2020_s: aggregation sales.amount, filter sales.year",
      "2020_max(x): aggregation sales.x, filter sales.year",
      "2021_s: aggregation sales.amount, filter sales.year",
      "2021_max(x): aggregation sales.x, filter sales.year",
      "rows: group-by sales.region",
    ],
  ],
  [
    "duckdb",
    "select * from sales pivot (sum(amount) as s for year in (2020 as a, 2021) group by region) p",
    [
      "region: identity sales.region",
      "a_s: aggregation sales.amount, filter sales.year",
      "2021_s: aggregation sales.amount, filter sales.year",
      "rows: group-by sales.region",
    ],
  ],
  [
    "duckdb",
    "select p.z, p.a from sales pivot (sum(amount) for year in (2020 as a)) p(r, z)",
    [
      "z: identity sales.q",
      "a: aggregation sales.amount, filter sales.year",
      "rows: group-by sales.q, group-by sales.region, group-by sales.x",
    ],
  ],
  [
    "duckdb",
    "unpivot m on jan, feb into name month value v",
    [
      "id: identity m.id",
      "mar: identity m.mar",
      "apr: identity m.apr",
      "month: ",
      "v: identity m.feb, identity m.jan",
      "rows: filter m.feb, filter m.jan",
    ],
  ],
  [
    "duckdb",
    "select u.v, u.id from m unpivot (v for month in (jan, feb as f)) u",
    ["v: identity m.feb, identity m.jan", "id: identity m.id", "rows: filter m.feb, filter m.jan"],
  ],
  [
    "duckdb",
    "unpivot m on (jan, feb) as q1, (mar, apr) as q2 into name q value x, y",
    [
      "id: identity m.id",
      "q: ",
      "x: identity m.jan, identity m.mar",
      "y: identity m.apr, identity m.feb",
      "rows: filter m.apr, filter m.feb, filter m.jan, filter m.mar",
    ],
  ],
  [
    "duckdb",
    "unpivot m on columns(* exclude (id)) into name k value v",
    [
      "id: identity m.id",
      "k: ",
      "v: identity m.apr, identity m.feb, identity m.jan, identity m.mar",
      "rows: filter m.apr, filter m.feb, filter m.jan, filter m.mar",
    ],
  ],
  [
    "snowflake",
    "select * from sales pivot(sum(amount) for q in ('Q1', 'Q2')) as p (r, y, x, one, two)",
    [
      "R: identity SALES.REGION",
      "Y: identity SALES.YEAR",
      "X: identity SALES.X",
      "ONE: aggregation SALES.AMOUNT, filter SALES.Q",
      "TWO: aggregation SALES.AMOUNT, filter SALES.Q",
      "rows: group-by SALES.REGION, group-by SALES.X, group-by SALES.YEAR",
    ],
  ],
  [
    "snowflake",
    "select * from sales pivot(sum(amount) for q in (any order by q)) as p",
    [
      "REGION: identity SALES.REGION",
      "YEAR: identity SALES.YEAR",
      "X: identity SALES.X",
      "*: aggregation SALES.AMOUNT, filter SALES.Q",
      "rows: group-by SALES.REGION, group-by SALES.X, group-by SALES.YEAR",
    ],
  ],
  [
    "snowflake",
    "select \"'Q1'\", region from sales pivot(sum(amount) for q in ('Q1', 'Q2'))",
    [
      "'Q1': aggregation SALES.AMOUNT, filter SALES.Q",
      "REGION: identity SALES.REGION",
      "rows: group-by SALES.REGION, group-by SALES.X, group-by SALES.YEAR",
    ],
  ],
  [
    "bigquery",
    "select region, t_Q1, n_two from sales pivot(sum(amount) as t, count(*) as n for q in ('Q1', 'Q2' as two)) as z",
    [
      "region: identity sales.region",
      "t_Q1: aggregation sales.amount, filter sales.q",
      "n_two: filter sales.q",
      "rows: group-by sales.region, group-by sales.x, group-by sales.year",
    ],
  ],
  [
    "bigquery",
    "select * from m unpivot((a, b) for k in ((jan, feb) as 'x', (mar, apr) as 'y'))",
    [
      "id: identity m.id",
      "a: identity m.jan, identity m.mar",
      "b: identity m.apr, identity m.feb",
      "k: ",
      "rows: filter m.apr, filter m.feb, filter m.jan, filter m.mar",
    ],
  ],
  [
    "bigquery",
    "select * from m unpivot include nulls (a for k in (jan, feb))",
    [
      "id: identity m.id",
      "mar: identity m.mar",
      "apr: identity m.apr",
      "a: identity m.feb, identity m.jan",
      "k: ",
    ],
  ],
  [
    "tsql",
    "select p.region, p.[x], y from (select region, q, amount from sales) s pivot (sum(amount) for q in ([x], [y])) as p",
    [
      "region: identity sales.region",
      "x: aggregation sales.amount, filter sales.q",
      "y: aggregation sales.amount, filter sales.q",
      "rows: group-by sales.region",
    ],
  ],
  [
    "tsql",
    "select * from m unpivot (v for k in (jan, feb)) as u",
    [
      "id: identity m.id",
      "mar: identity m.mar",
      "apr: identity m.apr",
      "v: identity m.feb, identity m.jan",
      "k: ",
      "rows: filter m.feb, filter m.jan",
    ],
  ],
  [
    "spark",
    "select * from sales pivot (sum(amount) as s, max(x) as m for q in ('x' as px, 'y'))",
    [
      "region: identity sales.region",
      "year: identity sales.year",
      "px_s: aggregation sales.amount, filter sales.q",
      "px_m: aggregation sales.x, filter sales.q",
      "y_s: aggregation sales.amount, filter sales.q",
      "y_m: aggregation sales.x, filter sales.q",
      "rows: group-by sales.region, group-by sales.year",
    ],
  ],
  [
    "spark",
    "select px from sales pivot (sum(amount) as s for (q, year) in (('x', 1) as px, ('y', 2) as py))",
    [
      "px: aggregation sales.amount, filter sales.q, filter sales.year",
      "rows: group-by sales.region, group-by sales.x",
    ],
  ],
  [
    "spark",
    "select * from m unpivot (v for k in (jan as x, feb))",
    [
      "id: identity m.id",
      "mar: identity m.mar",
      "apr: identity m.apr",
      "k: ",
      "v: identity m.feb, identity m.jan",
      "rows: filter m.feb, filter m.jan",
    ],
  ],
  [
    "snowflake",
    "select f.value, f.index, f.value:a.b::int as x, t.s:k as y from t, lateral flatten(input => t.arr) f",
    [
      "VALUE: transformation T.ARR",
      "INDEX: ",
      "X: transformation T.ARR",
      "Y: identity T.S/k",
      "rows: join T.ARR",
    ],
  ],
  [
    "bigquery",
    "select x, off from t, unnest(t.arr) as x with offset as off",
    ["x: transformation t.arr", "off: ", "rows: join t.arr"],
  ],
  [
    "bigquery",
    "select x.f, a from t cross join t.arr as x",
    ["f: transformation t.arr", "a: identity t.a", "rows: join t.arr"],
  ],
  [
    "duckdb",
    "select s.a, s['a'] as b, (s).a as c, t.s.a as d, s as e from t",
    [
      "a: identity t.s/a",
      "b: identity t.s/a",
      "c: identity t.s/a",
      "d: identity t.s/a",
      "e: identity t.s",
    ],
  ],
  ["duckdb", "select d.z.a from (select s as z from t) d", ["a: identity t.s/a"]],
  ["duckdb", "select z.k from w", ["k: identity w.z/k"]],
  [
    "postgres",
    "select (s).a, u.x, n from t, lateral unnest(arr) with ordinality as u(x, n)",
    ["a: identity t.s/a", "x: transformation t.arr", "n: ", "rows: join t.arr"],
  ],
  [
    "spark",
    "select k, v from t lateral view explode(mp) e as k, v",
    ["k: transformation t.mp", "v: transformation t.mp", "rows: join t.mp"],
  ],
  [
    "spark",
    "select p, v from t lateral view posexplode(arr) e as p, v",
    ["p: ", "v: transformation t.arr", "rows: join t.arr"],
  ],
  ["spark", "select explode(arr) as x from t", ["x: transformation t.arr"]],
  [
    "trino",
    "select x, y, n from t cross join unnest(arr, mp) with ordinality as u(x, y, n)",
    ["x: transformation t.arr", "y: transformation t.mp", "n: ", "rows: join t.arr, join t.mp"],
  ],
  ["duckdb", "select max(columns('a')) + 1 from u", ["a: aggregation u.a"]],
  ["duckdb", "select columns(c -> c like 'a%') from u", ["a: identity u.a"]],
  [
    "duckdb",
    "select coalesce(*columns(*)) as z from u",
    ["z: transformation u.a, transformation u.c"],
  ],
  ["duckdb", "select columns(['c']) as k from u", ["k: identity u.c"]],
  [
    "duckdb",
    "select struct_pack(z := u) as z from u",
    ["z: transformation u.a, transformation u.c"],
  ],
  ["postgres", "select count(u.*) as n from u", ["n: aggregation! u.a, aggregation! u.c"]],
  [
    "snowflake",
    "select object_construct(*) as o from u",
    ["O: transformation U.A, transformation U.C"],
  ],
  ["duckdb", "from u", ["a: identity u.a", "c: identity u.c"]],
  ["duckdb", "from u select c where a > 1", ["c: identity u.c", "rows: filter u.a"]],
  [
    "tsql",
    "select a, c into #z from u where c > 1",
    ["a: identity u.a", "c: identity u.c", "rows: filter u.c"],
  ],
  [
    "postgres",
    "select a into z from u union select a from t",
    ["a: identity t.a, identity u.a", "rows: group-by t.a, group-by u.a"],
  ],
  [
    "snowflake",
    "select * from zz pivot(sum(amount) for q in ('Q1')) as p",
    ["'Q1': aggregation ZZ.AMOUNT, filter ZZ.Q", "*: identity ZZ.*"],
  ],
  [
    "snowflake",
    "select * from sales pivot(max(amount) for q in ('A')) pivot(max(x) for year in (1))",
    [
      "REGION: identity SALES.REGION",
      "'A': aggregation SALES.AMOUNT, filter SALES.Q",
      "1: aggregation SALES.X, filter SALES.YEAR",
      "rows: group-by SALES.AMOUNT, group-by SALES.Q, group-by SALES.REGION, group-by SALES.X, group-by SALES.YEAR",
    ],
  ],
  [
    "postgres",
    "select a into z from u union select a from t",
    ["a: identity t.a, identity u.a", "rows: group-by t.a, group-by u.a"],
  ],
  [
    "duckdb",
    "unpivot m on columns(* exclude (id)) into name k value v",
    [
      "id: identity m.id",
      "k: ",
      "v: identity m.apr, identity m.feb, identity m.jan, identity m.mar",
      "rows: filter m.apr, filter m.feb, filter m.jan, filter m.mar",
    ],
  ],
  [
    "bigquery",
    "select region, year, _1, c from u join sales pivot(sum(amount) for x in (1)) on year = a",
    [
      "region: identity sales.region",
      "year: identity sales.year",
      "_1: aggregation sales.amount, filter sales.x",
      "c: identity u.c",
      "rows: group-by sales.q, group-by sales.region, group-by sales.year, join sales.year, join u.a",
    ],
  ],
  [
    "redshift",
    "select e.f, t.a from t, t.arr as e",
    ["f: transformation t.arr", "a: identity t.a", "rows: join t.arr"],
  ],
  [
    "snowflake",
    "select u.v, u.id from m unpivot(v for k in (jan, feb)) u where u.k = 'JAN'",
    ["V: identity M.FEB, identity M.JAN", "ID: identity M.ID", "rows: filter M.FEB, filter M.JAN"],
  ],
  [
    "databricks",
    "select * from m unpivot ((v, w) for k in ((jan, feb) as x, (mar, apr) as y)) as u",
    [
      "id: identity m.id",
      "k: ",
      "v: identity m.jan, identity m.mar",
      "w: identity m.apr, identity m.feb",
      "rows: filter m.apr, filter m.feb, filter m.jan, filter m.mar",
    ],
  ],
  [
    "databricks",
    "select * from sales pivot (sum(amount) for q in ('x', 'y'))",
    [
      "region: identity sales.region",
      "year: identity sales.year",
      "x: identity sales.x",
      "x: aggregation sales.amount, filter sales.q",
      "y: aggregation sales.amount, filter sales.q",
      "rows: group-by sales.region, group-by sales.x, group-by sales.year",
    ],
  ],
  [
    "duckdb",
    "select s.a + 1 as z, sum(s.b.c) as y from t group by s.a",
    ["z: transformation t.s/a", "y: aggregation t.s/b.c", "rows: group-by t.s/a"],
  ],
  ["bigquery", "select s.a from t where s.b.c > 1", ["a: identity t.s/a", "rows: filter t.s/b.c"]],
  ["spark", "select s.a, s.b from t", ["a: identity t.s/a", "b: identity t.s/b"]],
  ["snowflake", "select s:a as a, s:b:c as b from t", ["A: identity T.S/a", "B: identity T.S/b.c"]],
  ["redshift", "select s.a from t", ["a: identity t.s/a"]],
  [
    "tsql",
    "select p.* from sales pivot (sum(amount) for q in ([x])) as p where p.region = 'a'",
    [
      "region: identity sales.region",
      "year: identity sales.year",
      "x: identity sales.x",
      "x: aggregation sales.amount, filter sales.q",
      "rows: filter sales.region, group-by sales.region, group-by sales.x, group-by sales.year",
    ],
  ],
  [
    "duckdb",
    "select * from k as k(a, b) unpivot (v for n in (b)) as p(x, y, z)",
    ["x: identity k.a", "y: ", "z: identity k.b", "rows: filter k.b"],
  ],
  [
    "snowflake",
    "select d, s from k unpivot (v for n in (x, y)) as p(e, d, m, s)",
    ["D: identity K.*", "S: identity K.X, identity K.Y", "rows: filter K.X, filter K.Y"],
  ],
  [
    "bigquery",
    "with q(f, g, h) as (select * from k) select g, s_x from q pivot (sum(f) as s for h in ('x'))",
    ["g: identity k.*", "s_x: aggregation k.*, filter k.*", "rows: group-by k.*"],
  ],
  [
    "duckdb",
    "select x, y from (select a, * from k) as q(x, y, z)",
    ["x: identity k.a", "y: identity k.*"],
  ],
  [
    "duckdb",
    "select a, * , b from k union all select a, c, x from sales, u",
    [
      "a: identity k.a, identity u.a",
      "*: identity k.*, identity u.c",
      "b: identity k.b, identity sales.x",
    ],
  ],
  ["duckdb", "select * rename (a as b) from k", ["*: identity k.*", "b: identity k.a"]],
  [
    "duckdb",
    "select * replace (a + z as a) from k",
    ["*: identity k.*", "a: transformation k.a, transformation k.z"],
  ],
  [
    "postgres",
    "select x from k, unnest(k.list) as x",
    ["x: transformation k.list", "rows: join k.list"],
  ],
  [
    "bigquery",
    "select x, o from k, unnest(list) as x with offset as o",
    ["x: transformation k.list", "o: ", "rows: join k.list"],
  ],
  ["bigquery", "select * from unnest([1, 2]) as x with offset", ["x: ", "offset: "]],
  [
    "bigquery",
    "select v from Kept, kept.list as v",
    ["v: transformation Kept.list", "rows: join Kept.list"],
  ],
  [
    "spark",
    "select n.col from k lateral view explode(list) n",
    ["col: transformation k.list", "rows: join k.list"],
  ],
  [
    "bigquery",
    "select one.*, kept.one.* from kept",
    ["*: identity kept.one", "*: identity kept.one"],
  ],
  ["postgres", "select (one).* from kept", ["*: identity kept.one"]],
  ["bigquery", "with Big as (select a from u) select A from big", ["A: identity u.a"]],
])("%s: %s", (dialect, sql, wanted) => {
  const lineage = analyzeStatement(parser, sql, { dialect, schema });
  expect(lineageLines(lineage)).toEqual(wanted);
  expect(lineage.findings).toEqual([]);
});

test("a condition on names that is not understood is a finding, and all columns are taken", () => {
  const sql = "select columns(c -> length(c) = 1) from u";
  const { outputs, findings } = analyzeStatement(parser, sql, { dialect: "duckdb", schema });
  expect(outputs.map(({ name }) => name)).toEqual(["a", "c"]);
  expect(findings).toMatchObject([{ code: "DX_SQL_PARSER_OPAQUE" }]);
});

test.each<readonly [ParserDialect, string, readonly string[]]>([
  [
    "bigquery",
    "select one.*, kept.two.b.* from kept",
    ["x: identity kept.one/x", "y: identity kept.one/y", "d: identity kept.two/b.d"],
  ],
  ["postgres", "select (one).* from kept", ["x: identity kept.one/x", "y: identity kept.one/y"]],
  [
    "bigquery",
    "select * from kept, unnest(many) as m",
    [
      "one: identity kept.one",
      "two: identity kept.two",
      "many: identity kept.many",
      "u: transformation kept.many",
      "v: transformation kept.many",
      "rows: join kept.many",
    ],
  ],
])("fields of %s are those of the type: %s", (dialect, sql, wanted) => {
  const kept = {
    one: "struct<x int64, y string>",
    two: "struct<a int64, b struct<d array<int64>>>",
    many: "array<struct<u int64, v string>>",
  };
  const lineage = analyzeStatement(parser, sql, { dialect, schema: { kept } });
  expect(lineageLines(lineage)).toEqual(wanted);
  expect(lineage.findings).toEqual([]);
});
