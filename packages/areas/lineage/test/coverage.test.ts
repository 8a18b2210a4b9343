import { expect, test } from "vitest";
import { coverage } from "../src/index.ts";
import { lineageOf } from "./shop.ts";

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

test("nothing is covered of nothing", () => {
  expect(coverage(lineageOf([]), [])).toMatchObject({ totalTables: 0, gaps: [] });
});
