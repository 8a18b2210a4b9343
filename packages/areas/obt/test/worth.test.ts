import { toObjects, type Dialect } from "@dx/core";
import { formatPlan, sql, type TableLayout } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  askBusinessKeys,
  chooseObtLayout,
  dbtModel,
  describeColumns,
  judgeObt,
  obtQuery,
  obtQuestions,
  planObt,
  type ObtSpec,
} from "../src/index.ts";
import { fill, monthly, spec } from "./shop.ts";

forEachDatabase("questions have the same answers from star and wide table", async ({ db }) => {
  await fill(db);
  await db.apply(planObt("obt_sale", spec));
  const questions = obtQuestions("obt_sale", spec);
  expect(questions.map(({ title }) => title)).toEqual([
    "amount, weight by shop_city",
    "amount, weight by shop_now_city",
    "amount, weight by from_name",
    "amount, weight by to_name",
    "amount, weight by rate_factor",
    "amount, weight by shop_city and shop_now_city",
  ]);
  for (const { star, wide } of questions) {
    // oxlint-disable no-await-in-loop -- one after the other
    const [left, right] = [await db.query(star), await db.query(wide)];
    const sorted = (rows: typeof left): readonly string[] =>
      toObjects(rows, "text")
        .map((row) => JSON.stringify(row))
        .toSorted();
    expect(sorted(left)).toEqual(sorted(right));
    expect(left.count).toBeGreaterThan(1);
    // oxlint-enable no-await-in-loop
  }
});

test("no questions where nothing is summed, or the grain is coarser", () => {
  expect(
    obtQuestions("o", { ...spec, measures: [{ column: "price", rollUp: "none" }], calculated: [] }),
  ).toEqual([]);
  const daily: ObtSpec = {
    ...spec,
    measures: [],
    level: { kind: "daily", time: "sold_on" },
    calculated: [],
  };
  expect(obtQuestions("o", daily)).toEqual([]);
});

test("a table that is slower is not worth it", () => {
  const given = { buildMs: 500, starBytes: 0, wideBytes: null };
  const slow = judgeObt({ ...given, questions: [{ title: "q", starMs: [10], wideMs: [15] }] });
  expect(slow).toMatchObject({ breakEvenRounds: null, storageRatio: null, saved: -0.5 });
  expect(slow.advice).toBe(
    "It is not worth it: these questions take 50 % longer on the wide table.",
  );
  const fast = judgeObt({
    ...given,
    starBytes: 100,
    wideBytes: 170,
    questions: [
      { title: "q", starMs: [10, 30, 20], wideMs: [5, 5, 90] },
      { title: "r", starMs: [10], wideMs: [10] },
    ],
  });
  expect(fast).toMatchObject({ saved: 0.5, breakEvenRounds: 34, storageRatio: 1.7 });
  expect(fast.refreshBreakEvenRounds).toBe(34); // without a word of a refresh, it is made anew
  const refreshed = judgeObt({
    ...given,
    refreshMs: 90,
    questions: [{ title: "q", starMs: [30], wideMs: [15] }],
  });
  expect(refreshed).toMatchObject({ breakEvenRounds: 34, refreshBreakEvenRounds: 6 });
  expect(refreshed.advice).toMatch(
    /fewer than 6 rounds are asked between two refreshes, it is not worth it\.$/,
  );
  const even = judgeObt({ ...given, questions: [{ title: "q", starMs: [100], wideMs: [96] }] });
  expect(even.advice).toMatch(
    /^It is not worth it: it saves 4 % .* no more than two runs differ by\.$/,
  );
  expect(() => judgeObt({ ...given, questions: [] })).toThrow(
    expect.objectContaining({ code: "DX_OBT_MEASURE" }),
  );
});

test("each column says what it is and where it is from", () => {
  const described = Object.fromEntries(
    describeColumns(spec).map(({ name, from, description }) => [name, `${from}: ${description}`]),
  );
  expect(described["shop_now_city"]).toBe(
    "dim_shop.city: city of dim_shop, as it is now, whatever version the fact names: history shows today's values. NULL where the fact has no member.",
  );
  expect(described["rate_factor"]).toContain("as it was valid at sold_on");
  expect(described["price"]).toContain("It may not be summed");
  expect(described["unit"]).toBe(
    "amount / price: Computed: amount / price. A division by 0 gives NULL.",
  );
});

forEachDialect("a model for dbt", ({ dialect }) => {
  const files = dbtModel("obt_sale", spec, { dialect, source: "shop", changedBy: "loaded_on" });
  const written = String(files["models/obt_sale.sql"]);
  expect(written).toMatch(/^\{\{ config\(materialized='incremental', unique_key='sale_id'/);
  expect(written.match(/\{\{ source\('shop', '\w+'\) \}\}/g)).toHaveLength(1 + 5 + 1);
  expect(written).toContain("{% if is_incremental() %}where ");
  expect(written).not.toContain("dx_place");
  const yaml = parse(String(files["models/obt_sale.yml"]));
  expect(yaml.models[0].columns[0]).toMatchObject({
    name: "sale_id",
    data_tests: ["unique", "not_null"],
  });
  expect(yaml.models[0].columns).toHaveLength(describeColumns(spec).length);
});

test("a model for dbt says where rows lie, in the words of each adapter", () => {
  const { layout } = chooseObtLayout(spec, { rows: 2e7, types: { sold_on: "date" } });
  const configOf = (dialect: Dialect, lies: TableLayout = layout): string =>
    /config\(materialized='table'(?:, )?(.*)\) \}\}/.exec(
      String(dbtModel("o", spec, { dialect, layout: lies })["models/o.sql"]),
    )?.[1] ?? "none";
  expect(configOf("bigquery")).toBe(
    "partition_by={'field': 'sold_on', 'data_type': 'date', 'granularity': 'month'}, cluster_by=['sold_on', 'shop_key', 'from_id', 'to_id']",
  );
  expect(configOf("snowflake")).toBe(
    `cluster_by=['"SOLD_ON"', '"SHOP_KEY"', '"FROM_ID"', '"TO_ID"']`,
  );
  expect(configOf("redshift")).toBe(
    `dist='even', sort=['"sold_on"', '"shop_key"', '"from_id"', '"to_id"'], sort_type='compound'`,
  );
  for (const dialect of ["duckdb", "postgres", "spark"] as const)
    expect(configOf(dialect)).toBe("");
  const range = { kind: "range", column: "n", from: 0, to: 100, step: 10 } as const;
  expect(configOf("bigquery", { partitionBy: range })).toBe(
    "partition_by={'field': 'n', 'data_type': 'int64', 'range': {'start': 0, 'end': 100, 'interval': 10}}",
  );
  expect(configOf("redshift", { distribute: { by: "it's" } })).toBe(String.raw`dist='it\'s'`);
});

test("a grain of several columns has a test of its own", () => {
  const daily: ObtSpec = {
    ...spec,
    measures: [{ column: "amount", rollUp: "sum" }],
    level: { kind: "daily", time: "sold_on" },
    calculated: [],
  };
  const files = dbtModel("obt_day", daily, { dialect: "duckdb" });
  expect(String(files["models/obt_day.sql"])).toContain("{{ config(materialized='table') }}");
  expect(String(files["models/obt_day.sql"])).toContain("{{ ref('sale') }}");
  expect(String(files["tests/obt_day_grain.sql"])).toContain("having count(*) > 1");
});

forEachDatabase(
  "a business key is one among current versions, and shared by older ones",
  async ({ db }) => {
    // a: the key; b: NULL now; c: twice now; d: never shared, as a surrogate key.
    await db.load("dim", [
      { a: "x", b: "p", c: "q", d: 1, now: false },
      { a: "x", b: "r", c: "s", d: 2, now: true },
      { a: "y", b: null, c: "s", d: 3, now: true },
    ]);
    const asked = (flag: string) => db.run(askBusinessKeys("dim", ["a", "b", "c", "d"], { flag }));
    expect(await asked("now")).toEqual(["a"]);
    await db.apply([[{ purpose: "forget", sql: sql`delete from dim where not now` }]]);
    expect(await asked("now")).toEqual(["a", "d"]); // without a history, both may be
    await db.apply([[{ purpose: "forget", sql: sql`delete from dim` }]]);
    expect(await asked("now")).toEqual([]);
  },
);

test("where rows lie is chosen by rows and times, and written by each platform", () => {
  const types = { sold_on: "date", loaded_on: "date", month: "date" };
  expect(chooseObtLayout(spec, { rows: 999_999, types }).layout).toEqual({ distribute: "even" });
  const { layout, reasons } = chooseObtLayout(spec, { rows: 10_000_000, types });
  expect(layout).toEqual({
    distribute: "even",
    clusterBy: ["sold_on", "shop_key", "from_id", "to_id"],
    partitionBy: { kind: "period", column: "sold_on", type: "date", period: "month" },
  });
  expect(reasons).toHaveLength(3);
  expect(chooseObtLayout(monthly, { rows: 2_000_000, types }).layout).toEqual({
    distribute: "even",
    clusterBy: ["month"],
  });
  const text = (dialect: "bigquery" | "redshift" | "duckdb") =>
    formatPlan(planObt("o", spec, { layout }), dialect).replaceAll(/\s+/g, " ");
  expect(text("bigquery")).toContain(
    "partition by date_trunc(`sold_on`, month) cluster by `sold_on`",
  );
  expect(text("redshift")).toContain('diststyle even compound sortkey ("sold_on", "shop_key"');
  expect(text("duckdb")).not.toMatch(/cluster|partition by date|diststyle/);
});

test.each<[string, Partial<ObtSpec>, string]>([
  [
    "roles that meet",
    { dimensions: spec.dimensions.map((one) => ({ ...one, role: "x" })) },
    "DX_OBT_NAME",
  ],
  ["an average of averages", { level: { kind: "daily", time: "sold_on" } }, "DX_OBT_MEASURE"],
  [
    "last values of nothing",
    { ...monthly, measures: [{ column: "price", rollUp: "last" }] },
    "DX_OBT_MEASURE",
  ],
  ["an unknown column", { calculated: [{ name: "x", formula: "amont + 1" }] }, "DX_OBT_FORMULA"],
  [
    "a field of a later one",
    {
      calculated: [
        { name: "x", formula: "y" },
        { name: "y", formula: "amount" },
      ],
    },
    "DX_OBT_FORMULA",
  ],
  ["a field named as a column", { calculated: [{ name: "AMOUNT", formula: "1" }] }, "DX_OBT_NAME"],
  [
    "keys of different number",
    { dimensions: [{ table: "d", joinKey: ["a", "b"], dimensionKey: "a", attributes: "x" }] },
    "DX_OBT_SPEC",
  ],
  [
    "current by nothing",
    { dimensions: [{ table: "d", joinKey: "a", attributes: "x", current: { businessKey: "k" } }] },
    "DX_OBT_SPEC",
  ],
])("refuses %s", (_, change, code) => {
  expect(() => obtQuery({ ...spec, ...change })).toThrow(expect.objectContaining({ code }));
});
