import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataTypeKind } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { afterAll, expect, test } from "vitest";
import { readCondition } from "../src/facts/read-condition.ts";
import { costlyView, parquetOf } from "../src/facts/view-text.ts";
import {
  askOneByOne,
  askChecks,
  explainPlan,
  planChecks,
  suiteOf,
  type Suite,
} from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-proofs-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const say = async (db: Database, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await db.apply([[{ purpose: "test", sql: verbatimSql(text) }]]);
};

/** Which checks are proved, by columns and the words of their rules; what is asked answers as one query for each does. */
async function provedOf(
  db: Database,
  table: string,
  rules: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> {
  const suite = suiteOf("s", { [table]: rules });
  const words = Object.entries(rules).flatMap(([column, some]) =>
    some.map((rule) => `${column} ${rule}`),
  );
  const plan = await db.run(planChecks(suite));
  const ids = new Set(
    explainPlan(plan, db.dialect)
      .filter(({ kind }) => kind === "proved")
      .flatMap(({ checks }) => checks),
  );
  await sameAnswers(db, suite);
  return suite.checks.flatMap(({ id }, at) => (ids.has(id) ? [words[at] ?? ""] : []));
}

async function sameAnswers(db: Database, suite: Suite): Promise<void> {
  const asked = { at: "2026-01-01", dialect: db.dialect, withSql: false };
  const planned = await db.run(askChecks(suite, asked));
  const plain = await db.run(askOneByOne(suite, asked));
  expect(planned.results.map((one) => Object.assign({}, one, { how: null }))).toEqual(
    plain.results.map((one) => Object.assign({}, one, { how: null })),
  );
}

forEachDatabase(
  "what a table's definition rules out is not looked for, and nothing else",
  async ({ db }) => {
    await say(
      db,
      `create table p (
      id bigint primary key, "Code" varchar not null check ("Code" in ('a', 'it''s')), n integer check (n >= 0 and n < 10),
      f double precision check (f <= 100), lo double precision check (lo >= 0), d date check (d between '2024-01-01' and '2024-12-31'),
      e date, m decimal(10, 2) check (-1 < m), a integer, b integer, w integer check (w > 0 or n > 5), unique (a, b), check (d <= e))`,
      `insert into p values (1, 'a', 0, 100, 'NaN', '2024-01-01', '2024-01-01', -0.99, 1, 1, 1), (2, 'it''s', 9, null, 0, null, null, null, 1, 2, null)`,
    );
    const rules = {
      id: ["not null", "unique", "unique with n", ">= 0"],
      '"Code"': [
        "not null",
        "in (a, 'it''s', c)",
        "in (a)",
        "not in (b)",
        "not in (a)",
        "matches ^a",
      ],
      n: ["not null", "between 0 and 9", "between -1 and 10", ">= 1", "< 10", "not nan"],
      f: ["not nan", "<= 100", "< 100", ">= 0"],
      lo: [">= 0", "not nan"],
      d: ["between 2023-12-31 and 2024-12-31", "> 2024-01-01", "<= column e", "< column e"],
      e: [">= column d", "> column d"],
      m: ["> -1", ">= 0"],
      a: ["unique", "unique with b", "unique with b, n"],
      w: ["> 0"],
    };
    expect(await provedOf(db, "p", rules)).toEqual([
      "id not null",
      "id unique",
      "id unique with n",
      '"Code" not null',
      `"Code" in (a, 'it''s', c)`,
      '"Code" not in (b)',
      "n between -1 and 10",
      "n < 10",
      "n not nan",
      "f not nan",
      "f <= 100",
      "d between 2023-12-31 and 2024-12-31",
      "d <= column e",
      "e >= column d",
      "m > -1",
      "a unique with b",
      "a unique with b, n",
    ]);
    const asked = { at: "2026-01-01", dialect: db.dialect, withSql: false };
    const { results } = await db.run(askChecks(suiteOf("s", { p: { id: "unique" } }), asked));
    expect(results[0]).toMatchObject({
      outcome: "pass",
      how: "proved",
      rows: 2,
      considered: 2,
      failed: 0,
    });
    expect(results[0]?.figures).toMatchObject({ duplicatedRows: 0, uniqueness: 1 });
  },
);

forEachDatabase("what is declared and does not hold of each row is no proof", async ({ db }) => {
  const isPostgres = db.dialect === "postgres";
  const traps = isPostgres
    ? [
        "create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        `create table p (late integer, part integer, expr integer, t text collate nocase unique check (t = 'a'), big integer, x integer,
          constraint u unique (late) deferrable initially deferred)`,
        "create unique index on p (part) where part > 5",
        "create unique index on p ((abs(expr)))",
        "create unique index on p (x) include (big)",
        "insert into p values (1, 1, 1, 'A', -1, 1), (2, 1, 2, null, null, 2)",
        "alter table p add constraint not_yet check (big > 0) not valid",
        "create table parent (k integer unique)",
        "create table child () inherits (parent)",
        "insert into parent values (1)",
        "insert into child values (1)",
      ]
    : [
        "create table p (late integer, part integer, expr integer, t varchar collate nocase unique check (t = 'a'), big integer, x integer)",
        "insert into p values (1, 1, 1, 'A', -1, 1), (2, 1, 2, null, null, 2)",
        "create schema other",
        "create table other.parent (k integer unique)",
        "create table parent as select 1 as k from range(2)",
      ];
  await say(db, ...traps);
  const rules = {
    late: ["unique"],
    part: ["unique"],
    expr: ["unique"],
    t: ["unique", "in (a)"],
    big: ["> 0"],
    x: ["unique"],
  };
  expect(await provedOf(db, "p", rules)).toEqual([]);
  expect(await provedOf(db, "parent", { k: ["unique", "not null"] })).toEqual([]);
});

test("footers of Parquet files answer without a scan, where they are exact", async () => {
  const db = await openDatabase("duckdb:");
  const file = join(folder, "a.parquet");
  await say(
    db,
    `copy (select cast(i as integer) as i, case when i % 4 = 0 then null else i end as n, case when i = 7 then 'NaN'::double else i end as f,
      date '2024-01-01' + cast(i as integer) as d, timestamp '2024-01-01' + interval (i) minute as ts, cast(i as decimal(9, 2)) as m,
      'x' || i as t, cast(null as integer) as nothing, [i] as l, {'a': i} as s, cast(i as utinyint) as u from range(100) as r(i))
      to '${file}' (row_group_size 2048)`,
    `create view p as select * from read_parquet('${file}')`,
    `create view part as select * from read_parquet('${file}') where i > 3`,
  );
  const rules = {
    i: ["not null", "between 0 and 99", "<= 98", "min = 0", "max <= 98", "null", "mean >= 0"],
    n: ["not null", "null share <= 0.3", "> 0"],
    f: ["not null", "between 0 and 1000", "not nan"],
    d: [">= 2024-01-01", "> 2024-01-01"],
    ts: ["<= 2024-01-01 01:39:00"],
    m: [">= 0", "not null"],
    t: ["not null", "in (x)"],
    nothing: ["null", "not null", "null share <= 0.5", "<= 1"],
    l: ["not null"],
    s: ["not null"],
    u: ["between 0 and 99", "row count = 100"],
  };
  const proved = await provedOf(db, "p", rules);
  expect(proved).toEqual([
    "i not null",
    "i between 0 and 99",
    "i min = 0",
    "i max <= 98",
    "i null",
    "n not null",
    "n null share <= 0.3",
    "n > 0",
    "f not null",
    "d >= 2024-01-01",
    "ts <= 2024-01-01 01:39:00",
    "m not null",
    "t not null",
    "nothing null",
    "nothing not null",
    "nothing null share <= 0.5",
    "u between 0 and 99",
    "u row count = 100",
  ]);
  expect(await provedOf(db, "part", rules)).toEqual([]);
  await db.close();
});

test("conditions are read as far as they are understood, and no further", () => {
  const kinds: Readonly<Record<string, DataTypeKind>> = {
    a: "int32",
    b: "int32",
    f: "float64",
    t: "text",
    d: "date",
  };
  const read = (text: string): readonly object[] => readCondition(text, (column) => kinds[column]);
  const min = (text: string, isStrict = false): object => ({
    kind: "min",
    column: "a",
    end: { text, isStrict },
  });
  expect(read("((a >= 0) AND (f(b) > 2))")).toEqual([min("0")]);
  expect(read("((a)::numeric > 0.5)")).toEqual([min("0.5", true)]);
  expect(read("(a > '-5'::integer)")).toEqual([min("-5", true)]);
  expect(read("(0 < a)")).toEqual([min("0", true)]);
  expect(
    read("(((t)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])))"),
  ).toEqual([{ kind: "values", column: "t", values: ["x", "y"] }]);
  expect(read("(a < b)")).toEqual([{ kind: "compared", left: "a", is: "<", right: "b" }]);
  expect(read("(a IS NOT NULL)")).toEqual([{ kind: "not-null", column: "a" }]);
  for (const text of [
    "(a >= 0 OR b >= 0)",
    "(NOT (a >= 0))",
    "(abs(a) >= 0)",
    "(a + b >= 0)",
    "(a >= b + 1)",
    "((a)::double precision >= 0)",
    "(a >= (1.5)::integer)",
    "(f >= (0.1)::real)",
    "((f)::numeric >= 0)",
    "(t > 'a')",
    "(t = 5)",
    "(t = E'a\\n')",
    "(lower(t) = 'x')",
    "(a >= 0) IS TRUE",
    "(d >= '2024-01-01'::timestamp without time zone)",
    "CASE WHEN (a >= 0) THEN true END",
    '(a >= 0) COLLATE "C"',
    "(x >= 0)",
  ])
    expect([text, read(text)]).toEqual([text, []]);
});

test("views that only show rows are told from those that work for them", () => {
  expect(parquetOf("CREATE VIEW v AS SELECT * FROM read_parquet('a''b.parquet');")).toBe(
    "a'b.parquet",
  );
  expect(parquetOf('CREATE VIEW v AS SELECT * FROM "x/a.parquet";')).toBe("x/a.parquet");
  expect(
    parquetOf("CREATE VIEW v AS SELECT * FROM read_parquet('a.parquet') WHERE (i > 3);"),
  ).toBeUndefined();
  expect(
    parquetOf(
      "CREATE VIEW v AS SELECT * FROM read_parquet(main.list_value('a'), (union_by_name = true));",
    ),
  ).toBeUndefined();
  expect(costlyView("CREATE VIEW v AS SELECT a FROM t WHERE (note = 'join me');")).toBeUndefined();
  expect(costlyView("CREATE VIEW v AS SELECT * FROM read_csv('a.csv');")).toContain("files");
  expect(costlyView("SELECT o.a FROM (o JOIN c ON (o.id = c.id))")).toContain("more");
});
