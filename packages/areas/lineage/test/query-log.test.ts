import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildLineage, readQueryLog, type QueryLogEntry } from "../src/index.ts";
import { edgeTexts, parser, sources } from "./shop.ts";

const lineageOfLog = (entries: readonly QueryLogEntry[]) => {
  const { sources: read, findings } = readQueryLog(entries, { dialect: "duckdb" });
  return { lineage: buildLineage(parser, [...sources([]), ...read]), read, findings };
};

test("statements run in the order of their times, whatever their places", () => {
  const { lineage } = lineageOfLog([
    { at: "2026-01-01T00:00:03Z", sql: "create table b as select * from a" },
    { at: "2026-01-01T02:00:01+02:00", sql: "create table a as select id from orders" },
    {
      at: "2026-01-01T00:00:02Z",
      sql: "create or replace table a as select id, name from customers",
    },
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "a.id identity b.id",
    "a.name identity b.name",
    "customers.id identity a.id",
    "customers.name identity a.name",
    "orders.id identity a.id",
  ]);
});

test("temporary tables are those of their session, though sessions run at the same time", () => {
  const { lineage } = lineageOfLog([
    { session: "1", sql: "create temp table t as select id from orders" },
    { session: "2", sql: "create temp table t as select name from customers" },
    { session: "1", sql: "create table a as select * from t" },
    { session: "2", sql: "create table b as select * from t" },
    { session: "1", sql: "insert into t select customer_id from orders" },
    { session: "1", sql: "create or replace table a as select * from t" },
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "customers.name identity b.name",
    "orders.customer_id identity a.id",
    "orders.id identity a.id",
    "orders.id identity a.id",
  ]);
  expect(lineage.tables.map(({ name }) => name)).not.toContain("t");
});

test("statements that failed are left out, and said", () => {
  const { lineage, findings } = lineageOfLog([
    { sql: "create table a as select id from orders" },
    { sql: "drop table a", status: "failed" },
    { sql: "create table b as select id from customers", status: "failed" },
    { sql: "create table c as select * from a", status: "ok" },
  ]);
  expect(edgeTexts(lineage)).toEqual(["a.id identity c.id", "orders.id identity a.id"]);
  expect(findings).toMatchObject([{ code: "DX_LINEAGE_LOG_FAILED", count: 2, subject: "log:2" }]);
});

test("a schema that a session chooses holds for what follows in it", () => {
  const log = (dialect: "postgres" | "tsql", first: string) =>
    readQueryLog(
      [
        { session: "1", sql: first },
        { session: "1", sql: "select id from t" },
        { session: "2", sql: "select id from t" },
        { session: "1", sql: "select id from u", defaultSchema: "own" },
      ],
      { dialect },
    ).sources.map((one) => ("defaultSchema" in one ? one.defaultSchema : ""));
  expect(log("postgres", "set search_path to shop, public")).toEqual(["shop", "shop", "", "own"]);
  expect(log("postgres", "set schema 'shop'")).toEqual(["shop", "shop", "", "own"]);
  expect(log("tsql", "use shop")).toEqual(["", "", "own"]);
});

test("what comes again is taken once, unless a table may have changed", () => {
  const insert = "insert into kept select id from orders";
  const many = Array.from({ length: 100 }, (_, n) => ({ session: String(n), sql: insert }));
  expect(lineageOfLog(many).read).toHaveLength(1);
  const changed = lineageOfLog([
    { sql: "create table kept as select * from orders" },
    { sql: "insert into other select * from kept" },
    { sql: "create or replace table kept as select id from orders" },
    { sql: "insert into other select * from kept" },
  ]);
  expect(changed.read).toHaveLength(4);
});

const table = fc.constantFrom("t0", "t1", "t2", "orders");
const text = fc.oneof(
  fc.tuple(table, table).map(([to, from]) => `insert into ${to} select id from ${from}`),
  fc
    .tuple(table, table)
    .map(([to, from]) => `create or replace table ${to} as select * from ${from}`),
  fc
    .tuple(table, table)
    .map(([to, from]) => `create or replace temp table ${to} as select id from ${from}`),
  table.map((one) => `select id from ${one}`),
  table.map((one) => `drop table if exists ${one}`),
);

test("leaving out what comes again changes no edge", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ sql: text, session: fc.constantFrom("1", "2") }), { maxLength: 10 }),
      (entries) => {
        const whole = buildLineage(parser, [
          ...sources([]),
          ...entries.map(({ sql, session }, n) => {
            return { kind: "script", name: `${n}`, sql, session, dialect: "duckdb" } as const;
          }),
        ]);
        const once = (texts: readonly string[]) => [...new Set(texts)];
        expect(once(edgeTexts(lineageOfLog(entries).lineage))).toEqual(once(edgeTexts(whole)));
      },
    ),
    budget(40),
  );
});

test.each([
  [[{ sql: " " }], ["entries", 0, "sql"]],
  [
    [{ sql: "select 1" }, { sql: "select 1", at: "yesterday" }],
    ["entries", 1, "at"],
  ],
])("an entry that is none is refused with its place: %j", (entries, path) => {
  expect(() => readQueryLog(entries, { dialect: "duckdb" })).toThrow(
    expect.objectContaining({ code: "DX_LINEAGE_LOG", path }),
  );
});
