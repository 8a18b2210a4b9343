import { toObjects } from "@dx/core";
import { joinPlans, sql, type Sql } from "@dx/sql";
import type { Database } from "@dx/database";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  designStar,
  generateTimeDimension,
  measureDates,
  planLoads,
  planStar,
  reconcile,
  resolveFact,
  type DesignRequirements,
  type DesignTable,
  type DimensionalModel,
} from "../src/index.ts";
import { cents, int64, table } from "./design-source.ts";
import { fillSource, sales, star } from "./star.ts";

const dayParts = [
  { name: "day", from: "06:30" },
  { name: "night", from: "22:00" },
];
const timed = (granularity: "minute" | "second"): DimensionalModel => ({
  ...star,
  time: { name: "dim_time_of_day", granularity, dayParts },
  facts: [
    {
      ...sales,
      keys: [
        ...sales.keys,
        { column: "time_key", role: "time", dimension: "dim_time_of_day", source: ["sold_at"] },
      ],
    },
  ],
});
const lines = async (db: Database, query: Sql): Promise<readonly string[]> =>
  toObjects(await db.query(query), "js").map((row) => Object.values(row).join(" "));

test("times of day by minute and second, with parts that last over midnight", () => {
  const at = (granularity: "minute" | "second", key: number): string => {
    const rows = toObjects(generateTimeDimension({ granularity, dayParts }), "js");
    return Object.values(rows.find((row) => row["time_key"] === key) ?? {}).join(" ");
  };
  // time_key, hour_minute, hour, minute, [second], minute_of_day, hour_12, am_pm, day_part
  expect([0, 629, 630, 1200, 2159, 2200, 2359].map((key) => at("minute", key))).toEqual([
    "0 00:00 0 0 0 12 AM night",
    "629 06:29 6 29 389 6 AM night",
    "630 06:30 6 30 390 6 AM day",
    "1200 12:00 12 0 720 12 PM day",
    "2159 21:59 21 59 1319 9 PM day",
    "2200 22:00 22 0 1320 10 PM night",
    "2359 23:59 23 59 1439 11 PM night",
  ]);
  expect(at("second", 235_959)).toBe("235959 23:59 23 59 59 1439 11 PM night");
  expect(generateTimeDimension({ granularity: "second", dayParts }).count).toBe(86_400);
});

test("parts of a day that are none are refused", () => {
  const wrong = [
    [],
    [{ name: "day", from: "24:00" }],
    [{ name: "day", from: "6:00" }],
    [dayParts[1], dayParts[0]],
    [dayParts[0], dayParts[0]],
  ].map((parts) => parts.filter((one) => one !== undefined));
  for (const parts of wrong)
    expect(() => generateTimeDimension({ granularity: "minute", dayParts: parts })).toThrow(
      expect.objectContaining({ code: "DX_DIMENSIONAL_TIME" }),
    );
  const given = JSON.parse('{ "granularity": "hour", "dayParts": [] }');
  expect(() => generateTimeDimension(given)).toThrow(/no granularity: hour/);
});

forEachDatabase("facts find their time of day, and each damage is seen", async ({ db }) => {
  await fillSource(db);
  const load = async (granularity: "minute" | "second", loadedAt: string): Promise<void> => {
    const model = timed(granularity);
    await db.apply(joinPlans(planStar(model), planLoads(model, { loadedAt }).plan));
  };
  await load("minute", "2026-02-01");
  await load("minute", "2026-03-01"); // again, and nothing changes
  const loaded = sql`select time_key, hour_minute, hour, minute, minute_of_day, hour_12, am_pm, day_part from dim_time_of_day where time_key >= 0 order by time_key`;
  const expected = toObjects(generateTimeDimension({ granularity: "minute", dayParts }), "js");
  expect(toObjects(await db.query(loaded), "js")).toEqual(expected);
  expect(
    await lines(
      db,
      sql`select time_key, day_part, hour, count(*) as n from dim_time_of_day where time_key < 0 or updated_at > cast('2026-02-01' as timestamp) group by time_key, day_part, hour`,
    ),
  ).toEqual(["-1 (unknown)  1"]);
  const keys = sql`select time_key from fct_sale order by sale_id`;
  expect(await lines(db, keys)).toEqual(["1200", "2359", "0", "-1", "2359"]);
  const wanted = /\.time\.(resolves|orphans|members)$|amount\.(by\.time|total)$/;
  const judge = async (): Promise<readonly string[]> => {
    const claims = reconcile(timed("minute")).filter(({ id }) => wanted.test(id));
    return (await db.check(claims)).map(({ id, verdict }) => `${id.slice(14)} ${verdict}`);
  };
  const holds = ["time.resolves", "time.orphans", "time.members", "amount.total", "amount.by.time"];
  expect(await judge()).toEqual(holds.map((one) => `${one} holds`));
  await db.apply([
    [{ purpose: "damage", sql: sql`update fct_sale set time_key = 1201 where sale_id = 1` }],
  ]);
  expect((await judge()).filter((one) => one.endsWith("fails"))).toEqual([
    "time.members fails",
    "amount.by.time fails",
  ]);
  await db.apply([
    [{ purpose: "damage", sql: sql`delete from dim_time_of_day where time_key = 0` }],
  ]);
  expect((await judge()).filter((one) => one.endsWith("fails"))).toContain("time.orphans fails");
  if (db.dialect !== "duckdb" && process.env["DX_DEEP"] === undefined) return; // 86,400 rows
  const drop = ["fct_sale", "dim_time_of_day"].map(
    (name) => sql`drop table ${{ kind: "sql", pieces: [{ kind: "text", text: name }] }}`,
  );
  await db.apply([drop.map((one) => ({ purpose: "begin anew", sql: one }))]);
  await load("second", "2026-02-01");
  expect(await lines(db, keys)).toEqual(["120000", "235959", "0", "-1", "235959"]);
  const wrong = sql`select count(*) as n, count(distinct time_key) as keys, sum(case when time_key = hour * 10000 + minute * 100 + second
    and minute_of_day = hour * 60 + minute and hour < 24 and minute < 60 and second < 60 then 1 end) as good from dim_time_of_day where time_key >= 0`;
  expect(await lines(db, wrong)).toEqual(["86400 86400 86400"]);
});

forEachDatabase("times of instants are those in UTC", async ({ db }) => {
  await db.load(
    "seen",
    [
      { id: 1n, at: "2026-01-01T01:30:00.750+02:00" },
      { id: 2n, at: null },
    ],
    { types: { id: "int64", at: "instant" } },
  );
  const at = { name: "at", type: { kind: "instant" } } as const;
  const figures = await db.run(measureDates("seen", [at]));
  expect(figures["at"]).toMatchObject({ min: "2025-12-31", nulls: 1, timed: 1, withSeconds: 0 });
  const model = designStar(
    { tables: [{ ...table("seen", "id", { id: int64, at: at.type }), figures }], references: [] },
    { process: "seen" },
  );
  await db.apply(joinPlans(planStar(model), planLoads(model, { loadedAt: "2026-02-01" }).plan));
  expect(await lines(db, sql`select time_key from fct_seen order by id`)).toEqual(["2330", "-1"]);
});

forEachDialect("times of day are written", ({ check }) => {
  const model = timed("second");
  const [, ofTime] = planLoads(model, { loadedAt: "2026-02-01" })
    .waves.flat()
    .map(({ plan }) => plan.flat());
  for (const { sql: one } of [...(ofTime ?? [])].slice(3)) check(one);
  check(resolveFact(timed("minute"), timed("minute").facts[0] ?? sales, {}));
  for (const { id, check: how } of reconcile(model))
    if (id.endsWith(".time.members") && how.kind === "same-rows") check(how.left);
  const asked = measureDates("sale", [{ name: "sold_at", type: { kind: "timestamp" } }]);
  for (const question of asked.questions) check(question);
});

const figures = (timedRows: number, withSeconds = 0): DesignTable["figures"] => ({
  ordered_at: { min: "2026-01-01", max: "2026-01-02", nulls: 0, timed: timedRows, withSeconds },
});
const orders = (given: DesignTable["figures"]): DesignTable => ({
  ...table("orders", "id", { id: int64, ordered_at: { kind: "timestamp" }, total: cents }),
  ...(given === undefined ? {} : { figures: given }),
});
const design = (given: DesignTable["figures"], asked: Partial<DesignRequirements> = {}) => {
  const date = { from: "2026-01-01", to: "2026-12-31" };
  const model = designStar(
    { tables: [orders(given)], references: [] },
    { process: "p", date, ...asked },
  );
  const roles = model.facts[0]?.keys.map(({ column, role }) => `${column} ${role}`).join(", ");
  return `${roles}: ${model.time?.granularity ?? "none"}`;
};

test("facts refer to times of day where their times are not all at midnight, or where people ask for it", () => {
  const both = "ordered_date_key ordered, ordered_time_key ordered_time";
  expect(design(figures(2))).toBe(`${both}: minute`);
  expect(design(figures(2, 1))).toBe(`${both}: second`);
  expect(design(figures(2, 1), { time: { granularity: "minute" } })).toBe(`${both}: minute`);
  expect(design(figures(0))).toBe("ordered_date_key ordered: none");
  expect(design(figures(2), { time: false })).toBe("ordered_date_key ordered: none");
  expect(design(figures(2), { dimensions: ["date"] })).toBe("ordered_date_key ordered: none");
  expect(design(figures(2), { dimensions: ["time"] })).toBe(
    "ordered_time_key ordered_time: minute",
  );
  expect(design({}, {})).toBe("ordered_date_key ordered: none");
  expect(design({}, { time: { granularity: "second", dayParts } })).toBe(`${both}: second`);
  expect(() => design(figures(1), { time: { dayParts: [] } })).toThrow(/no part of the day/);
});
