import { isDxError } from "@dx/core";
import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { flow } from "../src/index.ts";
import { fill, run, sales, verdicts } from "./run.ts";

const codeOf = async (running: Promise<unknown>): Promise<string> =>
  running.then(
    () => "no error",
    (error: unknown) => (isDxError(error) ? `${error.code} ${error.message}` : String(error)),
  );

test("bad input is refused before anything is written", async () => {
  const db = await openDatabase("duckdb:");
  await fill(db);
  const [shop, , customers, , , sold] = sales.sourceData.tables;
  const rest = [sold];
  const sourceData = {
    tables: [shop, sold],
    relationships: sales.sourceData.relationships.slice(0, 2),
  };
  const modelingRequirements = { ...sales.modelingRequirements, scdTypes: {} };
  const small = { ...sales, sourceData, modelingRequirements, businessQuestions: [] };
  const wrong: readonly (readonly [object, RegExp])[] = [
    [
      {
        sourceData: {
          ...sourceData,
          relationships: [{ from: "sales.from_shop", to: "shop.cod" }],
        },
      },
      /DX_FLOW_RELATIONSHIP.*shop\.code/s,
    ],
    [
      {
        sourceData: {
          ...sourceData,
          tables: [{ ...shop, schema: { city: "bigint", code: "text", mayor: "text" } }, ...rest],
        },
      },
      /DX_FLOW_SCHEMA.*shop\.city is text, not int64; shop has no column mayor|DX_FLOW_SCHEMA.*no column mayor/s,
    ],
    [
      { sourceData: { ...sourceData, tables: [{ ...shop, schema: { city: "txet" } }, ...rest] } },
      /DX_FLOW_TYPE.*did you mean text/s,
    ],
    [{ grainKey: ["receipt"] }, /DX_FLOW_SOURCE.*grain.*r\d/s],
    [{ grainKey: ["sold_at"] }, /DX_FLOW_SOURCE/],
    [
      {
        sourceData: {
          tables: [customers, sold],
          relationships: [{ from: "sales.customer", to: "customers.tier" }],
        },
        factTables: ["sales"],
      },
      /DX_FLOW_SOURCE.*tier tells rows apart/s,
    ],
    [
      { sourceData: { ...sourceData, tables: [{ name: "shops", schema: {} }, ...rest] } },
      /DX_DATABASE_NO_TABLE/,
    ],
    [
      { modelingRequirements: { ...modelingRequirements, measures: ["amuont"] } },
      /DX_DIMENSIONAL_NAME.*amount/s,
    ],
    [{ targetWarehouse: "oracle" }, /targetWarehouse/],
  ];
  for (const [change, message] of wrong)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await codeOf(run(db, { ...small, ...change }))).toMatch(message);
  const tables = (await db.tables()).map(({ name }) => name);
  expect(tables.filter((name) => /^(dim|fct)_/.test(name))).toEqual([]);
  await db.apply([[{ purpose: "another one", sql: sql`create table dim_shop as select 1 as n` }]]);
  expect(await codeOf(run(db, small))).toMatch(
    /DX_FLOW_TARGET.*dim_shop is there, without shop_key/s,
  );
});

test("of descriptions, all is written, nothing is run, and nothing is claimed to hold", async () => {
  const db = await openDatabase("duckdb:");
  const described = {
    ...sales,
    sourceData: {
      tables: [
        { name: "shop", schema: { code: "varchar(10)", city: "text" } },
        {
          name: "sales",
          schema: { id: "bigint", sold_at: "timestamp", shop: "text", amount: "decimal(18, 2)" },
        },
      ],
      relationships: [{ from: "sales.shop", to: "shop.code" }],
    },
    modelingRequirements: { ...sales.modelingRequirements, scdTypes: { shop: 2 } },
    additivity: {},
    calendar: { from: "2026-01-01", to: "2026-12-31" },
    targetWarehouse: "spark",
  };
  const result = await run(db, described, { noSource: true });
  expect(result.evidence.summary).toMatchObject({ holds: 0, fails: 0 });
  expect(Object.keys(verdicts(result)).length).toBeGreaterThan(20);
  const [shop] = result.outputs.dimensionTables;
  expect(shop).toMatchObject({ name: "dim_shop", scdType: 2 });
  expect(shop?.ddl).toContain("`dim_shop_history`");
  expect(result.outputs.factTables[0]?.ddl).toContain("`amount` decimal(18, 2)");
  const { calendar: _, ...dateless } = described;
  expect(await codeOf(run(db, dateless, { noSource: true }))).toContain("DX_DIMENSIONAL_DATE");
});

forEachDatabase(
  "init proposes a star of a database without declared keys, which runs as it is; what a person says of a sum, and the data refute, fails with its rows",
  async ({ db }) => {
    await fill(db);
    const proposed = await flow.init?.({ databases: { source: db } });
    expect(proposed?.every(({ reason }) => reason !== "")).toBe(true);
    const given: Record<string, unknown> = {};
    for (const { path, value } of proposed ?? []) {
      const [field = "", inner] = path;
      if (inner === undefined) given[field] = value;
      else given[field] = Object.assign(given[field] ?? {}, { [inner]: value });
    }
    expect(given).toMatchObject({
      sourceData: {
        relationships: expect.arrayContaining([
          { from: "sales.from_shop", to: "shop.code" },
          { from: "sales.product", to: "products.sku" },
          { from: "sales.customer", to: "customers.id" },
        ]),
      },
      modelingRequirements: { grainLevel: "one row per sale" },
      model: { facts: [{ name: "fct_sale", grain: { key: [{ name: "id" }] } }] },
    });
    expect(await codeOf(run(db, { ...given, grainKey: "id" }))).toMatch(
      /grainKey.*the model says it already/s,
    );
    if (db.dialect !== "duckdb") return; // what follows is about inputs, not about engines
    const other = {
      modelingRequirements: { ...sales.modelingRequirements, scdTypes: { dim_shop: 2 } },
    };
    expect(await codeOf(run(db, { ...given, ...other }))).toContain("DX_FLOW_MODEL");
    expect(await codeOf(run(db, { ...given, additivity: { amuont: "additive" } }))).toMatch(
      /DX_DIMENSIONAL_NAME.*amuont/s,
    );
    const [question] = sales.businessQuestions ?? [];
    const result = await run(db, {
      ...given,
      additivity: { unit_price: "additive", discount: "non-additive" },
      businessQuestions: [{ ...question, slaSeconds: 0.000_001 }],
    });
    const all = verdicts(result);
    expect(Object.keys(all).filter((id) => all[id] === "fails")).toEqual([
      "star.fct_sale.unit_price.additivity",
      "star.question.1.time",
    ]);
    expect(all).toMatchObject({
      "star.fct_sale.discount.additivity": "holds",
      "star.question.1.answer": "holds",
      "star.fct_sale.amount.additivity": expect.stringMatching(/^unknown/),
    });
    const price = result.evidence.claims.find(
      ({ id }) => id === "star.fct_sale.unit_price.additivity",
    );
    expect(JSON.stringify(price)).toContain("amount divided by quantity");
  },
);

test("init says what it misses", async () => {
  expect(await codeOf(flow.init?.({ databases: {} }) ?? Promise.resolve())).toContain(
    "DX_FLOW_INIT no source",
  );
  const source = await openDatabase("duckdb:");
  expect(await codeOf(flow.init?.({ databases: { source } }) ?? Promise.resolve())).toContain(
    "DX_FLOW_INIT the source has no table",
  );
  await source.close();
});
