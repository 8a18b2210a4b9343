import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { sql, typedLiteral, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  askBusinessKeys,
  chooseObtLayout,
  obtClaims,
  obtQuery,
  planObt,
  planObtBackfill,
  planObtPeriods,
  planObtRefresh,
  type ObtPeriods,
  type ObtSpec,
} from "../src/index.ts";
import { fill, monthly, spec } from "./shop.ts";

async function rows(db: Database, query: Sql): Promise<readonly unknown[]> {
  return toObjects(await db.query(query), "text").map((row) =>
    Object.values(row).map((cell) => (cell as { readonly value: string | null }).value),
  );
}

async function verdicts(db: Database, claims: ReturnType<typeof obtClaims>) {
  return Object.fromEntries((await db.check(claims)).map(({ id, verdict }) => [id, verdict]));
}

forEachDatabase(
  "facts keep their grain, and get the attributes of their members",
  async ({ db }) => {
    await fill(db);
    await db.apply(planObt("obt_sale", spec));
    const found = await rows(
      db,
      sql`select sale_id, shop_city, shop_now_city, from_name, to_name, rate_factor, is_far from obt_sale order by sale_id`,
    );
    expect(found).toEqual([
      ["1", "Bonn", "Köln", "Aachen", "Bonn", "1", "true"],
      ["2", "Köln", "Köln", "Bonn", "Bonn", "2", "false"],
      ["3", null, null, "Aachen", null, null, null],
      ["4", null, null, null, "Aachen", "2", null],
    ]);
    const units = await db.query(sql`select unit, unit_twice from obt_sale order by sale_id`);
    expect(toObjects(units, "js")).toEqual([
      { unit: 100, unit_twice: 200 },
      { unit: null, unit_twice: null },
      { unit: null, unit_twice: null },
      { unit: null, unit_twice: null },
    ]);
    expect(await verdicts(db, obtClaims("obt_sale", spec))).toEqual({
      "obt.grain.every-fact": "holds",
      "obt.grain.unique": "holds",
      "obt.measure.amount": "holds",
      "obt.measure.price": "holds",
      "obt.measure.weight": "holds",
      "obt.calculated": "holds",
      "obt.nulls.shop": "holds",
      "obt.nulls.shop_now": "holds",
      "obt.nulls.from": "holds",
      "obt.nulls.to": "holds",
      "obt.nulls.rate": "holds",
      "obt.members.shop": "fails",
      "obt.members.shop_now": "fails",
      "obt.members.from": "fails",
      "obt.members.to": "fails",
      "obt.members.rate": "fails",
    });
    const some = Object.fromEntries(
      ["shop", "shop_now", "from", "to", "rate"].map((role) => [role, 0.25]),
    );
    const members = obtClaims("obt_sale", spec, { atMostMissing: some }).filter(
      ({ about }) => about === "source",
    );
    const allowed = await verdicts(db, members);
    expect(members).toHaveLength(5);
    expect(Object.values(allowed)).toEqual(Object.values(allowed).map(() => "holds"));
  },
);

const damages: Readonly<Record<string, Sql>> = {
  "obt.grain.every-fact": sql`delete from obt_sale where sale_id = 3`,
  "obt.grain.unique": sql`insert into obt_sale select * from obt_sale where sale_id = 3`,
  "obt.measure.amount": sql`update obt_sale set amount = 600, shop_city = 'Bonn' where sale_id = 2`,
  "obt.measure.price": sql`update obt_sale set price = 4.99 where sale_id = 3`,
  "obt.measure.weight": sql`update obt_sale set weight = 0.2000001 where sale_id = 2`,
  "obt.calculated": sql`update obt_sale set is_far = true where sale_id = 3`,
  "obt.nulls.shop": sql`update obt_sale set shop_size = null where sale_id = 1`,
  "obt.nulls.to": sql`update obt_sale set to_name = 'x' where sale_id = 3`,
  "obt.refresh": sql`update obt_sale set to_name = 'Bonn.' where sale_id = 1`,
};

forEachDatabase(
  "each claim fails on damaged tables, and on a dimension with two rows for a key",
  async ({ db }) => {
    await fill(db);
    await db.apply(planObt("rebuilt", spec));
    await db.apply(planObt("obt_sale", spec));
    const claims = obtClaims("obt_sale", spec, { rebuilt: "rebuilt" });
    const judge = async (
      ids: readonly string[],
      ...statements: readonly Sql[]
    ): Promise<unknown> => {
      const undo = new Error("undone");
      let found: unknown;
      const work = db.transaction(async (inside) => {
        await inside.apply([statements.map((one) => ({ purpose: "damage", sql: one }))]);
        found = await verdicts(
          inside,
          claims.filter(({ id }) => ids.includes(id)),
        );
        throw undo;
      });
      await expect(work).rejects.toBe(undo);
      return found;
    };
    const sound = await judge(Object.keys(damages), sql`delete from sale where 1 = 0`);
    expect(sound).toEqual(Object.fromEntries(Object.keys(damages).map((id) => [id, "holds"])));
    for (const [id, damage] of Object.entries(damages))
      // oxlint-disable-next-line no-await-in-loop -- one table for all
      expect(await judge([id], damage)).toEqual({ [id]: "fails" });
    const doubled = ["obt.grain.every-fact", "obt.grain.unique", "obt.measure.amount"];
    const again = planObt("obt_sale", spec)
      .flat()
      .map((one) => one.sql);
    const twice = sql`insert into dim_place values ('b', 'Bonn')`;
    expect(await judge(doubled, twice, ...again)).toEqual(
      Object.fromEntries(doubled.map((id) => [id, "fails"])),
    );
  },
);

forEachDatabase("months: sums, last values, and the key of the groups", async ({ db }) => {
  await fill(db);
  await db.apply(planObt("obt_month", monthly));
  const found = await rows(
    db,
    sql`select month, shop_city, row_count, amount, price, per_row from obt_month`,
  );
  expect(found.map((row) => (row as readonly unknown[]).map(String).join(" ")).toSorted()).toEqual([
    "2024-01-01 Bonn 1 1000 10.00 1000",
    "2024-02-01 Köln 1 500 0.00 500",
    "2024-02-01 null 1 700 null 700",
    "2024-02-01 null 1 null 5.00 null",
  ]);
  const claims = obtClaims("obt_month", monthly, { atMostMissing: { shop: 0.25 } });
  const verdictsFound = await verdicts(db, claims);
  expect(verdictsFound).toEqual(Object.fromEntries(claims.map(({ id }) => [id, "holds"])));
  await db.apply([
    [
      {
        purpose: "damage",
        sql: sql`update obt_month set price = 10.01, weight = 0.2 where shop_city = 'Bonn'`,
      },
    ],
  ]);
  expect(await verdicts(db, claims)).toMatchObject({
    "obt.measure.price": "fails",
    "obt.measure.weight": "fails",
  });
});

const days: ObtSpec = {
  ...monthly,
  measures: [
    { column: "amount", rollUp: "sum" },
    { column: "price", rollUp: "max" },
  ],
  level: { kind: "daily", time: "sold_on", as: "sold" },
};

forEachDatabase(
  "days: the group is the key, and measures are those of the star",
  async ({ db }) => {
    await fill(db);
    await db.apply(planObt("obt_day", days));
    const claims = obtClaims("obt_day", days, { atMostMissing: { shop: 0.25 } });
    const found = await verdicts(db, claims);
    expect(found).toEqual({
      "obt.grain.every-group": "holds",
      "obt.grain.unique": "holds",
      "obt.measure.amount": "holds",
      "obt.measure.price": "holds",
      "obt.calculated": "holds",
      "obt.members.shop": "holds",
    });
    const lose = sql`delete from obt_day where sold = cast('2024-02-29' as date)`;
    await db.apply([[{ purpose: "damage", sql: lose }]]);
    expect(await verdicts(db, claims)).toMatchObject({
      "obt.grain.every-group": "fails",
      "obt.measure.amount": "fails",
    });
  },
);

forEachDatabase("filters leave out what is not true, NULL included", async ({ db }) => {
  await fill(db);
  const filtered: ObtSpec = {
    ...spec,
    dimensions: spec.dimensions.filter(({ joinKey }) => joinKey === "from_id"),
    calculated: [],
    filters: ["amount >= 500", "from_name = 'Aachen' or from_name = 'Bonn'"],
  };
  await db.apply(planObt("obt_sale", filtered));
  expect(await rows(db, sql`select sale_id from obt_sale order by sale_id`)).toEqual([
    ["1"],
    ["2"],
  ]);
  const found = await verdicts(db, obtClaims("obt_sale", filtered));
  expect(
    Object.entries(found).filter(
      ([id, verdict]) => verdict !== "holds" && !id.startsWith("obt.members"),
    ),
  ).toEqual([]);
});

const since = typedLiteral("date", 19_755); // 2024-02-02

forEachDatabase("a refresh gives what making it anew gives", async ({ db }) => {
  await fill(db);
  await db.apply(planObt("obt_sale", spec));
  const changes = [
    sql`update sale set amount = 900 where sale_id = 3`,
    sql`delete from sale where sale_id = 4`,
    sql`insert into sale (sale_id, shop_key, from_id, to_id, currency, sold_on, amount, price, weight, loaded_on)
      select 5, 2, 'b', 'a', 'EUR', sold_on, 50, 5, 0.5, cast('2024-02-03' as date) from sale where sale_id = 1`,
    sql`update dim_place set name = 'Aix' where id = 'a'`,
    sql`delete from dim_rate where valid_to is null`,
    sql`update dim_shop set is_current = not is_current where shop_id = 's1'`,
  ];
  await db.apply([changes.map((change) => ({ purpose: "change", sql: change }))]);
  const plan = planObtRefresh("obt_sale", spec, { changedBy: "loaded_on", since });
  await db.apply(plan);
  await db.apply(plan); // again, and nothing changes
  await db.apply(planObt("rebuilt", spec));
  const claims = obtClaims("obt_sale", spec, { rebuilt: "rebuilt" });
  const found = await verdicts(
    db,
    claims.filter(({ id }) => /refresh|grain|amount/.test(id)),
  );
  expect(Object.values(found)).toEqual(["holds", "holds", "holds", "holds"]);
  // What no column tells of is not found, and the claim says so.
  await db.apply([[{ purpose: "change", sql: sql`update sale set amount = 1 where sale_id = 1` }]]);
  await db.apply(plan);
  await db.apply(planObt("rebuilt", spec));
  const telling = claims.filter(({ id }) => ["obt.refresh", "obt.measure.amount"].includes(id));
  expect(await verdicts(db, telling)).toEqual({
    "obt.refresh": "fails",
    "obt.measure.amount": "fails",
  });
});

forEachDatabase("an empty fact, and names that need quotes", async ({ db }) => {
  await db.load("odd", [], { types: { 'the "id"': "int64", '"K"': "text", n: "int64" } });
  await db.load('"Dim"', [{ '"K"': "x", "a b": "y" }]);
  const odd: ObtSpec = {
    fact: "odd",
    factKey: 'the "id"',
    measures: [{ column: "n", rollUp: "sum" }],
    dimensions: [{ table: '"Dim"', joinKey: '"K"', role: "r", attributes: ["a b"] }],
    level: { kind: "detail" },
    calculated: [{ name: "x y", formula: "\"r_a b\" || '!'" }],
  };
  await db.apply(planObt("obt odd".replace(" ", "_"), odd));
  const { columns } = await db.query(sql`select * from obt_odd`);
  expect(columns.map(({ name }) => name)).toEqual(['the "id"', "K", "r_a b", "n", "x y"]);
  expect(await verdicts(db, obtClaims("obt_odd", odd))).toMatchObject({
    "obt.grain.unique": "unknown",
  });
});

forEachDatabase(
  "only months that changed, or differ, or are asked for are made anew",
  async ({ db }) => {
    await fill(db);
    await db.apply(planObt("obt_month", monthly));
    const change = async (...texts: readonly Sql[]): Promise<void> =>
      void (await db.apply([texts.map((text) => ({ purpose: "change", sql: text }))]));
    const refreshed = async (which: ObtPeriods): Promise<readonly unknown[]> => {
      const plan = planObtPeriods("obt_month", monthly, which);
      const [written] = await db.apply(plan);
      await db.apply(plan); // again, and nothing changes
      await db.apply(planObt("rebuilt", monthly));
      const claims = obtClaims("obt_month", monthly, { rebuilt: "rebuilt" });
      const refresh = claims.filter(({ id }) => id === "obt.refresh");
      return [...(written ?? []), (await verdicts(db, refresh))["obt.refresh"]];
    };
    const changed = {
      kind: "changed",
      changedBy: "loaded_on",
      since: typedLiteral("date", 19_760), // 2024-02-07
    } as const;
    const different = { kind: "different" } as const;
    await change(
      sql`insert into sale (sale_id, shop_key, sold_on, amount, loaded_on) values (5, 1, date '2024-02-03', 40, date '2024-02-07'), (6, 1, null, 7, null)`,
    );
    expect(await refreshed(changed)).toEqual([3, 5, "holds"]);
    expect(
      await rows(db, sql`select month, sum(amount) from obt_month group by month order by month`),
    ).toEqual([
      ["2024-01-01", "1000"],
      ["2024-02-01", "1240"],
      [null, "7"],
    ]);
    await change(sql`update sale set amount = 1 where sale_id = 1`); // and no column tells
    expect(await refreshed(changed)).toEqual([5, 5, "fails"]);
    expect(await refreshed(different)).toEqual([1, 1, "holds"]); // January has one row
    // Two shops change their names, so that as many facts have each as before; a fact is gone, and a month with it.
    await change(
      sql`update dim_shop set city = case shop_key when 1 then 'Köln' else 'Bonn' end where shop_key in (1, 2)`,
      sql`delete from sale where sale_id = 6`,
    );
    expect(await refreshed(different)).toEqual([6, 5, "holds"]);
    expect(await refreshed(different)).toEqual([0, 0, "holds"]);
    await change(sql`update sale set amount = amount + 1`);
    const march = { before: sql`date '2024-03-01'` };
    expect(await refreshed({ kind: "range", from: sql`date '2024-02-01'`, ...march })).toEqual([
      4,
      4,
      "fails",
    ]);
    expect(await refreshed({ kind: "range", from: sql`date '2024-01-01'`, ...march })).toEqual([
      5,
      5,
      "holds",
    ]);
    expect(() => planObtPeriods("o", spec, different)).toThrow(
      expect.objectContaining({ code: "DX_OBT_SPEC" }),
    );
    // Of single facts: those that are in the range, were in it, or have come into it.
    await db.apply(planObt("obt_sale", spec));
    await change(
      sql`update sale set amount = 77`,
      sql`update sale set sold_on = date '2024-05-01' where sale_id = 2`,
      sql`update sale set sold_on = date '2024-02-01' where sale_id = 4`,
    );
    const day = { column: "sold_on", from: sql`date '2024-02-01'`, before: sql`date '2024-02-02'` };
    const backfill = planObtBackfill("obt_sale", spec, day);
    for (const _ of [1, 2]) {
      // oxlint-disable no-await-in-loop -- twice, and nothing changes
      await db.apply(backfill);
      const found = sql`select sale_id, sold_on, amount from obt_sale order by sale_id`;
      expect(await rows(db, found)).toEqual([
        ["1", "2024-01-31", "2"],
        ["3", "2024-02-01", "77"],
        ["4", "2024-02-01", "77"],
        ["5", "2024-02-03", "41"],
      ]);
      // oxlint-enable no-await-in-loop
    }
    expect(() => planObtBackfill("o", spec, { ...day, column: "shop_city" })).toThrow(
      expect.objectContaining({ code: "DX_OBT_SPEC", path: ["column"] }),
    );
  },
);

test("a refresh needs its column", () => {
  const refresh = (): unknown =>
    planObtRefresh("o", { ...spec, factColumns: [] }, { changedBy: "loaded_on", since });
  expect(refresh).toThrow(expect.objectContaining({ code: "DX_OBT_SPEC", path: ["changedBy"] }));
});

forEachDialect("plans, refreshes and claims are written", ({ check, dialect }) => {
  if (dialect === "duckdb" || dialect === "postgres") {
    check(planObt("obt_sale", days)); // all others were run above
    return;
  }
  const [shop, now, , , rate] = spec.dimensions;
  const dimensions = [shop, now, rate].flatMap((one) => one ?? []); // one of each kind
  const detail: ObtSpec = { ...spec, dimensions, calculated: [] };
  check(obtQuery(days));
  for (const one of [detail, monthly]) {
    const types = { sold_on: "date", month: "date" };
    const { layout } = chooseObtLayout(one, { rows: 2e7, types });
    check(planObt("obt_laid", one, { layout }));
    check(planObtBackfill("obt_sale", one, { column: "loaded_on", from: since, before: since }));
    const changed = { kind: "changed", changedBy: "loaded_on", since } as const;
    for (const which of [changed, { kind: "different" } as const])
      if (one.level.kind !== "detail") check(planObtPeriods("obt_sale", one, which));
    for (const { check: how } of obtClaims("obt_sale", one, { rebuilt: "rebuilt" })) {
      if (how.kind === "same-rows") for (const side of [how.left, how.right]) check(side);
      if (how.kind === "no-rows" || how.kind === "share") check(how.violations);
    }
  }
  for (const versions of [{ flag: "is_current" }, { validFrom: "f", validTo: "t" }])
    for (const question of askBusinessKeys("dim_shop", ["shop_id"], versions).questions)
      check(question);
  if (dialect !== "bigquery")
    check(planObtRefresh("obt_sale", detail, { changedBy: "loaded_on", since }));
});
