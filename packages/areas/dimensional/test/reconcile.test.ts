import { formatValue, type Rows } from "@dx/core";
import type { Database } from "@dx/database";
import { joinPlans, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect } from "vitest";
import {
  bridgeClaims,
  planBridge,
  planInferredMembers,
  planLoads,
  planStar,
  reconcile,
  type Bridge,
  type DimensionalModel,
} from "../src/index.ts";
import { fillSource, sales, star } from "./star.ts";

const amount = sales.measures[0];
const balance: DimensionalModel = {
  ...star,
  dimensions: star.dimensions.map((one) =>
    Object.assign({ ...one }, { hierarchies: [{ name: "sizes", levels: ["city", "size_m2"] }] }),
  ),
  facts: [
    {
      ...sales,
      measures: (["sum", "last", "average", "none"] as const).flatMap((kind) =>
        amount === undefined
          ? []
          : [
              {
                ...amount,
                name: `amount_${kind}`,
                rollUp: kind === "last" ? { kind, role: "date" } : { kind },
              },
            ],
      ),
    },
  ],
};
const fill = async (db: Database, model: DimensionalModel): Promise<void> => {
  await fillSource(db);
  await db.apply(joinPlans(planStar(model), planLoads(model, { loadedAt: "2026-02-01" }).plan));
};
const verdicts = async (
  db: Database,
  model: DimensionalModel,
  wanted?: readonly string[],
): Promise<Readonly<Record<string, string>>> => {
  const claims = reconcile(model, { mostOrphans: wanted?.includes("none") === true ? 0 : 0.5 });
  const chosen = claims.filter(
    ({ id }) =>
      wanted === undefined || wanted.some((one) => id === `star.${one}` || id.endsWith(`.${one}`)),
  );
  const evidence = await db.check(chosen);
  return Object.fromEntries(
    evidence.map((one) => [one.id, one.verdict === "unknown" ? one.reason : one.verdict]),
  );
};

forEachDatabase("a star holds against its source, and each damage is seen", async ({ db }) => {
  await fill(db, balance);
  const before = await verdicts(db, balance);
  expect(Object.values(before).filter((one) => one !== "holds")).toEqual([]);
  expect(Object.keys(before)).toHaveLength(33);
  expect(await verdicts(db, balance, ["none", "orphans"])).toMatchObject({
    "star.fct_sale.to.orphans": "fails",
    "star.fct_sale.from.orphans": "holds",
    "star.fct_sale.date.orphans": "fails",
  });
  const damages: readonly (readonly [Sql, readonly string[]])[] = [
    [
      sql`update fct_sale set to_key = 1 where sale_id = 1`,
      ["fct_sale.to.members", "fct_sale.amount_sum.by.to"],
    ],
    [sql`update fct_sale set to_key = 99 where sale_id = 1`, ["fct_sale.to.resolves"]],
    [
      sql`update fct_sale set amount_last = 1 where sale_id = 3`,
      ["fct_sale.amount_last.total", "fct_sale.amount_last.by.from"],
    ],
    [
      sql`update fct_sale set amount_average = null where sale_id = 1`,
      ["fct_sale.amount_average.total"],
    ],
    [
      sql`update fct_sale set amount_none = amount_none + case when sale_id = 1 then 1 else -1 end where sale_id in (1, 4)`,
      ["fct_sale.amount_none.total"],
    ],
    [
      sql`update fct_sale set amount_sum = amount_sum + 0.01 where sale_id = 4`,
      ["fct_sale.amount_sum.total", "fct_sale.amount_sum.by.date"],
    ],
    [sql`update fct_sale set date_key = -1 where sale_id = 1`, ["fct_sale.date.members"]],
    [sql`delete from fct_sale where sale_id = 1`, ["fct_sale.rows"]],
    [sql`insert into fct_sale select * from fct_sale where sale_id = 1`, ["fct_sale.grain"]],
    [sql`insert into sale select * from sale where id = 1`, ["fct_sale.grain-of-source"]],
    [sql`update sale set id = null where id = 1`, ["fct_sale.grain-of-source"]],
    [sql`update dim_shop set size_m2 = 101 where code = 'B'`, ["dim_shop.members"]],
    [
      sql`delete from dim_shop where shop_key = -1`,
      ["dim_shop.unknown-member", "fct_sale.to.resolves"],
    ],
    [sql`update dim_shop set city = 'Ulm'`, ["dim_shop.hierarchy.city.size_m2"]],
    [sql`update dim_shop set code = null where code = 'B'`, ["dim_shop.unknown-member"]],
    [sql`insert into shop select * from shop where code = 'B'`, ["dim_shop.business-key"]],
  ];
  for (const [damage, wanted] of damages) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, each undone
    await db
      .transaction(async (inner) => {
        await inner.apply([[{ purpose: "damage", sql: damage }]]);
        const after = await verdicts(inner, balance, wanted);
        for (const id of wanted) expect([id, after[`star.${id}`]]).toEqual([id, "fails"]);
        throw new Error("undo");
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== "undo") throw error;
      });
  }
});

forEachDatabase("of an empty source, nothing is claimed to hold of measures", async ({ db }) => {
  await fillSource(db);
  await db.apply([[{ purpose: "empty", sql: sql`delete from sale` }]]);
  await db.apply(joinPlans(planStar(star), planLoads(star, { loadedAt: "2026-02-01" }).plan));
  const found = await verdicts(db, star);
  expect(found["star.fct_sale.grain"]).toMatch(/no/);
  expect(found["star.fct_sale.amount.by.to"]).toMatch(/empty/);
  expect(Object.values(found)).not.toContain("fails");
});

forEachDialect("claims are of the dialect", ({ check }) => {
  for (const { check: one } of reconcile(balance))
    for (const part of one.kind === "same-rows"
      ? [one.left, one.right]
      : one.kind === "no-rows" || one.kind === "share"
        ? [one.violations, one.population]
        : [])
      check(part);
});

const towns: DimensionalModel = {
  ...star,
  dimensions: star.dimensions.map((one) =>
    Object.assign(
      { ...one },
      {
        attributes: [
          ...one.attributes,
          { name: "town_state", source: "state", from: "town", type: { kind: "text" } },
          { name: "state_land", source: "land", from: "state", type: { kind: "text" } },
        ],
        outer: [
          { name: "town", source: "town", columns: ["city"], key: ["name"] },
          { name: "state", source: "state", through: "town", columns: ["state"], key: ["code"] },
        ],
        hierarchies: [{ name: "town_state < state_land", levels: ["town_state", "state_land"] }],
      },
    ),
  ),
};

forEachDatabase(
  "attributes of tables that a dimension names are taken over, follow them, and each damage is seen",
  async ({ db }) => {
    const make = async (land: string, ulm: readonly string[]): Promise<void> => {
      await db.load("state", [
        { code: "NW", land },
        { code: "BW", land: "DE" },
      ]);
      await db.load("town", [
        { name: "Bonn", state: "NW" },
        ...ulm.map((state) => ({ name: "Ulm", state })),
      ]);
    };
    const load = planLoads(towns, { loadedAt: "2026-02-01" }).plan;
    await make("DE", ["BW"]);
    await fill(db, towns);
    const wanted = ["dim_shop.members", "outer.town", "outer.state", "town_state.state_land"];
    const holds = Object.fromEntries(
      ["members", "outer.town", "outer.state", "hierarchy.town_state.state_land"].map((one) => [
        `star.dim_shop.${one}`,
        "holds",
      ]),
    );
    expect(await verdicts(db, towns, wanted)).toEqual(holds);
    const rows = await db.query(
      sql`select code, town_state, state_land from dim_shop where shop_key > 0 order by code`,
    );
    expect(toTexts(rows)).toEqual(["B NW DE", "U BW DE", "Ü null null"]);
    await make("FR", ["BW"]);
    expect(await verdicts(db, towns, wanted)).toEqual({
      ...holds,
      "star.dim_shop.members": "fails",
    });
    await db.apply(load);
    expect(await verdicts(db, towns, wanted)).toEqual(holds);
    await make("FR", ["BW", "NW"]);
    expect(await verdicts(db, towns, wanted)).toMatchObject({
      "star.dim_shop.outer.town": "fails",
    });
    await make("FR", ["BW"]);
    await db.apply([
      [{ purpose: "damage", sql: sql`update dim_shop set town_state = 'NW' where code = 'U'` }],
    ]);
    expect(await verdicts(db, towns, wanted)).toMatchObject({
      "star.dim_shop.members": "fails",
      "star.dim_shop.hierarchy.town_state.state_land": "fails",
    });
  },
);

forEachDatabase(
  "what facts name too early is a member, which the source describes later in place",
  async ({ db }) => {
    await fillSource(db);
    const load = planLoads(star, { loadedAt: "2026-02-01", inferMembers: true }).plan;
    await db.apply(joinPlans(planStar(star), load));
    const wanted = [
      "none",
      "from.orphans",
      "to.orphans",
      "to.members",
      "to.resolves",
      "dim_shop.members",
    ];
    const early = sql`select d.shop_key, d.city, d.size_m2, f.sale_id from fct_sale as f join dim_shop as d on d.shop_key = f.to_key where d.code = '?'`;
    const holds = await verdicts(db, star, wanted);
    expect([...new Set(Object.values(holds))]).toEqual(["holds"]);
    expect(toTexts(await db.query(early))).toEqual(["4 (not known yet) null 2"]);
    await db.apply(load); // again, and nothing changes
    expect(toTexts(await db.query(sql`select count(*) as n from dim_shop`))).toEqual(["5"]);
    await db.apply([
      [
        {
          purpose: "describe",
          sql: sql`insert into shop (code, city, size) values ('?', 'Kiel', 9)`,
        },
      ],
    ]);
    expect(await verdicts(db, star, ["dim_shop.members"])).toEqual({
      "star.dim_shop.members": "fails",
    });
    await db.apply(load);
    expect(toTexts(await db.query(early))).toEqual(["4 Kiel 9 2"]);
    expect(await verdicts(db, star, wanted)).toEqual(holds);
    await db.apply([[{ purpose: "damage", sql: sql`delete from dim_shop where code = '?'` }]]);
    expect(await verdicts(db, star, wanted)).toMatchObject({
      "star.fct_sale.to.resolves": "fails",
      "star.fct_sale.to.orphans": "fails",
      "star.dim_shop.members": "fails",
    });
  },
);

const bridge: Bridge = {
  name: "brg_owner_shop",
  source: "owner_shop",
  group: [{ name: "owner", source: "who", type: { kind: "int64" } }],
  dimension: "dim_shop",
  member: ["shop"],
};

forEachDatabase(
  "a bridge shares a measure out without loss, and each damage is seen",
  async ({ db }) => {
    await fill(db, star);
    await db.load(
      "owner_shop",
      [
        { who: 1n, shop: "B", part: "0.5" },
        { who: 1n, shop: "U", part: "0.5" },
        { who: 2n, shop: "B", part: "0.25" },
        { who: 2n, shop: "U", part: "0.25" },
        { who: 2n, shop: "Ü", part: "0.25" },
        { who: 2n, shop: "Ü", part: "0.25" },
        { who: 3n, shop: null, part: "1" },
        { who: null, shop: "B", part: "1" },
      ],
      { types: { who: "int64", shop: "text", part: { kind: "decimal", precision: 9, scale: 2 } } },
    );
    const plan = planBridge(star, bridge, { loadedAt: "2026-02-01" });
    await db.apply(plan);
    await db.apply(plan); // again, and nothing changes
    const judge = async (one: Bridge = bridge): Promise<readonly string[]> =>
      (await db.check(bridgeClaims(star, one))).map(({ id, verdict }) => `${id} ${verdict}`);
    const holds = ["weights", "members", "groups"].map((one) => `star.brg_owner_shop.${one} holds`);
    expect(await judge()).toEqual(holds);
    const rows = sql`select owner, shop_key, weight from brg_owner_shop order by owner, shop_key`;
    expect(toTexts(await db.query(rows))).toEqual([
      "1 1 0.500000000",
      "1 2 0.500000000",
      "2 1 0.333333334",
      "2 2 0.333333333",
      "2 3 0.333333333",
      "3 -1 1.000000000",
    ]);
    const shared = sql`select sum(f.amount * b.weight) as total from (select 1 as owner, 100.01 as amount union all select 2, 7.77) as f join brg_owner_shop as b on b.owner = f.owner`;
    expect(toTexts(await db.query(shared)).map(Number)).toEqual([107.78]);
    const damages = {
      weights: sql`update brg_owner_shop set weight = 0.3 where owner = 2 and shop_key = 2`,
      members: sql`update brg_owner_shop set shop_key = 99 where owner = 1 and shop_key = 2`,
      groups: sql`delete from brg_owner_shop where owner = 3`,
    };
    /* oxlint-disable no-await-in-loop -- one damage after the other */
    for (const [claim, damage] of Object.entries(damages)) {
      await db.apply([[{ purpose: "damage", sql: damage }]]);
      expect((await judge()).filter((one) => !one.endsWith("holds"))).toEqual([
        `star.brg_owner_shop.${claim} fails`,
      ]);
      await db.apply(plan);
    }
    /* oxlint-enable no-await-in-loop */
    const weighted = { ...bridge, weight: "part" };
    await db.apply(planBridge(star, weighted, { loadedAt: "2026-02-01" }));
    const given = "star.brg_owner_shop.weights-of-source holds";
    expect(await judge(weighted)).toEqual([given, ...holds]);
    expect(toTexts(await db.query(rows))[4]).toBe("2 3 0.500000000");
    await db.apply([
      [{ purpose: "damage", sql: sql`update owner_shop set part = 0.4 where shop = 'B'` }],
    ]);
    await db.apply(planBridge(star, weighted, { loadedAt: "2026-02-01" }));
    expect((await judge(weighted)).slice(0, 2)).toEqual([
      "star.brg_owner_shop.weights-of-source fails",
      "star.brg_owner_shop.weights fails",
    ]);
  },
);

forEachDialect("bridges and inferred members are written", async ({ check }) => {
  const options = { loadedAt: "2026-02-01" };
  const plans = [planBridge(star, bridge, options), planInferredMembers(star, options)];
  for (const plan of plans) for (const statement of plan.flat()) check(statement.sql);
  for (const { check: how } of bridgeClaims(star, bridge))
    if (how.kind === "no-rows") check(how.violations);
  await Promise.resolve();
});

function toTexts(rows: Rows): readonly string[] {
  return Array.from({ length: rows.count }, (_, at) =>
    rows.columns.map((column) => String(formatValue(column, at))).join(" "),
  );
}
