import { expect, test } from "vitest";
import {
  loadParser,
  resolveScopes,
  type Binding,
  type ParserDialect,
  type Schema,
} from "../src/index.ts";

const parser = await loadParser();
const schema: Schema = {
  t: { a: "int", b: "int" },
  u: { a: "int", c: "int" },
  "s.v": { x: "int" },
};

/** What each column of a statement is bound to, by its text. */
function bound(
  sql: string,
  dialect: ParserDialect = "duckdb",
  tables: Schema = schema,
): Readonly<Record<string, string>> {
  const [statement] = parser.parse(sql, { dialect }).statements;
  if (statement === undefined) throw new Error(`does not parse: ${sql}`);
  const { columns, findings } = resolveScopes(statement, tables, { dialect });
  const entries = [...columns].map(([{ span }, binding]) => [
    sql.slice(span.start, span.end),
    show(binding),
  ]);
  const codes = findings.map(({ code, subject }) => [
    `! ${subject}`,
    code.replace("DX_SQL_PARSER_", ""),
  ]);
  return Object.fromEntries([...entries, ...codes]) as Record<string, string>;
}

function show(binding: Binding): string {
  switch (binding.kind) {
    case "column":
      return `${binding.source.table ?? `(${binding.source.alias ?? ""})`}.${binding.name}${binding.column === null ? "?" : ""}`;
    case "joined":
      return `${show(binding.of)} by ${show(binding.by)}`;
    case "merged":
    case "candidates":
      return `${binding.kind}: ${binding.of.map(show).join(" | ")}`;
    case "output":
      return `output ${binding.output.name}`;
    case "row":
      return `row of ${binding.source.alias}`;
    case "field":
      return `${show(binding.of)} field ${binding.field}`;
    case "local":
    case "unknown":
      return binding.kind;
  }
}

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ["select a from t", { a: "t.a" }],
  ["select A from T", { A: "t.a" }],
  ["select x.a, t.b from t as x, t", { "x.a": "t.a", "t.b": "t.b" }],
  ["select b, c from t, u", { b: "t.b", c: "u.c" }],
  ["select a from t, u", { a: "candidates: t.a | u.a", "! a": "AMBIGUOUS" }],
  ["select bb from t", { bb: "unknown", "! bb": "UNKNOWN_COLUMN" }],
  ["select t.bb from t", { "t.bb": "unknown", "! t.bb": "UNKNOWN_COLUMN" }],
  ["select z from w", { z: "w.z?" }],
  ["select a, z from t, w", { a: "t.a", z: "w.z?" }],
  ["select z from w, y", { z: "candidates: w.z? | y.z?", "! z": "AMBIGUOUS" }],
  ["select x, v.x from s.v", { x: "s.v.x", "v.x": "s.v.x" }],
  ["select s.v.x from s.v", { "s.v.x": "s.v.x" }],
  ["select t.a.f, a.f.g from t", { "t.a.f": "t.a field f", "a.f.g": "t.a field f.g" }],
  ["with t as (select c from u) select c, t.c from t", { c: "(t).c", "t.c": "(t).c" }],
  ["with q as (select a from t) select q.a from u as q", { a: "t.a", "q.a": "u.a" }],
  ["with q as (select 1 as z), w as (select z from q) select z from main.q, w", { z: "(w).z" }],
  [
    "with q as (select 1 as z) select * from (with q as (select 2 as y) select y from q) d, q where z = 1",
    { y: "(q).y", z: "(q).z" },
  ],
  [
    "with recursive r(n) as (select a from t union all select n + 1 from r where n < b) select n from r",
    { a: "t.a", n: "(r).n", b: "unknown", "! b": "UNKNOWN_COLUMN" },
  ],
  ["select z from (select a as z from t)", { a: "t.a", z: "().z" }],
  ["select d.a from ((select a from t)) d", { a: "t.a", "d.a": "(d).a" }],
  ["select a, t.a, u.a from t join u using (a)", { a: "t.a by u.a", "t.a": "t.a", "u.a": "u.a" }],
  ["select a from t right join u using (a)", { a: "u.a by t.a" }],
  ["select a from t semi join u using (a)", { a: "t.a" }],
  ["select a from t full join u using (a)", { a: "merged: t.a | u.a" }],
  ["select a, b, c from t natural join u", { a: "t.a by u.a", b: "t.b", c: "u.c" }],
  ["select a from t join u using (a) join w using (a)", { a: "t.a by u.a by w.a?" }],
  ["select b from (t join u on t.a = u.a)", { b: "t.b", "t.a": "t.a", "u.a": "u.a" }],
  ["select j.b from (t join u on t.a = u.a) as j", { "j.b": "(j).b", "t.a": "t.a", "u.a": "u.a" }],
  [
    "select b from t where exists (select 1 from u where u.a = t.a and c = b)",
    { b: "t.b", c: "u.c", "u.a": "u.a", "t.a": "t.a" },
  ],
  ["select (select max(c) from u where u.a = b) from t", { c: "u.c", "u.a": "u.a", b: "t.b" }],
  ["select a from t union select c from u order by a", { a: "output a", c: "u.c" }],
  ["select z from t, lateral (select b + 1 as z) l", { z: "(l).z", b: "t.b" }],
  ["select list_transform([b], y -> y + b) from t", { b: "t.b", y: "local" }],
  ["select sum(b) over w from t window w as (partition by a order by b)", { b: "t.b", a: "t.a" }],
  ["select t from t", { t: "row of t" }],
  ["select v from t, unnest([b]) as n(v)", { v: "(n).v", b: "t.b" }],
  ["update t set a = u.c from u where b = u.a", { "u.c": "u.c", b: "t.b", "u.a": "u.a" }],
  ["delete from t using u where t.a = u.a", { "t.a": "t.a", "u.a": "u.a" }],
  [
    "insert into t(a, b) select c, 1 from u on conflict (a) do update set b = excluded.b + t.b",
    { c: "u.c", "excluded.b": "(excluded).b", "t.b": "t.b" },
  ],
])("%s", (sql, wanted) => {
  expect(bound(sql)).toMatchObject(wanted);
  const faults = (found: object): readonly string[] =>
    Object.keys(found).filter((key) => key.startsWith("!"));
  expect(faults(bound(sql))).toEqual(faults(wanted));
});

test.each<readonly [ParserDialect, string, string, string]>([
  ["duckdb", "select b + 1 as z, z + 1 from t", "z", "output z"],
  ["snowflake", "select b + 1 as z, z + 1 from t", "z", "output Z"],
  ["duckdb", "select b + 1 as a, a + 1 from t", "a", "t.a"],
  ["duckdb", "select b + 1 as z from t where z > 1", "z", "output z"],
  ["postgres", "select b + 1 as z from t group by z", "z", "output z"],
  ["postgres", "select b + 1 as a from t group by a", "a", "t.a"],
  ["postgres", "select b + 1 as a from t order by a", "a", "output a"],
  ["spark", "select b + 1 as z, z + 1 from t", "z", "output z"],
  ["clickhouse", "select b + 1 as z from t where z > 1", "z", "output z"],
])("%s: %s", (...[dialect, sql, column, wanted]) => {
  expect(bound(sql, dialect)[column]?.toLowerCase()).toBe(wanted.toLowerCase());
});

test.each<readonly [ParserDialect, string, string, string]>([
  ["postgres", "select b + 1 as z, z + 1 from t", "z", "unknown"],
  ["postgres", "select b + 1 as z from t where z > 1", "z", "unknown"],
  ["bigquery", "select b + 1 as z from t where z > 1", "z", "unknown"],
  ["tsql", "select b + 1 as z from t group by z", "z", "unknown"],
  ["ansi", "select b + 1 as z, z + 1 from t", "z", "output z"],
  ["ansi", "select b + 1 as a, a + 1 from t", "a", "t.a"],
  ["ansi", "select t.b from t as x", "t.b", "t.b"],
  ["postgres", "select t.b from t as x", "t.b", "unknown"],
  ["ansi", "select t.b from t as x, t as y", "t.b", "unknown"],
  ["ansi", "select z + 1 as z from t", "z", "unknown"],
])(
  "what %s refuses is told, and bound only where no engine does: %s",
  (...[dialect, sql, column, wanted]) => {
    const found = bound(sql, dialect);
    expect(found[column]).toBe(wanted);
    expect(found[`! ${column}`]).toBe(wanted === "t.a" ? undefined : "UNKNOWN_COLUMN");
  },
);

test.each<readonly [ParserDialect, string, string, string]>([
  ["postgres", 'select "A", a from q', '"A"', "q.A"],
  ["postgres", 'select "A", a from q', "a", "q.a"],
  ["duckdb", 'select "A" from t', '"A"', "t.a"],
  ["snowflake", "select A from t", "A", "T.A"],
  ["snowflake", 'select "a" from t', '"a"', "unknown"],
  ["bigquery", "select A from t", "A", "t.a"],
  ["bigquery", "select z from `p.d.T`", "z", "p.d.T.z?"],
  ["tsql", "select [A] from T", "[A]", "t.a"],
])("names are folded as %s does: %s", (...[dialect, sql, column, wanted]) => {
  const tables = { ...schema, q: { '"A"': "int", ...(dialect === "duckdb" ? {} : { a: "int" }) } };
  expect(bound(sql, dialect, dialect === "postgres" ? tables : schema)[column]).toBe(wanted);
});

test("two tables of a schema that are one are refused", () => {
  expect(() => bound("select 1", "duckdb", { t: {}, "main.T": {} })).toThrow(
    "two tables of the schema are t",
  );
});
