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
  const schema = "https://schemas.getdbt.com/dbt/manifest/v7.json";
  writeFileSync(
    join(base, "old.json"),
    JSON.stringify({ metadata: { dbt_schema_version: schema }, nodes: {} }),
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
    /a bi is given by edges or events/,
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
  [
    {
      systemsToInclude: [
        { type: "transformation", name: "m", connectionDetails: { manifest: "old.json" } },
      ],
    },
    /manifests of version v7 are not known/,
  ],
  [
    {
      systemsToInclude: [
        { type: "warehouse", name: "l", connectionDetails: { log: "a.sql", dialect: "duckdb" } },
      ],
    },
    /l, line 1: /,
  ],
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
      isMasking: false,
      confidence: 1,
    },
  ]);
  expect(outputs.lineageGraph.rows).toMatchObject([{ from: { column: "price" }, to: "dear" }]);
  expect(outputs.coverageReport).toMatchObject({ tablesWithLineage: 2, totalTables: 2 });
});

const model = (name: string, query: string, needs: string) => ({
  resource_type: "model",
  name,
  database: "shop",
  relation_name: `"shop"."main"."${name}"`,
  config: { materialized: name === "stg" ? "view" : "table" },
  compiled_code: query,
  depends_on: { nodes: [needs] },
});

const manifest = {
  metadata: {
    dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
    adapter_type: "duckdb",
  },
  nodes: {
    "model.shop.mart": model(
      "mart",
      'select id, sum(price) as total from "shop"."main"."stg" group by id',
      "model.shop.stg",
    ),
    "model.shop.stg": model("stg", 'select * from "shop"."main"."raw"', "source.shop.raw"),
  },
  sources: {
    "source.shop.raw": {
      resource_type: "source",
      database: "shop",
      relation_name: '"shop"."main"."raw"',
    },
  },
};
const columns = { id: { index: 1, type: "INTEGER" }, price: { index: 2, type: "INTEGER" } };
const catalog = { nodes: {}, sources: { "source.shop.raw": { columns } } };
const log = [
  { session: "a", sql: "create temp table best as select id, total from mart where total > 5" },
  {
    session: "b",
    sql: "create temp table best as select id as other from mart",
    status: "failed",
  },
  { session: "a", sql: "create table report as select total from best" },
  { session: "a", sql: "analyze" },
];
const namespace = "duckdb://shop";
const event = {
  eventType: "COMPLETE",
  eventTime: "2026-01-01T00:00:00Z",
  run: { runId: "0197a1b2-0000-7000-8000-000000000001" },
  job: { namespace: "airflow", name: "nightly.publish" },
  inputs: [{ namespace, name: "shop.report" }],
  outputs: [{ namespace, name: "shop.board" }],
};

test("a manifest of dbt, a log of queries and events of OpenLineage are one lineage", async () => {
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(base, name), JSON.stringify(value));
  write("manifest.json", manifest);
  write("catalog.json", catalog);
  write("events.json", [event]);
  writeFileSync(join(base, "log.jsonl"), log.map((one) => JSON.stringify(one)).join("\n"));
  const { outputs, evidence } = await run({
    systemsToInclude: [
      {
        type: "transformation",
        name: "dbt",
        connectionDetails: {
          manifest: "manifest.json",
          catalog: "catalog.json",
          omitDatabase: "shop",
        },
      },
      {
        type: "warehouse",
        name: "log",
        connectionDetails: { log: "log.jsonl", dialect: "duckdb" },
      },
      {
        type: "bi",
        name: "airflow",
        connectionDetails: { events: "events.json", namespaces: { [namespace]: "shop." } },
      },
    ],
    changes: [{ kind: "drop-column", table: "raw", column: "price" }],
  });
  const { lineageGraph, made, coverageReport } = outputs;
  expect(lineageGraph.tableEdges.map(({ from, to }) => `${from}>${to}`)).toEqual([
    "raw>stg",
    "stg>mart",
    "mart>report",
    "report>board",
  ]);
  expect(
    lineageGraph.edges.map(
      ({ from, to, kind }) => `${from.column} ${kind} ${to.table}.${to.column}`,
    ),
  ).toEqual([
    "id identity stg.id",
    "price identity stg.price",
    "id identity mart.id",
    "price aggregation mart.total",
    "total identity report.total",
  ]);
  expect(made).toMatchObject({
    ran: 5,
    failed: [],
    unknown: [],
    logs: [
      {
        name: "log",
        totalEntries: 4,
        entriesWithLineage: 2,
        gaps: [{ entry: 2 }, { entry: 4 }],
      },
    ],
  });
  expect(made.findings).toMatchObject([
    { script: "log:2", message: expect.stringContaining("1 statements failed") },
  ]);
  expect(coverageReport).toEqual({ tablesWithLineage: 4, totalTables: 4, coveragePercent: 100 });
  expect(made.impact).toMatchObject([{ broken: ["mart", "best", "report"], affected: ["stg"] }]);
  expect(evidence.summary).toMatchObject({ fails: 0 });
  expect(outputs.documentation).toContain("2 of 4 entries of the log log have lineage");
});
