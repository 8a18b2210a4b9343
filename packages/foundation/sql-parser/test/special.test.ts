import { expect, test } from "vitest";
import { loadParser, resolveScopes, type ParserDialect } from "../src/index.ts";

const parser = await loadParser();

/** For each statement: what it is, what it fills, and the texts at the places of the tables that it names. */
function read(sql: string, dialect: ParserDialect): readonly string[] {
  const { statements, findings } = parser.parse(sql, { dialect });
  return [
    ...statements.map((statement) => {
      const { target, uses } = resolveScopes(statement, {}, { dialect });
      const texts = uses.map(({ span }) => sql.slice(span.start, span.end));
      return `${statement.tree.kind} ${target ?? "-"}: ${texts.join(" ")}`;
    }),
    ...findings.map(({ message }) => message),
  ];
}

test.for<readonly [ParserDialect, string, readonly string[]]>([
  [
    "hive",
    "select 1; from (select '😀' as k from x.a) q insert overwrite table b select k where k > '😀' insert into c select k group by k",
    ["select -: ", "insert b: x.a", "insert c: x.a"],
  ],
  [
    "spark",
    "from (select k from a) q insert into b select k insert into c select k",
    ["insert b: a", "insert c: a"],
  ],
  ["postgres", "-- all\ntable a", ["select -: a"]],
  ["duckdb", "with q as (select 1 as x) table q", ["select -: "]],
  ["postgres", "with q as (select x from r) table a order by 1", ["select -: r a"]],
  ["snowflake", "alter table if exists s.a swap with b", ["insert S.A: b", "insert B: s.a"]],
  ["clickhouse", "exchange tables a and d.b", ["insert a: d.b", "insert d.b: a"]],
  [
    "oracle",
    'alter table a exchange partition p with table "B" without validation',
    ['insert A: "B"', "insert B: a"],
  ],
  ["hive", "alter table a exchange partition (d = 'x') with table b", ["insert a: b"]],
  ["tsql", "alter table a switch partition 2 to dbo.b partition 3", ["insert b: a"]],
  [
    "doris",
    "alter table a replace with table b properties('swap' = 'true')",
    ["insert a: b", "insert b: a"],
  ],
  ["mysql", "rename table a to b, s.c to s.d", ["rename a: ", "rename s.c: "]],
  ["spark", "cache lazy table a as select x from b", ["create-view a: b"]],
  [
    "databricks",
    "create or refresh streaming live table a as select x from stream(live.b)",
    ["create-table-as a: live.b"],
  ],
  ["snowflake", "alter table a add column b int", ["other A: "]],
])("%s: %s", ([dialect, sql, wanted]) => {
  expect(read(sql, dialect)).toEqual(wanted);
});

test.for<readonly [ParserDialect, string]>([
  ["hive", "from a insert overwrite table b select k where insert into c select l"],
  ["hive", "from a insert"],
  ["snowflake", "insert all when ? then"],
  ["mysql", "rename table a to"],
])("what is torn is told with its place, %s: %s", ([dialect, sql]) => {
  expect(read(sql, dialect).join()).toMatch(/^line 1, column \d+: /);
});

test("names of what functions give side by side, variables, and columns that engines add are understood", () => {
  const columns = (sql: string, dialect: ParserDialect): readonly (string | null)[] => {
    const [statement] = parser.parse(sql, { dialect }).statements;
    if (statement === undefined) throw new Error(sql);
    const { query, findings } = resolveScopes(
      statement,
      { t: { a: "int", b: "int" } },
      { dialect },
    );
    expect(findings).toEqual([]);
    return query?.outputs.map(({ name }) => name) ?? [];
  };
  expect(columns("select stack(2, 'a', a, 'b', b) as (k, v), a from t", "spark")).toEqual([
    "k",
    "v",
    "a",
  ]);
  expect(columns("select a from t where rowid = 1", "sqlite")).toEqual(["a"]);
  expect(columns("select a from t where ctid = '(0,1)' and xmin is not null", "postgres")).toEqual([
    "a",
  ]);
  expect(columns("select a from t where b > @limit", "tsql")).toEqual(["a"]);
});
