import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { formatPlan, joinPlans, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect } from "vitest";
import {
  askKeys,
  measureDates,
  planCopy,
  planLoads,
  planRehearsal,
  planStar,
  rehearsalClaim,
  sameTableClaim,
  starTables,
  type DimensionalModel,
  type StarKeys,
} from "../src/index.ts";
import { fillSource, shops, star } from "./star.ts";

const load = async (
  db: Database,
  loadedAt: string,
  model: DimensionalModel = star,
): Promise<void> => {
  await db.apply(joinPlans(planStar(model), planLoads(model, { loadedAt }).plan));
};
const lines = async (db: Database, query: Sql): Promise<readonly string[]> =>
  toObjects(await db.query(query), "js").map((row) => Object.values(row).join(" "));
const facts = sql`
  select f.sale_id, f.date_key, a.code as from_code, b.code as to_code, f.to_key, f.amount, f.receipt
  from fct_sale as f join dim_shop as a on a.shop_key = f.from_key join dim_shop as b on b.shop_key = f.to_key
  order by f.sale_id`;
const members = sql`select shop_key, code, city, size_m2 from dim_shop order by shop_key`;

forEachDatabase("facts find the members of their roles, or the unknown one", async ({ db }) => {
  await fillSource(db);
  await load(db, "2026-02-01");
  expect(await lines(db, facts)).toEqual([
    "1 20260105 B U 2 10.10 r1",
    "2 20260105 B  -1 0.20 r1",
    "3 20260131 Ü  -1  ",
    "4 -1 U U 2 -3.30 r2",
    "5 -1 U B 1 0.01 r3",
  ]);
  expect(await lines(db, members)).toEqual([
    "-1  (unknown) ",
    "1 B Bonn 100",
    "2 U Ulm ",
    "3 Ü  7",
  ]);
});

forEachDatabase(
  "a second load brings what is new and changed, and a third one nothing",
  async ({ db }) => {
    await fillSource(db);
    await load(db, "2026-02-01");
    const changes = [
      sql`update shop set city = null where code = 'B'`,
      sql`delete from shop where code = 'U'`,
      sql`insert into shop (code, city, size) values ('?', 'Kiel', 1)`,
      sql`update sale set amount = 5 where id = 3`,
      sql`insert into sale (id, from_shop) values (6, '?')`,
    ];
    await db.apply([changes.map((one) => ({ purpose: "a day goes by", sql: one }))]);
    await load(db, "2026-02-02");
    expect(await lines(db, members)).toEqual([
      "-1  (unknown) ",
      "1 B  100",
      "2 U Ulm ",
      "3 Ü  7",
      "4 ? Kiel 1",
    ]);
    expect(await lines(db, facts)).toEqual([
      "1 20260105 B U 2 10.10 r1",
      "2 20260105 B ? 4 0.20 r1",
      "3 20260131 Ü  -1 5.00 ",
      "4 -1 U U 2 -3.30 r2",
      "5 -1 U B 1 0.01 r3",
      "6 -1 ?  -1  ",
    ]);
    const times = sql`select sale_id, cast(inserted_at as date) as i, cast(updated_at as date) as u from fct_sale order by 1`;
    expect((await lines(db, times)).filter((line) => line.includes("02-02"))).toEqual([
      "2 2026-02-01 2026-02-02",
      "3 2026-02-01 2026-02-02",
      "6 2026-02-02 2026-02-02",
    ]);
    const all = [
      sql`select * from dim_shop order by 1`,
      sql`select * from dim_date order by 1`,
      sql`select * from fct_sale order by 1`,
    ];
    const before = await Promise.all(all.map(async (one) => lines(db, one)));
    await load(db, "2026-02-03");
    expect(await Promise.all(all.map(async (one) => lines(db, one)))).toEqual(before);
  },
);

forEachDatabase("of type 0, first values stay", async ({ db }) => {
  const original = { ...star, dimensions: [{ ...shops, scdType: 0 as const }] };
  await fillSource(db);
  await load(db, "2026-02-01", original);
  await db.apply([[{ purpose: "change", sql: sql`update shop set city = 'Köln', size = 8` }]]);
  await load(db, "2026-02-02", original);
  expect(await lines(db, members)).toEqual([
    "-1  (unknown) ",
    "1 B Bonn 100",
    "2 U Ulm ",
    "3 Ü  7",
  ]);
});

forEachDatabase(
  "of type 2, facts find the version of their time, the first one before it",
  async ({ db }) => {
    const [, from, to] = star.facts[0]?.keys ?? [];
    const versioned: DimensionalModel = {
      ...star,
      dimensions: [{ ...shops, scdType: 2 }],
      facts: star.facts.map((fact) => ({
        ...fact,
        keys: [from, to].flatMap((key) => (key === undefined ? [] : [{ ...key, asOf: "sold_at" }])),
      })),
    };
    await fillSource(db);
    const types = {
      valid_from: "timestamp",
      valid_to: "timestamp",
      shop_key: "int64",
      size: "int64",
      is_current: "boolean",
      code: "text",
      city: "text",
    } as const;
    const history = [
      {
        shop_key: 1n,
        code: "B",
        city: "Bonn",
        size: 1n,
        valid_from: "2026-01-05",
        valid_to: "2026-01-05T23:59:59",
        is_current: false,
      },
      {
        shop_key: 2n,
        code: "B",
        city: "Berlin",
        size: 1n,
        valid_from: "2026-01-05T23:59:59",
        valid_to: null,
        is_current: true,
      },
      {
        shop_key: 3n,
        code: "U",
        city: "Ulm",
        size: 1n,
        valid_from: "2026-01-01",
        valid_to: "2026-01-05T12:00:00",
        is_current: false,
      },
    ];
    await db.load("dim_shop_history", history, { types });
    await load(db, "2026-02-01", versioned);
    const found = sql`select sale_id, from_key, to_key from fct_sale order by sale_id`;
    expect(await lines(db, found)).toEqual(["1 1 3", "2 2 -1", "3 -1 -1", "4 3 3", "5 3 1"]);
    await db.load("dim_shop_history", history.slice(1), { types });
    await load(db, "2026-02-02", versioned);
    expect(await lines(db, found)).toEqual(["1 2 3", "2 2 -1", "3 -1 -1", "4 3 3", "5 3 2"]);
    expect(
      await lines(db, sql`select shop_key, city, is_current from dim_shop order by 1`),
    ).toEqual(["-1 (unknown) true", "2 Berlin true", "3 Ulm false"]);
  },
);

forEachDatabase("only keys that are kept are declared", async ({ db }) => {
  await fillSource(db);
  await db.apply(
    joinPlans(planStar(star, { keys: "none" }), planLoads(star, { loadedAt: "2026-02-01" }).plan),
  );
  const all = await db.run(askKeys(star));
  expect(all.primary).toEqual(["dim_shop", "dim_date", "fct_sale"]);
  expect(all.foreign.map(({ table, column }) => `${table}.${column}`)).toEqual([
    "fct_sale.date_key",
    "fct_sale.from_key",
    "fct_sale.to_key",
  ]);
  const damage = async (change: Sql): Promise<void> => {
    await db.apply([[{ purpose: "damage", sql: change }]]);
  };
  await damage(sql`update fct_sale set to_key = 99 where sale_id = 1`);
  await damage(sql`update fct_sale set date_key = 19991231 where sale_id = 2`);
  const fewer = await db.run(askKeys(star));
  expect(fewer).toEqual({ ...all, foreign: [{ table: "fct_sale", column: "from_key" }] });
  await damage(sql`update dim_shop set shop_key = 2 where code = 'B'`);
  await damage(sql`update fct_sale set sale_id = 4 where sale_id = 3`);
  const none = await db.run(askKeys(star));
  expect(none).toEqual({ primary: ["dim_date"], foreign: [] });
  const texts = (keys: StarKeys): string => formatPlan(planStar(star, { keys }), "snowflake");
  expect(texts(all).match(/primary key/g)).toHaveLength(3);
  expect(texts(all).match(/references/g)).toHaveLength(3);
  expect(texts(fewer).match(/references/g)).toHaveLength(1);
  expect(texts(none).match(/primary key/g)).toHaveLength(1);
  expect(texts(none)).not.toContain("references");
});

forEachDialect("tables and loads are of the dialect", ({ dialect, check }) => {
  const keys = dialect === "spark" ? "none" : "all";
  const versioned = {
    ...star,
    dimensions: [shops, { ...shops, name: "dim_old", scdType: 2 as const }],
  };
  check(planStar(versioned, { keys }));
  check(planLoads(versioned, { loadedAt: "2026-01-01" }).plan);
  const days = ["day_1", "day_2", "day_3"] as const;
  const times = ["2026-01-01", "2026-01-02", "2026-01-03"] as const;
  const claims = versioned.dimensions.flatMap((one) => [
    rehearsalClaim(one, { days, times }),
    rehearsalClaim({ ...one, scdType: 0 }, { days, times }),
  ]);
  const same = starTables(star).map((table) => sameTableClaim(table, "again"));
  for (const { check: one } of [...claims, ...same]) {
    if (one.kind === "same-rows") check(one.left);
    if (one.kind === "no-rows") check(one.violations);
  }
  check(planRehearsal(shops, "shop", days));
  check(planCopy({ dim_shop: "again" }));
  for (const question of measureDates("sale", [{ name: "at", type: { kind: "timestamp" } }])
    .questions)
    check(question);
});
