import { toObjects } from "@dx/core";
import { formatPlan, sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  askBusinessKeys,
  chooseObtLayout,
  dbtModel,
  describeColumns,
  judgeObt,
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
