import { expect, test } from "vitest";
import { buildLineage, coverage, coverageOfLog, readQueryLog } from "../src/index.ts";
import { lineageOf, parser } from "./shop.ts";

test("totals are those of the catalogue, and each gap has its reason", () => {
  const lineage = lineageOf([
    "create table a as select id, 1 as one, count(*) as n from orders group by id",
    "create table empty (x integer)",
    "create table bad as select nothing from orders",
    "create table elsewhere as select id from a",
  ]);
  const report = coverage(lineage, [
    { table: "orders", columns: ["id", "price"] },
    { table: "a", columns: ["id", "one", "n"] },
    { table: "empty", columns: ["x"] },
    { table: "bad", columns: ["nothing"] },
    { table: "log", columns: ["at", "text"] },
  ]);
  const { gaps, ...counts } = report;
  expect(counts).toEqual({
    tablesWithLineage: 3,
    totalTables: 5,
    columnsWithLineage: 2,
    totalColumns: 9,
    unknownTables: ["customers", "elsewhere"],
  });
  expect(gaps.map(({ table, column, reason }) => `${table}.${column} ${reason}`)).toEqual([
    "orders.price not-read",
    "a.one filled-from-no-column",
    "a.n filled-from-no-column",
    "empty.null not-filled",
    "bad.nothing not-understood",
    "log.null in-no-statement",
  ]);
  expect(gaps.every(({ message }) => message.length > 10)).toBe(true);
});

test("what only a manifest, an event or a person connects is told apart", () => {
  const { sources: read } = readQueryLog([{ sql: "create table b as select id from orders" }], {
    dialect: "duckdb",
  });
  const lineage = buildLineage(parser, [
    ...read,
    { kind: "edges", name: "task", edges: [], tableEdges: [{ from: "b", to: "mart" }] },
  ]);
  const { gaps, tablesWithLineage } = coverage(lineage, [
    { table: "b", columns: ["id"] },
    { table: "mart", columns: ["x"] },
  ]);
  expect(tablesWithLineage).toBe(2);
  expect(gaps).toMatchObject([{ table: "mart", column: "x", reason: "known-by-table" }]);
});

test("of a log, each entry without lineage has a reason", () => {
  const log = [
    { sql: "create table b as select id from orders" },
    { sql: "create table b as select id from orders" },
    { sql: "select id from where" },
    { sql: "select id from where" },
    { sql: "set x = 1" },
    { sql: "select id from b" },
    { sql: "insert into b values (1)" },
    { sql: "drop table b", status: "failed" },
  ] as const;
  const { sources: read } = readQueryLog(log, { dialect: "duckdb", name: "day" });
  const { gaps, ...counts } = coverageOfLog(buildLineage(parser, read), log, "day");
  expect(counts).toEqual({ totalEntries: 8, entriesWithLineage: 3 });
  expect(gaps.map(({ entry, reason }) => `${entry} ${reason}`)).toEqual([
    "2 not-understood",
    "3 not-understood",
    "4 moves-no-data",
    "6 moves-no-data",
    "7 failed",
  ]);
});

test("nothing is covered of nothing", () => {
  expect(coverage(lineageOf([]), [])).toMatchObject({ totalTables: 0, gaps: [] });
});
