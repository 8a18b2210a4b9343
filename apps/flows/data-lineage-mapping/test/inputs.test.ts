import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDxError } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { runFlow } from "@dx/runner";
import { sql } from "@dx/sql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flow } from "../src/index.ts";

let db: Database;
let base: string;
beforeEach(async () => {
  db = await openDatabase("duckdb:");
  base = mkdtempSync(join(tmpdir(), "dx-flow-"));
  writeFileSync(
    join(base, "a.sql"),
    "create table b as select x from t; select from where; create table c as select y from b",
  );
});
afterEach(async () => db.close());

const given = {
  lineageTool: "native",
  systemsToInclude: [
    { type: "transformation", name: "all", connectionDetails: { folder: ".", dialect: "duckdb" } },
  ],
  granularity: "column",
  updateFrequency: "daily at 06:00",
};

const run = async (more: object) =>
  runFlow(
    flow,
    { ...given, ...more },
    { databases: { target: db }, base, approve: async () => "yes" },
  );

test.each([
  [{ updateFrequency: "sometimes" }, /updateFrequency: "sometimes" is no schedule/],
  [{ systemsToInclude: [] }, /systemsToInclude/],
  [
    { systemsToInclude: [...given.systemsToInclude, ...given.systemsToInclude] },
    /two systems are called all/,
  ],
  [
    {
      systemsToInclude: [
        { type: "bi", name: "b", connectionDetails: { folder: ".", dialect: "duckdb" } },
      ],
    },
    /a bi is given by edges/,
  ],
  [
    {
      systemsToInclude: [
        { type: "database", name: "d", connectionDetails: { database: "nowhere" } },
      ],
    },
    /no database nowhere/,
  ],
  [
    {
      systemsToInclude: [
        { type: "bi", name: "b", connectionDetails: { edges: [{ from: "a", to: "b.c" }] } },
      ],
    },
    /"a" names no column/,
  ],
  [
    {
      systemsToInclude: [
        {
          type: "transformation",
          name: "e",
          connectionDetails: { folder: "gone", dialect: "duckdb" },
        },
      ],
    },
    /gone/,
  ],
  [{ changes: [{ kind: "drop-column", table: "b", column: "z" }] }, /b has no column z/],
])("says of each wrong field what it is, and writes nothing: %j", async (more, text) => {
  const error: unknown = await run(more).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isDxError(error)).toBe(true);
  expect(String(error)).toMatch(text);
  expect(await db.tables()).toEqual([]);
});

test("a broken statement and a table that nobody has described are told, and lose nothing else", async () => {
  const { outputs } = await run({});
  expect(outputs.made.findings).toMatchObject([
    { script: "all/a.sql", message: expect.stringMatching(/line 1, column \d+/) },
    { script: "all/a.sql", message: expect.stringContaining("y") },
  ]);
  expect(outputs.made.unknown).toEqual(["t"]);
  expect(outputs.coverageReport).toMatchObject({ totalTables: 1 });
  expect(outputs.made.failed).toMatchObject([
    { statement: 2, reason: expect.stringContaining("y") },
  ]);
});

test("tables and views of a live database are read", async () => {
  await db.apply([
    [
      { purpose: "table", sql: sql`create table orders (id integer, price integer)` },
      { purpose: "view", sql: sql`create view dear as select id from orders where price > 10` },
    ],
  ]);
  const live = { type: "database", name: "shop", connectionDetails: { database: "target" } };
  const { outputs } = await run({ systemsToInclude: [live], seed: 7, mostUncovered: 50 });
  expect(outputs.lineageGraph.edges).toEqual([
    {
      from: { table: "orders", column: "id" },
      to: { table: "dear", column: "id" },
      kind: "identity",
      confidence: 1,
    },
  ]);
  expect(outputs.lineageGraph.rows).toMatchObject([{ from: { column: "price" }, to: "dear" }]);
  expect(outputs.coverageReport).toMatchObject({ tablesWithLineage: 2, totalTables: 2 });
});
