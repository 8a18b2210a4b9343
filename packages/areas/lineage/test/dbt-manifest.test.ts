import { expect, test } from "vitest";
import { buildLineage, readDbtManifest, type ReadDbtOptions } from "../src/index.ts";
import { edgeTexts, parser } from "./shop.ts";

const compiled = {
  stg: 'select id, price, at from "shop"."raw"."orders"',
  mart: `with __dbt__cte__paid as (
select id, price * 2 as twice from "shop"."main"."stg" where price > 3
) select sum(p.twice) as total from __dbt__cte__paid p`,
  log: 'select id, at from "shop"."main"."stg"',
};

const model = (name: string, more: object = {}): object => ({
  resource_type: "model",
  name,
  database: "shop",
  relation_name: `"shop"."main"."${name}"`,
  original_file_path: `models/${name}.sql`,
  language: "sql",
  compiled: true,
  extra_ctes_injected: true,
  extra_ctes: [],
  config: { materialized: "table" },
  ...more,
});

/** Nodes stand in an order in which they cannot run, as they may in a manifest. */
const manifest = (version = "v12", changed: Readonly<Record<string, object>> = {}) => ({
  metadata: {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/manifest/${version}.json`,
    adapter_type: "duckdb",
  },
  nodes: {
    "model.shop.mart": model("mart", {
      compiled_code: compiled.mart,
      depends_on: { nodes: ["model.shop.paid"] },
    }),
    "model.shop.paid": model("paid", {
      relation_name: null,
      config: { materialized: "ephemeral" },
      depends_on: { nodes: ["model.shop.stg"] },
    }),
    "model.shop.stg": model("stg", {
      config: { materialized: "view" },
      compiled_code: compiled.stg,
      depends_on: { nodes: ["source.shop.raw.orders"] },
    }),
    "snapshot.shop.log": model("log", {
      resource_type: "snapshot",
      original_file_path: "snapshots/log.sql",
      compiled_code: compiled.log,
      depends_on: { nodes: ["model.shop.stg"] },
      config: {
        materialized: "snapshot",
        strategy: "timestamp",
        unique_key: ["id"],
        updated_at: "at",
        snapshot_meta_column_names: { dbt_valid_from: "since", dbt_valid_to: null },
      },
    }),
    "test.shop.unique": { resource_type: "test", compiled_code: "select 1 as x" },
    ...changed,
  },
  sources: {
    "source.shop.raw.orders": {
      resource_type: "source",
      name: "orders",
      database: "shop",
      relation_name: '"shop"."raw"."orders"',
    },
  },
  exposures: {
    "exposure.shop.Board": {
      resource_type: "exposure",
      name: "Board",
      depends_on: { nodes: ["metric.shop.revenue", "model.shop.paid"] },
    },
  },
  metrics: {
    "metric.shop.revenue": {
      resource_type: "metric",
      depends_on: { nodes: ["semantic_model.shop.sales"] },
    },
  },
  semantic_models: {
    "semantic_model.shop.sales": {
      resource_type: "semantic_model",
      depends_on: { nodes: ["model.shop.mart"] },
    },
  },
});

const lineageOf = (given: unknown, options: ReadDbtOptions = {}) => {
  const { sources, findings } = readDbtManifest(given, options);
  return { lineage: buildLineage(parser, sources), findings };
};

test.each(["v10", "v11", "v12"])(
  "%s: models run in their order, ephemeral ones are composed away",
  (version) => {
    const { lineage, findings } = lineageOf(manifest(version));
    expect([findings, lineage.findings]).toEqual([[], []]);
    expect(edgeTexts(lineage)).toEqual([
      "shop.main.stg.at identity shop.main.log.at",
      "shop.main.stg.at identity shop.main.log.dbt_updated_at",
      "shop.main.stg.at identity shop.main.log.since",
      "shop.main.stg.at transformation masked shop.main.log.dbt_scd_id",
      "shop.main.stg.id identity shop.main.log.id",
      "shop.main.stg.id transformation masked shop.main.log.dbt_scd_id",
      "shop.main.stg.price aggregation shop.main.mart.total",
      "shop.main.stg.price filter shop.main.mart",
      "shop.raw.orders.at identity shop.main.stg.at",
      "shop.raw.orders.id identity shop.main.stg.id",
      "shop.raw.orders.price identity shop.main.stg.price",
    ]);
    expect(lineage.tables.map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual([
      'exposure exposure."Board"',
      "source shop.raw.orders",
      "table shop.main.log",
      "table shop.main.mart",
      "view shop.main.stg",
    ]);
    expect(
      lineage.tables.find(({ name }) => name.endsWith("log"))?.columns.map(({ name }) => name),
    ).toEqual(["id", "at", "dbt_scd_id", "dbt_updated_at", "since", "dbt_valid_to"]);
    expect(
      lineage.tableEdges.filter(({ to }) => to.startsWith("exposure")).map(({ from }) => from),
    ).toEqual(["shop.main.stg", "shop.main.mart"]);
  },
);

test("a catalogue gives the columns behind `*`, by their places, and a database may go without its name", () => {
  const given = manifest("v12", {
    "model.shop.stg": model("stg", { compiled_code: 'select * from "shop"."raw"."orders"' }),
  });
  const columns = { at: { index: 2, type: "DATE" }, "Id x": { index: 1, type: "INTEGER" } };
  const catalog = { nodes: {}, sources: { "source.shop.raw.orders": { columns } } };
  const { lineage } = lineageOf(given, { catalog, omitDatabase: "SHOP" });
  expect(edgeTexts(lineage).filter((one) => one.includes("raw."))).toEqual([
    "raw.orders.at identity stg.at",
    "raw.orders.id x identity stg.id x",
  ]);
  const orders = lineage.tables.find(({ name }) => name === "raw.orders");
  expect(orders?.columns.map(({ type }) => type)).toEqual(["INTEGER", "DATE"]);
});

test("what was not compiled, and what is Python, connects its tables, and is said", () => {
  const { lineage, findings } = lineageOf(
    manifest("v12", {
      "model.shop.mart": model("mart", { depends_on: { nodes: ["model.shop.paid"] } }),
      "model.shop.stg": model("stg", {
        language: "python",
        compiled_code: "def model(dbt, session): ...",
        depends_on: { nodes: ["source.shop.raw.orders"] },
      }),
    }),
  );
  expect(findings.map(({ code, subject }) => `${code} ${subject}`).toSorted()).toEqual([
    "DX_LINEAGE_DBT_COMPILED model.shop.mart",
    "DX_LINEAGE_DBT_LANGUAGE model.shop.stg",
  ]);
  expect(lineage.tableEdges.map(({ from, to }) => `${from}>${to}`)).toEqual(
    expect.arrayContaining(["shop.raw.orders>shop.main.stg", "shop.main.stg>shop.main.mart"]),
  );
});

test("models that depend on each other are said, and nothing is lost", () => {
  const both = (name: string, other: string) =>
    model(name, {
      compiled_code: `select x from "shop"."main"."${other}"`,
      depends_on: { nodes: [`model.shop.${other}`] },
    });
  const { lineage, findings } = lineageOf(
    manifest("v12", { "model.shop.a": both("a", "b"), "model.shop.b": both("b", "a") }),
  );
  expect(findings).toMatchObject([{ code: "DX_LINEAGE_DBT_CYCLE" }]);
  expect(edgeTexts(lineage)).toEqual(
    expect.arrayContaining([
      "shop.main.a.x identity shop.main.b.x",
      "shop.main.b.x identity shop.main.a.x",
      "shop.main.stg.price aggregation shop.main.mart.total",
    ]),
  );
});

test.each([
  ["bigquery", "`p-1`.`d`.`t`", "p-1.d.t"],
  ["sqlserver", "[db].[s].[My T]", 'db.s."my t"'],
  ["snowflake", "DB.S.T", "DB.S.T"],
])("relations of %s are those that its SQL names", (adapter, relation, name) => {
  const { lineage } = lineageOf({
    metadata: { ...manifest().metadata, adapter_type: adapter },
    nodes: {
      "model.shop.t": model("t", { relation_name: relation, compiled_code: "select 1 as x" }),
      "model.shop.u": model("u", {
        relation_name: "u",
        compiled_code: `select x from ${relation}`,
        depends_on: { nodes: ["model.shop.t"] },
      }),
      "model.shop.v": model("v", {
        relation_name: "v",
        language: "python",
        depends_on: { nodes: ["model.shop.t"] },
      }),
    },
  });
  const from = lineage.tableEdges.map((one) => one.from);
  expect(from).toEqual([name, name]);
});

test.each([
  [{}, {}, "DX_LINEAGE_DBT_MANIFEST", /no manifest of dbt/],
  ["text", {}, "DX_LINEAGE_DBT_MANIFEST", /no manifest of dbt/],
  [manifest("v9"), {}, "DX_LINEAGE_DBT_MANIFEST", /version v9 are not known/],
  [manifest("v13"), {}, "DX_LINEAGE_DBT_MANIFEST", /version v13 are not known/],
  [manifest(), { catalog: {} }, "DX_LINEAGE_DBT_CATALOG", /no catalogue of dbt/],
  [
    { ...manifest(), metadata: { ...manifest().metadata, adapter_type: "exotic" } },
    {},
    "DX_LINEAGE_DBT_DIALECT",
    /"exotic" writes is not known/,
  ],
])(
  "what is no manifest of a known version is refused: %#",
  (...[given, options, code, message]) => {
    expect(() => readDbtManifest(given, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  },
);
