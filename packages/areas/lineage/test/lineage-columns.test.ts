import { createRandom } from "@dx/core";
import { parserDialects, splitStatements, type ParserDialect } from "@dx/sql-parser";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lineageColumns } from "../src/index.ts";
import { mutateSql } from "./mutate-sql.ts";
import { shop, statements } from "./perturb-statements.ts";
import { parser } from "./shop.ts";

test("answers for queries and for tables that are filled", () => {
  const sql =
    "create temp table x as select a from t; insert into kept (k) select a + 1 from x; select k as shown from kept";
  const schema = { t: { a: "int" }, kept: { k: "int", other: "int" } };
  expect(lineageColumns(parser, { sql, dialect: "duckdb", schema })).toEqual({
    tables_in: ["t", "kept"],
    tables_out: ["kept"],
    columns: [
      { target: "kept.k", sources: [{ table: "t", column: "a", kind: "transformation" }] },
      { target: "shown", sources: [{ table: "kept", column: "k", kind: "identity" }] },
    ],
    unresolved: [],
    error: null,
  });
});

test("what is not understood is told, and a wrong request is an error", () => {
  const broken = lineageColumns(parser, {
    sql: "select nothing from t; select from where",
    dialect: "postgres",
    schema: { t: { a: "int" } },
  });
  expect(broken.error).toBeNull();
  expect(broken.unresolved).toHaveLength(2);
  for (const request of [
    null,
    1,
    [],
    {},
    { sql: "select 1" },
    { sql: 1, dialect: "duckdb" },
    { sql: "select 1", dialect: "cobol" },
    { sql: "select 1", dialect: "duckdb", schema: [] },
    { sql: "select 1", dialect: "duckdb", schema: { t: 1 } },
  ])
    expect(lineageColumns(parser, request).error).toMatchObject({ code: "DX_LINEAGE_REQUEST" });
});

/** What goes in and out, and each column with its sources, in lines. */
function lines(dialect: ParserDialect, sql: string): readonly string[] {
  const { tables_in: read, tables_out: filled, columns } = lineageColumns(parser, { sql, dialect });
  return [
    `${read.join(" ")} > ${filled.join(" ")}`,
    ...columns.map(({ target, sources }) => {
      const texts = sources.map(({ table, column, kind }) => `${table}.${column} ${kind}`);
      return `${target}: ${texts.join(", ")}`;
    }),
  ];
}

test.each<readonly [ParserDialect, string, readonly string[]]>([
  [
    "ansi",
    "insert into x select a + /* one */ b, max( c ), (select 1, 2 from u) from t",
    [
      "t u > x",
      "x.a + b: t.a transformation, t.b transformation",
      "x.max( c ): t.c aggregation",
      "x.(select 1, 2 from u): ",
    ],
  ],
  [
    "duckdb",
    "create temp table x as select a from t; create temp view y as select a + 1 as b from x; select b from y",
    ["t > ", "b: t.a transformation"],
  ],
  ["spark", "create temporary view v as select a from t", ["t > v", "v.a: t.a identity"]],
  [
    "duckdb",
    "create table x as select a from t; insert into y (b) select a from x; drop table x",
    ["t > y", "y.b: t.a identity"],
  ],
  [
    "duckdb",
    "drop table if exists x; create table x as select a from t; insert into y (b) select a from x",
    ["t x > x y", "x.a: t.a identity", "y.b: x.a identity"],
  ],
  ["duckdb", "create table x as select a from t; drop table x", ["t > "]],
  ["duckdb", "insert into k select * from a, b", ["a b > k", "k.*: a.* identity, b.* identity"]],
  ["postgres", "update t set a = 1 where b = 2", [" > t", "t.a: "]],
  ["postgres", "update t set a = b + 1", ["t > t", "t.a: t.b transformation"]],
  ["postgres", "update t set a = 1 from t as o where o.b = t.b", ["t > t", "t.a: "]],
  [
    "tsql",
    "update x set x.a += 1 from s.t as x join u on u.k = x.k",
    ["s.t u > s.t", "s.t.a: s.t.a transformation"],
  ],
  ["mysql", "delete a from a join b on a.x = b.x", ["b > a"]],
  [
    "snowflake",
    'insert into y (a, "b") select c, d from x',
    ["X > Y", "Y.A: X.C identity", 'Y."b": X.D identity'],
  ],
  ["oracle", "create view v (a) as select b from t", ["T > V", "V.A: T.B identity"]],
  [
    "snowflake",
    "insert first when a > 1 then into t1 (p, q) values (a, b) else into t2 select a, b as c from s",
    ["S > T1 T2", "T1.P: S.A identity", "T1.Q: ", "T2.A: S.A identity", "T2.C: S.B identity"],
  ],
  [
    "postgres",
    "with d as (delete from a where k > 1 returning k, m as n), i as (insert into b (x) select y from c) insert into h (z) select n from d",
    ["c a > a b h", "b.x: c.y identity", "h.z: a.m identity"],
  ],
  [
    "postgres",
    "insert into a (x) select y from b on conflict (x) do update set x = 1",
    ["b > a", "a.x: b.y identity"],
  ],
  [
    "snowflake",
    "create view d.v (k) with tag (cost = 'x', c = 'y') as select a from t",
    ["T > D.V", "D.V.K: T.A identity"],
  ],
  [
    "redshift",
    "create table #x backup yes diststyle key distkey(2) sortkey (1, 2) as (with q as (select a from t) select a from q)",
    ["t > #x", "#x.a: t.a identity"],
  ],
  [
    "postgres",
    "create materialized view v as select a from t with no data",
    ["t > v", "v.a: t.a identity"],
  ],
  [
    "tsql",
    "create procedure p as begin select a, b into #x from t insert into u (c) select a from #x where b > 1 end",
    ["t > u", "u.c: t.a identity"],
  ],
])("%s: %s", (...[dialect, sql, wanted]) => {
  expect(lines(dialect, sql)).toEqual(wanted);
});

test("a text that is torn anywhere is answered, never a crash", () => {
  const bodies = [
    "create procedure p() begin insert into orders select * from orders o; if 1 then delete from items; end if; end",
    "merge into orders o using items i on i.order_id = o.id when matched then update set amount = i.price when not matched then insert (id) values (i.order_id)",
    "create temp table x as select id from orders; insert into items (order_id) select id from x; drop table x",
    "update orders set (amount, status) = (select price, product from items) where id in (select 1)",
    "copy (select a.* exclude (b) from a, lateral flatten(input => a.b) f) to 's3://x'",
    "from orders insert overwrite table items select id where id > 1 insert into x select amount group by amount",
    "insert all when amount > 1 then into items (price) values (amount) else into x values (id) select id, amount from orders",
    "alter table orders swap with items; alter table x exchange partition (d = 'x') with table y; with q as (select 1 as a) table q",
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (seed) => {
      const random = createRandom(seed);
      const dialect = random.pick(parserDialects);
      const sql = mutateSql(random.pick([...statements, ...bodies]), dialect, random);
      const { error, columns, unresolved } = lineageColumns(parser, { sql, dialect, schema: shop });
      expect({ sql, dialect, error }).toEqual({ sql, dialect, error: null });
      expect(columns.every(({ target }) => typeof target === "string")).toBe(true);
      expect(unresolved.filter((one) => !/^line \d+, column \d+: /.test(one))).toEqual([]);
      const { statements: read, findings } = parser.parse(sql, { dialect });
      const known = read.length + findings.length;
      expect(known).toBeGreaterThanOrEqual(splitStatements(sql, dialect).length);
    }),
    budget(50, 1000),
  );
});

test("a statement that fills tables and is not understood is told, others that say nothing of columns are not", () => {
  const found = (sql: string): readonly string[] =>
    lineageColumns(parser, { sql, dialect: "duckdb" }).unresolved;
  expect(found("explain select a from t; set x = 1; vacuum")).toEqual([]);
  expect(found("create table t as frob a from b")).toHaveLength(1);
});

test("a table is known by the end of its name, if one alone ends so", () => {
  const schema = { "p.d.t": { a: "int" }, "p.d.u": { b: "int" }, "q.d.u": { c: "int" } };
  const ask = (sql: string): readonly string[] =>
    lineageColumns(parser, { sql, dialect: "bigquery", schema }).columns.map(
      ({ target }) => target,
    );
  expect(ask("select * from d.t")).toEqual(["a"]);
  expect(ask("select * from d.u")).toEqual(["*"]);
});

test("a rename hands on the columns that are known, and says nothing where none are", () => {
  const answer = (sql: string, dialect: ParserDialect): readonly string[] => lines(dialect, sql);
  expect(answer("rename table a to b", "mysql")).toEqual([" > "]);
  const known = answer("create table a as select x from t; rename table a to b", "mysql");
  expect(known).toContain("b.x: t.x identity");
});

test("names of dialects that other tools have are taken", () => {
  for (const dialect of ["sparksql", "PostgreSQL", "mssql", ""])
    expect(lineageColumns(parser, { sql: "select a from t", dialect }).error).toBeNull();
});
