import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { judgeDamages, runFlow, type Damages } from "@dx/runner";
import { formatValue, relation } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { flow } from "../src/index.ts";
import type { Inputs } from "../src/inputs.ts";
import { makeJob, writeJob } from "../src/make-job.ts";

const inputs: Inputs = flow.inputs.parse({
  factTable: "fct_sale",
  factKey: ["sale_id"],
  dimensions: [
    {
      table: "dim_shop",
      joinKey: "shop_key",
      attributes: ["city"],
      currentOnly: true,
      businessKey: ["shop_id"],
    },
    {
      table: "dim_shop",
      joinKey: "shop_key",
      attributes: ["city"],
      currentOnly: false,
      role: "sold",
    },
    { table: "dim_day", joinKey: "day_key", attributes: ["weekday"], currentOnly: false },
  ],
  aggregationLevel: "detail",
  calculatedFields: [{ name: "each", formula: "amount / pieces" }],
  filters: [],
  refreshFrequency: "daily at 05:00",
  changedBy: "day_key",
  mostMissing: { shop: 0.5, sold: 0.5 },
  queryTimeReduction: 0,
});

async function fill(db: Database): Promise<void> {
  await db.load(
    "fct_sale",
    [
      { sale_id: 1, shop_key: 1, day_key: 20240101, amount: 10, pieces: 2 },
      { sale_id: 2, shop_key: 2, day_key: 20240102, amount: 30, pieces: 0 },
      { sale_id: 3, shop_key: -1, day_key: 20240102, amount: null, pieces: 1 },
    ],
    {
      types: {
        sale_id: "int64",
        shop_key: "int64",
        day_key: "int64",
        amount: "int64",
        pieces: "int64",
      },
    },
  );
  await db.load(
    "dim_shop",
    [
      { shop_key: 1, shop_id: "a", city: "Bonn", is_current: false },
      { shop_key: 2, shop_id: "a", city: "Ulm", is_current: true },
    ],
    { types: { shop_key: "int64" } },
  );
  await db.load(
    "dim_day",
    [
      { day_key: 20240101, weekday: "Monday" },
      { day_key: 20240102, weekday: "Tuesday" },
    ],
    { types: { day_key: "int64" } },
  );
}

const options = (target: Database) => ({
  databases: { target, source: target },
  approve: async (): Promise<"yes"> => "yes",
  clock: () => new Date("2026-01-01T00:00:00Z"),
});

const at = (scratch: string, name: string): Sql => sql`${relation(`${scratch}.${name}`)}`;
const damages: Damages = {
  "obt.grain.every-fact": () => [sql`delete from obt_sale where sale_id = 3`],
  "obt.grain.unique": () => [sql`insert into obt_sale select * from obt_sale where sale_id = 3`],
  "obt.measure.amount": () => [sql`update obt_sale set amount = 29 where sale_id = 2`],
  "obt.measure.pieces": () => [sql`update obt_sale set shop_city = 'Bonn' where sale_id = 2`],
  "obt.calculated": () => [sql`update obt_sale set each = 4 where sale_id = 1`],
  "obt.nulls.shop": () => [sql`update obt_sale set shop_city = null where sale_id = 1`],
  "obt.nulls.sold": () => [sql`update obt_sale set sold_city = 'x' where sale_id = 3`],
  "obt.nulls.day": () => [sql`update obt_sale set day_weekday = null`],
  "obt.refresh": () => [sql`update obt_sale set sold_city = 'Köln' where sale_id = 1`],
  "obt.members.shop": () => [sql`update fct_sale set shop_key = -1`],
  "obt.members.sold": () => [sql`update fct_sale set shop_key = -1`],
  "obt.members.day": () => [sql`update fct_sale set day_key = -1 where sale_id = 1`],
  "obt.refresh.rehearsed": (scratch) => [
    sql`delete from ${at(scratch, "refreshed")} where sale_id = 2`,
  ],
  "obt.question.1": () => [sql`update obt_sale set amount = 29 where sale_id = 2`],
  "obt.question.2": () => [sql`update obt_sale set pieces = 29 where sale_id = 2`],
  "obt.question.3": () => [sql`update obt_sale set day_weekday = 'x' where sale_id = 2`],
  "obt.question.4": () => [sql`update obt_sale set sold_city = 'x' where sale_id = 2`],
};

forEachDatabase("each claim holds on good data, and fails on damaged data", async ({ db }) => {
  await fill(db);
  const { outputs, evidence, damaged } = await judgeDamages(flow, inputs, {
    ...options(db),
    damages,
  });
  expect(damaged).toEqual(Object.fromEntries(Object.keys(damages).map((id) => [id, "fails"])));
  const verdicts = Object.fromEntries(evidence.claims.map(({ id, verdict }) => [id, verdict]));
  delete verdicts["obt.time-saved"]; // whatever the machine does
  expect(verdicts).toEqual(Object.fromEntries(Object.keys(damages).map((id) => [id, "holds"])));
  expect(outputs.obtSQL).toContain('create table "obt_sale"');
  expect(outputs.dbtModel).toContain("{{ ref('fct_sale') }}");
  expect(outputs.columnDocumentation).toContain("| `each` | float64 | `amount / pieces` |");
  expect(outputs.biToolConfig).toMatchObject({
    table: "obt_sale",
    tableau: "tableau/obt_sale.twb",
    fields: expect.arrayContaining([
      expect.objectContaining({ name: "amount", role: "measure", aggregation: "sum" }),
      expect.objectContaining({ name: "each", role: "dimension", aggregation: null }),
    ]),
  });
  expect(outputs.performanceMetrics.refreshTime).toMatch(/ for the newest facts; /);
});

test("the second day takes what is new, and shows that nothing is missing", async () => {
  const db = await openDatabase("duckdb:");
  await fill(db);
  const [current, , day] = inputs.dimensions;
  const few = { ...inputs, dimensions: [current, day] };
  await runFlow(flow, few, options(db));
  await db.load(
    "fct_sale",
    [{ sale_id: 4, shop_key: 2, day_key: 20240103, amount: 5, pieces: 5 }],
    { mode: "append" },
  );
  await db.apply([
    [{ purpose: "rename", sql: sql`update dim_shop set city = 'Neu-Ulm' where shop_key = 2` }],
  ]);
  const { outputs, evidence } = await runFlow(
    flow,
    { ...few, mostMissing: { shop: 0.5, day: 0.5 } },
    options(db),
  );
  expect(outputs.made.isRefresh).toBe(true);
  expect(
    evidence.claims.filter(({ id, verdict }) => verdict !== "holds" && id !== "obt.time-saved"),
  ).toEqual([]);
  // A change that no column tells of is seen.
  await db.apply([
    [{ purpose: "change", sql: sql`update fct_sale set amount = 99 where sale_id = 1` }],
  ]);
  const late = await runFlow(flow, few, options(db));
  const fails = late.evidence.claims
    .filter(({ verdict }) => verdict === "fails")
    .map(({ id }) => id);
  expect(fails).toEqual(expect.arrayContaining(["obt.measure.amount", "obt.refresh"]));
  await db.close();
});

const months: Inputs = flow.inputs.parse({
  factTable: "sales",
  factKey: ["n"],
  dimensions: [
    {
      table: "shops",
      joinKey: "shop",
      dimensionKey: "id",
      attributes: ["city"],
      currentOnly: true,
    },
  ],
  aggregationLevel: "monthly",
  timeColumn: "at",
  changedBy: "at",
  calculatedFields: [{ name: "each", formula: "amount / row_count" }],
  filters: ["amount < 8"],
  refreshFrequency: "monthly",
  platform: "bigquery",
  sourceFiles: { sales: { file: "sales.csv", rowNumber: "n" }, shops: { file: "shops.csv" } },
  mostMissing: { shop: 0.25 },
  biServer: { database: "project" },
  hierarchies: { Place: ["shop_city"] },
});

const firstDay = {
  "sales.csv": "shop,at,amount\na,2024-01-05,1\na,2024-01-30,2\nb,2024-02-01,4\n,2024-02-02,8\n",
  "shops.csv": "id,city\na,Bonn\nb,Ulm\n",
};

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

forEachDatabase(
  "by month, from files; the second month takes what differs, a backfill only its days",
  async ({ db }) => {
    const folder = mkdtempSync(join(tmpdir(), "dx-obt-"));
    writeFiles(folder, firstDay);
    const { outputs, evidence } = await runFlow(flow, months, {
      ...options(db),
      base: folder,
      out: join(folder, "run"),
    });
    const workbook = readFileSync(join(folder, "run/artefacts/tableau/obt_sales.twb"), "utf8");
    expect(workbook).toContain("class='bigquery' dbname='project'");
    expect(workbook).toContain("<drill-path name='Place'>");
    expect(workbook).toContain("<worksheet name='Row count by Shop city'>");
    expect(evidence.claims.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      "obt.grain.every-group holds",
      "obt.grain.unique holds",
      "obt.measure.amount holds",
      "obt.calculated holds",
      "obt.refresh holds",
      "obt.members.shop holds",
      "obt.refresh.rehearsed holds",
    ]);
    expect(outputs.made.assumed).toEqual(["amount"]);
    expect(outputs.obtSQL).toContain("`obt_sales`");
    expect(outputs.columnDocumentation).toContain(
      "A run, as `sql/refresh.sql`, makes only the months anew that are not what the star gives now",
    );
    expect(outputs.columnDocumentation).toMatch(/spread evenly on nodes.*not clustered: 2 rows/);
    expect(outputs.made).toMatchObject({ isRefresh: false, measured: { rows: 2 } });
    if (db.dialect === "duckdb") await secondMonth(db, folder);
  },
);

async function secondMonth(db: Database, folder: string): Promise<void> {
  const run = async (
    change: Partial<Inputs>,
    files: Readonly<Record<string, string>>,
    out = "",
  ) => {
    writeFiles(folder, files);
    const how = {
      ...options(db),
      base: folder,
      ...(out === "" ? {} : { out: join(folder, out) }),
    };
    const { outputs, evidence } = await runFlow(
      flow,
      { ...months, platform: "duckdb", ...change },
      how,
    );
    const rows = await db.query(
      sql`select month, shop_city, row_count, amount from obt_sales order by month, shop_city`,
    );
    const verdictOf = (id: string): unknown =>
      evidence.claims.find((one) => one.id === id)?.verdict;
    return {
      isRefresh: outputs.made.isRefresh,
      refreshed: [verdictOf("obt.refresh"), verdictOf("obt.refresh.rehearsed")],
      rows: Array.from({ length: rows.count }, (_, row) =>
        rows.columns.map((column) => formatValue(column, row)).join(" "),
      ),
    };
  };
  const january = "2024-01-01 Bonn 2 3";
  // A sale of January comes late, one of March is new, and Ulm is called otherwise, of which no column tells.
  const sales = `${firstDay["sales.csv"]}b,2024-01-31,5\na,2024-03-01,3\n`;
  const shops = firstDay["shops.csv"].replace("Ulm", "Neu-Ulm");
  expect(await run({}, { "sales.csv": sales, "shops.csv": shops })).toEqual({
    isRefresh: true,
    refreshed: ["holds", "holds"],
    rows: [january, "2024-01-01 Neu-Ulm 1 5", "2024-02-01 Neu-Ulm 1 4", "2024-03-01 Bonn 1 3"],
  });
  // Ulm is Ulm again: only January is asked for, and the claim tells that the rest is behind.
  const backfill = { from: "2024-01-01", before: "2024-02-01" };
  expect(await run({ backfill }, { "shops.csv": firstDay["shops.csv"] }, "later")).toEqual({
    isRefresh: true,
    refreshed: ["fails", "holds"],
    rows: [january, "2024-01-01 Ulm 1 5", "2024-02-01 Neu-Ulm 1 4", "2024-03-01 Bonn 1 3"],
  });
  const script = readFileSync(join(folder, "later/artefacts/sql/backfill.sql"), "utf8");
  expect(script).toContain('"month" >= cast($from as date)');
  expect(script).toContain('"month" < cast($before as date)');
}

test("refuses, before anything is written, what it would do wrong", async () => {
  const db = await openDatabase("duckdb:");
  await fill(db);
  const refuse = async (change: object): Promise<unknown> =>
    runFlow(flow, { ...inputs, ...change }, options(db)).catch((error: unknown) => error);
  expect(await refuse({ factTable: "fct_sales" })).toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
  expect(await refuse({ factKey: ["sale_ids"] })).toMatchObject({
    code: "DX_FLOW_OBT",
    path: ["factKey"],
    hint: "did you mean sale_id?",
  });
  expect(await refuse({ factKey: undefined })).toMatchObject({
    code: "DX_FLOW_OBT",
    path: ["factKey"],
  });
  const [first] = inputs.dimensions;
  expect(await refuse({ dimensions: [{ ...first, businessKey: undefined }] })).toMatchObject({
    code: "DX_FLOW_OBT",
    path: ["dimensions", 0, "businessKey"],
  });
  expect(await refuse({ dimensions: [first, first] })).toMatchObject({ code: "DX_OBT_NAME" });
  expect(await refuse({ calculatedFields: [{ name: "x", formula: "amount +" }] })).toMatchObject({
    code: "DX_OBT_FORMULA",
  });
  expect(
    await refuse({ calculatedFields: [{ name: "x", formula: "amount || year(amount)" }] }),
  ).toMatchObject({ code: "DX_DATABASE_QUERY" });
  const nowhere = { ...inputs.job, timeZone: "Europe/Nowhere" };
  expect(await refuse({ job: nowhere })).toMatchObject({ code: "DX_ORCHESTRATION_DAG" });
  const backfill = { from: "2024-01-01", before: "2024-01-02" };
  expect(await refuse({ backfill })).toMatchObject({ code: "DX_FLOW_OBT", path: ["backfill"] });
  expect(await refuse({ table: "dim_day" })).toMatchObject({
    code: "DX_FLOW_OBT",
    path: ["table"],
  });
  await expect(db.describe("obt_sale")).rejects.toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
  await db.close();
});

test("no time saved fails its claim", async () => {
  const slow = { saved: 0.1, atLeast: 0.5 };
  const database = undefined as never; // it asks nothing
  expect(await flow.checks?.["timeSaved"]?.(slow, { database })).toMatchObject({
    verdict: "fails",
  });
});

test("a job for each tool, at the times of the inputs", () => {
  for (const tool of ["airflow", "dagster", "prefect", "local"] as const) {
    const files = writeJob(makeJob("obt_sale", inputs), {
      ...inputs,
      job: { ...inputs.job, tool },
    });
    expect(Object.values(files).join("")).toContain("obt-creation.yaml");
  }
  expect(makeJob("obt_sale", inputs).schedule).toMatchObject({ cron: "0 5 * * *" });
});

test("inputs say what is missing", () => {
  const never = { from: "2024-01-02", before: "2024-01-02" };
  expect(flow.inputs.safeParse({ ...inputs, backfill: never }).error?.issues[0]).toMatchObject({
    path: ["backfill"],
  });
  const daily = flow.inputs.safeParse({ ...inputs, aggregationLevel: "daily" });
  expect(daily.error?.issues[0]).toMatchObject({ path: ["timeColumn"] });
  const asOf = flow.inputs.safeParse({
    ...inputs,
    dimensions: [{ ...inputs.dimensions[0], at: "day_key" }],
  });
  expect(asOf.error?.issues[0]).toMatchObject({ path: ["dimensions", 0, "at"] });
});
