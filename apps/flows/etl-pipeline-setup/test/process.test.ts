import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toObjects } from "@dx/core";
import { openDatabase } from "@dx/database";
import { runFlow, type Damages } from "@dx/runner";
import { sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { flow } from "../src/index.ts";
import { makeDag } from "../src/make-dag.ts";
import { at, folder, given, orders, run, scratch } from "./small-pipeline.ts";

/** The same, after somebody has changed the transformations. */
function nextDay(isPostgres: boolean) {
  const { transformations, ...rest } = given(isPostgres);
  const [stg, mart, largest] = transformations;
  return {
    ...rest,
    transformations: [
      { ...stg, columns: { ...stg?.columns, area: "area" } },
      { ...mart, columns: { ...mart?.columns, amount: { column: "amount", aggregate: "max" } } },
      { ...largest, sql: `${largest?.sql} and shop in (select shop from {{ ref('shops') }})` },
    ],
  };
}

const damages: Damages = {
  "etl.loaded.shops": () => [sql`update ${at("shops")} set area = 1 where shop = 's7'`],
  "etl.again.shops": () => [sql`delete from ${at("shops")} where shop = 's7'`],
  "etl.aborted.shops": (schema) => [
    sql`insert into ${scratch(schema, "drill_copy_shops")} select * from ${scratch(schema, "drill_copy_shops")}`,
  ],
  "etl.idempotent.shops": (schema) => [
    sql`update ${scratch(schema, "drill_copy_shops")} set city = 'x'`,
  ],
  "etl.late-commits.shops": (schema) => [
    sql`delete from ${scratch(schema, "drill_copy_shops")} where dx_n % 2 = 1 and dx_n % 5 = 0`,
  ],
  "etl.contract.shops": (schema) => [
    sql`update ${scratch(schema, "drill_drift_shops")} set caught = false`,
  ],
  "etl.loaded.sales": () => [
    sql`insert into ${at("sales")} select * from ${at("sales")} where id = 3`,
  ],
  "etl.loaded.fed": () => [sql`delete from ${at("fed")} where nth = 3`],
  "etl.complete.sales": () => [sql`delete from ${at("sales")} where id < 20`],
  "etl.fresh.sales": () => [
    sql`delete from ${at("sales")} where "at" >= cast('2026-01-04' as timestamp)`,
  ],
  "etl.quality.1": () => [
    sql`insert into ${at("sales")} select * from ${at("sales")} where id = 3`,
  ],
  "etl.quality.2": () => [sql`update ${at("sales")} set shop = 'nowhere' where id = 3`],
  "etl.quality.3": () => [sql`delete from ${at("mart")}`],
  "etl.transform.stg": () => [sql`update ${at("stg")} set city = ' City 1 ' where shop = 's1'`],
  "etl.transform.mart": () => [sql`delete from ${at("stg")} where shop = 's1'`],
  "etl.unit.stg": () => [
    sql`update ${at("_dx_unit_stg__shops")} set city = 'Rom' where shop = 's1'`,
  ],
  "etl.unit.mart": () => [sql`update ${at("_dx_unit_mart")} set amount = amount + 1`],
  "etl.unit.largest": () => [sql`insert into ${at("_dx_unit_largest")} values (1, 1)`],
  "etl.transform.largest": () => [sql`update ${at("sales")} set amount = 100 where id = 1`],
};

forEachDatabase(
  "each claim holds, and fails on damaged results; the second day takes what is new",
  async ({ db }) => {
    const isPostgres = db.dialect === "postgres";
    await db.load("orders", orders, { types: { id: "int64", at: "timestamp" } });
    const first = await run(db, given(isPostgres), { damages });
    const damagedNot = Object.fromEntries(Object.keys(damages).map((id) => [id, "fails"]));
    expect(first.damaged).toEqual(damagedNot);
    const verdicts = Object.fromEntries(
      first.evidence.claims.map(({ id, verdict }) => [id, verdict]),
    );
    const unknown = Object.keys(verdicts).filter((id) => verdicts[id] === "unknown");
    expect(unknown).toEqual(
      [
        ...["aborted", "idempotent", "late-commits", "contract"].map((id) => `etl.${id}.fed`),
        "etl.fresh.shops",
        "etl.fresh.fed",
        "etl.dag.loads",
        ...(isPostgres ? [] : ["etl.late-commits.sales"]),
      ].toSorted((a, b) => Object.keys(verdicts).indexOf(a) - Object.keys(verdicts).indexOf(b)),
    );
    expect(first.evidence.summary.fails).toBe(0);
    expect(
      first.outputs.made.loads.map(({ status, read, inserted }) => [status, read, inserted]),
    ).toMatchObject([
      ["loaded", 30, 30],
      ["loaded", 40, 40],
      ["loaded", 30, 30],
    ]);
    expect(first.outputs.transformationCode.join("\n")).toContain("{{ ref('stg') }}");
    expect(first.outputs.orchestrationDag).toContain("dagster");

    await db.apply([
      [
        {
          purpose: "sell",
          sql: sql`insert into orders (id, shop, amount, "at") select id + 100, shop, 7, "at" + interval '9 days' from orders where id <= 2`,
        },
        { purpose: "cancel", sql: sql`delete from orders where id = 1` },
      ],
    ]);
    const second = await run(
      db,
      { ...nextDay(isPostgres), rehearseRows: 0, onGateFailure: "continue" },
      { now: "2026-01-06T06:00:00Z" },
    );
    expect(second.outputs.made.loads[0]).toMatchObject({ status: "unchanged", read: 0 });
    expect(second.outputs.made.loads[1]?.inserted).toBe(2);
    const lost = second.evidence.claims.filter(({ verdict }) => verdict === "fails");
    expect(lost.map(({ id }) => id)).toEqual([
      "etl.loaded.sales", // a delete, which was not asked for
      "etl.unit.stg",
      "etl.unit.mart",
    ]);
    const shown = lost.map((one) => (one.verdict === "fails" ? one.counterexample : undefined));
    expect(shown.slice(1)).toMatchObject([
      { missing: [], unexpected: ["area"] },
      { missing: { city: {} }, unexpected: { city: {} }, differs: { amount: true } },
    ]);
    expect(second.evidence.claims.find(({ id }) => id === "etl.unit.largest")).toMatchObject({
      verdict: "unknown",
      reason: expect.stringContaining("no rows of shops"),
    });
    const totals = await db.query(sql`select count(*) as n from ${at("_dx_loads")}`);
    expect(Number(toObjects(totals, "js")[0]?.["n"])).toBeGreaterThanOrEqual(12);
  },
);

test("a gate that fails stops before the tables of the next stage", async () => {
  const db = await openDatabase("duckdb:");
  await db.load("orders", orders.slice(0, 3), { types: { id: "int64", at: "timestamp" } });
  const inputs = {
    ...given(false),
    targetWarehouse: { platform: "redshift", database: "d", schema: "gated" },
    transformationTool: "custom_sql",
  };
  await expect(run(db, inputs, { now: "2027-01-01T00:00:00Z" })).rejects.toMatchObject({
    code: "DX_FLOW_GATE",
  });
  await expect(db.describe("gated.mart")).rejects.toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
  await db.close();
});

test("files for the platform, the orchestrator and the tool are written", async () => {
  const db = await openDatabase("duckdb:");
  await db.load("orders", orders, { types: { id: "int64", at: "timestamp" } });
  const { transformations, ...rest } = given(false);
  const [shopsOnly] = rest.sources;
  const inputs = {
    ...rest,
    sources: [shopsOnly],
    transformations: transformations.slice(0, 1),
    transformationTool: "spark",
    orchestrationTool: "prefect",
    alerts: { command: ["page", "somebody"], lateAfterSeconds: 600 },
    dataQualityRequirements: { ...rest.dataQualityRequirements, qualityChecks: [] },
    targetWarehouse: { platform: "redshift", database: "lake", schema: "landing" },
    unitTests: "record",
  };
  await db.apply([
    [
      { purpose: "be there", sql: sql`create schema landing` },
      { purpose: "an old answer", sql: sql`create table ${at("_dx_unit_stg")} as select 1 as old` },
    ],
  ]);
  const out = join(folder, "out");
  const { outputs } = await runFlow(flow, inputs, {
    databases: { target: db },
    approve: async () => "yes",
    clock: () => new Date("2026-01-06"),
    out,
  });
  await db.close();
  const read = (path: string): string => readFileSync(join(out, "artefacts", path), "utf8");
  expect(read("spark/staging/stg.sql")).toContain("`landing`.`shops`");
  expect(read("redshift/002-load.sql")).toContain(
    `from 's3://lake/shops.csv' iam_role default csv`,
  );
  expect(read("redshift/shops.csv").split("\r\n")).toEqual(
    expect.arrayContaining([`"shop","city","area"`, "s0,,0", `s1," City 1 ",10`]),
  );
  expect(read("sql/000-tables.sql")).toMatch(/^create schema.*;\ncreate table/);
  expect(read("small_flow.py")).toBe(outputs.orchestrationDag);
  expect(outputs.orchestrationDag).toContain("load_shops");
  expect(outputs.orchestrationDag).toContain("threading.Timer(600, tell_of_lateness)");
  expect(outputs.orchestrationDag.match(/run_command\(\["page", "somebody"\]\)/g)).toHaveLength(2);
  const unit = JSON.parse(read("tests/stg.json")) as {
    given: { shops: unknown[] };
    expect: unknown[];
  };
  expect([unit.given.shops.length, unit.expect.length]).toEqual([12, 12]);
  for (const path of ["documentation.md", "runbook.md", "monitoring.html"])
    expect(read(path)).toContain("small");
  expect(outputs).toMatchObject({
    pipelineName: "small",
    ingestionConfig: { shops: { mode: "merge", deletes: "by-keys" } },
    testSuite: ["tests/stg.json: 12 rows expected"],
    monitoringDashboard: "artefacts/monitoring.html",
  });
  expect(outputs.transformationCode).toHaveLength(2);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain("What is made of what");
});

test("how rows are read and what is let in reaches the commands of the DAG", () => {
  const base = given(false);
  const [, sales] = base.sources;
  const cursor = { column: "at", lag: 5, nulls: "skip", start: "open", backwards: "keep" };
  const argvOf = (details: object) => {
    const source = { ...sales, connectionDetails: { ...sales?.connectionDetails, ...details } };
    const inputs = flow.inputs.parse({
      ...base,
      sources: [source],
      transformations: [],
      dataQualityRequirements: { ...base.dataQualityRequirements, qualityChecks: [] },
    });
    const [task] = makeDag(inputs, []).tasks;
    return task !== undefined && "argv" in task.run ? task.run.argv.slice(4).join(" ") : "";
  };
  expect(argvOf({ cursor, contract: { tables: "freeze", columns: "freeze" } })).toBe(
    "--table orders --into landing.sales --mode merge --key id --cursor at --lag 5 --nulls skip --start open --backwards keep --new-tables freeze --new-columns freeze",
  );
  expect(argvOf({ cursor: { transactions: true, changedAt: "at" } })).toContain(
    "--cursor transactions --changed-at at",
  );
});

test("bad inputs are refused with their field", () => {
  const base = given(false);
  const [file, table] = base.sources;
  const bad: readonly (readonly [string, object])[] = [
    ["not there yet", { sources: [{ ...file, type: "stream" }] }],
    ["nothing else, needs `api`", { sources: [{ ...file, type: "api" }] }],
    [
      "name a variable of the environment",
      {
        sources: [
          {
            ...file,
            type: "api",
            connectionDetails: {
              api: { url: "https://a.test", authorization: { kind: "bearer", token: "s3cr3t" } },
            },
          },
        ],
      },
    ],
    ["needs its path", { sources: [{ ...file, connectionDetails: {} }] }],
    ["needs a cursor", { sources: [{ ...table, connectionDetails: { table: "orders" } }] }],
    ["several schedules", { sources: [file, { ...table, schedule: "hourly" }] }],
    ["one name", { sources: [file, file] }],
    [
      "Airflow's triggerer",
      { orchestrationTool: "airflow", alerts: { command: ["page"], lateAfterSeconds: 9 } },
    ],
    ["cannot be turned into Spark", { transformationTool: "spark" }],
    [
      "no span of time",
      { dataQualityRequirements: { ...base.dataQualityRequirements, freshnessThreshold: "soon" } },
    ],
    [
      "is no rule",
      {
        dataQualityRequirements: { ...base.dataQualityRequirements, qualityChecks: ["nice(x.y)"] },
      },
    ],
  ];
  for (const [message, change] of bad)
    expect(() => flow.inputs.parse({ ...base, ...change })).toThrow(message);
});

test("the example's files are those that SOURCE.md names", () => {
  const source = readFileSync(join(import.meta.dirname, "../examples/SOURCE.md"), "utf8");
  const [example = ""] = flow.examples;
  for (const name of readFileSync(example, "utf8").match(/\w+\.csv/g) ?? [])
    expect(source).toContain(name);
});
