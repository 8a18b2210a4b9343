import { formatValue, type Rows } from "@dx/core";
import type { Database } from "@dx/database";
import { joinPlans, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect } from "vitest";
import { planLoads, planStar, reconcile, type DimensionalModel } from "../src/index.ts";
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

function toTexts(rows: Rows): readonly string[] {
  return Array.from({ length: rows.count }, (_, at) =>
    rows.columns.map((column) => String(formatValue(column, at))).join(" "),
  );
}
