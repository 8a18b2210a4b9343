import { relation, toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import type { Damages } from "@dx/runner";
import { sql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import type { Outputs } from "../src/outputs.ts";
import { fill, run, sales, verdicts } from "./run.ts";

const at = (scratch: string, name: string): Sql => sql`${relation(`${scratch}.${name}`)}`;
const change = async (db: Database, ...statements: readonly Sql[]): Promise<void> => {
  await db.apply([statements.map((one) => ({ purpose: "a day goes by", sql: one }))]);
};
const lines = async (db: Database, query: Sql): Promise<readonly string[]> =>
  toObjects(await db.query(query), "js").map((row) => Object.values(row).join(" "));

const fact = sql`fct_sale`;
const damages: Damages = {
  "star.dim_shop.surrogate-key": () => [
    sql`alter table dim_shop rename to old_shop`,
    sql`create table dim_shop as select * from old_shop`,
    sql`update dim_shop set shop_key = 1`,
  ],
  "star.dim_shop.unknown-member": () => [sql`delete from dim_shop where shop_key = -1`],
  "star.dim_shop.business-key": (s) => [sql`insert into ${at(s, "shop")} (code) values ('B')`],
  "star.dim_shop.members": () => [sql`update dim_shop set city = 'x' where code = 'B'`],
  "star.dim_product.members": () => [sql`delete from dim_product where sku = 'p3'`],
  "star.fct_sale.grain-of-source": (s) => [sql`update ${at(s, "sales")} set id = 1 where id = 2`],
  "star.fct_sale.grain": () => [sql`update ${fact} set id = 1 where id = 2`],
  "star.fct_sale.rows": () => [sql`delete from ${fact} where id = 2`],
  "star.fct_sale.sold.resolves": () => [sql`update ${fact} set sold_date_key = 1 where id = 2`],
  "star.fct_sale.sold.orphans": () => [sql`delete from dim_date where date_key > 20260102`],
  "star.fct_sale.sold.members": () => [
    sql`update ${fact} set sold_date_key = 20260102 where id = 1`,
  ],
  "star.fct_sale.sold_time.members": () => [
    sql`update ${fact} set sold_time_key = 1201 where id = 1`,
  ],
  "star.dim_time_of_day.again": () => [
    sql`update dim_time_of_day set day_part = 'x' where time_key = 0`,
  ],
  "star.brg_product_maker.weights-of-source": (s) => [
    sql`update ${at(s, "product_makers")} set share = 0.5 where maker_id = 1`,
  ],
  "star.brg_product_maker.weights": () => [
    sql`update brg_product_maker set weight = 0.5 where weight = 0.25`,
  ],
  "star.brg_product_maker.fct_sale.amount.product": () => [
    sql`update brg_product_maker set weight = 0.5 where weight = 0.25`,
  ],
  "star.brg_product_maker.members": () => [
    sql`update brg_product_maker set maker_key = 99 where maker_key = 1`,
  ],
  "star.brg_product_maker.groups": () => [sql`delete from brg_product_maker where sku = 'p2'`],
  "star.brg_product_maker.again": () => [sql`delete from brg_product_maker where sku = 'p2'`],
  "star.fct_sale.flags.members": () => [sql`update ${fact} set flags_key = 1`],
  "star.dim_sale_flags.combinations": () => [
    sql`update dim_sale_flags set channel = 'web', is_gift = true where sale_flags_key > 0`,
  ],
  "star.dim_sale_flags.members": () => [sql`delete from dim_sale_flags where channel is null`],
  "star.fct_sale.to_shop.orphans": (s) => [sql`update ${at(s, "sales")} set to_shop = 'nowhere'`],
  "star.fct_sale.to_shop.members": () => [sql`update ${fact} set to_shop_key = 1`],
  "star.fct_sale.customer.members": () => [sql`update ${fact} set customer_key = 1`],
  "star.fct_sale.quantity.total": () => [
    sql`update ${fact} set quantity = quantity + 1 where id = 1`,
  ],
  "star.fct_sale.quantity.by.product": () => [
    sql`update ${fact} set quantity = quantity + case when id = 1 then 1 else -1 end where id in (1, 2)`,
  ],
  "star.fct_sale.amount.by.sold": () => [
    sql`update ${fact} set amount = amount + case when id = 1 then 0.01 else -0.01 end where id in (1, 2)`,
  ],
  "star.fct_sale.unit_price.total": () => [sql`update ${fact} set unit_price = null where id = 1`],
  "star.fct_sale.discount.by.from_shop": () => [sql`update ${fact} set discount = discount * 2`],
  "star.fct_sale.quantity.additivity": (s) => [
    sql`update ${at(s, "sales")} set quantity = cast(substr(receipt, 2) as bigint)`,
  ],
  "star.dim_shop.again": () => [sql`update dim_shop set size = 1 where code = 'U'`],
  "star.dim_date.again": (s) => [sql`delete from ${at(s, "again_5")} where date_key = 20260102`],
  "star.fct_sale.again": (s) => [sql`update ${at(s, "again_8")} set receipt = 'x' where id = 1`],
  "star.dim_shop.history": (s) => [
    sql`update ${at(s, "rehearsed_0")} set city = 'x' where code = 'B'`,
  ],
  "star.dim_product.history": (s) => [
    sql`update ${at(s, "rehearsed_1")} set title = 'x' where sku = 'p1'`,
  ],
  "star.dim_customer.history": (s) => [sql`update ${at(s, "rehearsed_2")} set valid_to = null`],
  "scd.history.one-open-row.dim_customer": () => [
    sql`insert into dim_customer_history select * from dim_customer_history where id = 1`,
  ],
  "scd.as-of.customers.dim_customer": () => [
    sql`update dim_customer_history set name = 'x' where id = 1`,
  ],
  "star.rules.answers": () => [
    sql`alter table dim_shop rename to old_shop`,
    sql`create table dim_shop as select * from old_shop union all select * from old_shop where code = 'B'`,
  ],
  "star.rules.advice": () => [sql`delete from dim_shop where shop_key = -1`],
  "star.question.1.answer": () => [sql`update ${fact} set from_shop_key = 1`],
};

/** In `npm test`, all damages are done in DuckDB, and in Postgres some: its SQL is bound there by the first run, and loaded twice by the area's tests. */
function isThorough({ dialect }: Database): boolean {
  return dialect === "duckdb" || process.env["DX_DEEP"] !== undefined;
}

function damagesFor(db: Database): Damages {
  return Object.fromEntries(
    Object.entries(damages).filter((_, place) => isThorough(db) || place % 6 === 0),
  );
}

/** What a day brings, and what a second run makes of it with the model of the first. */
async function secondDay(db: Database, { model }: Outputs): Promise<void> {
  await change(
    db,
    sql`insert into sales (id, sold_at, from_shop, product, customer, quantity) values (25, cast('2026-03-02 10:00:00' as timestamp), 'B', 'p3', 1, 2)`,
    sql`insert into sales (id, customer) values (26, 4)`,
    sql`insert into customers (id, name, tier) values (4, 'Dee', 1)`,
    sql`update customers set tier = 9 where id = 1`,
    sql`delete from customers where id = 3`,
    sql`update shop set city = 'Bochum' where code = 'B'`,
    sql`insert into shop (code, city, size) values ('?', 'Kiel', 9)`,
    sql`update products set title = 'Biro' where sku = 'p1'`,
    sql`update sales set discount = 7 where id = 1`,
  );
  const { grainKey: _, ...rest } = sales;
  const given = {
    ...rest,
    model,
    inferMembers: true,
    additivity: { quantity: "additive", discount: "additive" },
  };
  const second = await run(db, given, { now: "2026-03-02T00:00:00Z" });
  expect(second.outputs.made.isNew).toBe(false);
  expect(Object.entries(verdicts(second)).filter(([, verdict]) => verdict === "fails")).toEqual([]);
  expect(verdicts(second)).toMatchObject({ "star.fct_sale.discount.additivity": "holds" });
  const early = sql`select d.shop_key, d.city, count(*) as n from fct_sale as f join dim_shop as d on d.shop_key = f.to_shop_key where d.code = '?' group by d.shop_key, d.city`;
  expect(await lines(db, early)).toEqual(["4 Kiel 6"]);
  const versions = sql`select customer_key, id, tier, is_current from dim_customer order by customer_key`;
  expect(await lines(db, versions)).toEqual([
    "-1   true",
    "1 1 1 false",
    "2 2 2 true",
    "3 3 1 false",
    "4 1 9 true",
    "5 4 1 true",
  ]);
  const facts = sql`select id, customer_key, discount, cast(inserted_at as date) as i, cast(updated_at as date) as u from fct_sale where id in (1, 3, 25, 26) order by id`;
  expect(await lines(db, facts)).toEqual([
    "1 1 7.00 2026-03-01 2026-03-02",
    "3 3 -0.07 2026-03-01 2026-03-01",
    "25 4  2026-03-02 2026-03-02",
    "26 5  2026-03-02 2026-03-02",
  ]);
  expect(
    await lines(
      db,
      sql`select city from dim_shop where code = 'B' union all select title from dim_product where sku = 'p1'`,
    ),
  ).toEqual(["Bochum", "Pen"]);
}

forEachDatabase(
  "each claim holds on good data and fails on damaged data; the second day brings what is new",
  async ({ db }) => {
    await fill(db);
    const found = new Map<string, string>();
    const given = { ...sales, targetWarehouse: db.dialect, inferMembers: true };
    const result = await run(db, given, { damages: damagesFor(db), found });
    const { outputs } = result;
    const all = verdicts(result);
    expect(
      Object.fromEntries(Object.entries(all).filter(([, verdict]) => verdict !== "holds")),
    ).toEqual({
      "star.fct_sale.discount.additivity":
        "unknown: the data do not refute it, and no person has said it: see `additivity` in the inputs",
    });
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.keys(damagesFor(db)).map((id) => [id, "fails"])),
    );
    expect(await lines(db, sql`select city, shop_key from dim_shop where code = '?'`)).toEqual([
      "(not known yet) 4",
    ]);
    expect(outputs.model.facts).toMatchObject([
      {
        name: "fct_sale",
        kind: "transaction",
        keys: [
          { role: "sold" },
          { role: "sold_time", dimension: "dim_time_of_day" },
          { role: "from_shop" },
          { role: "to_shop" },
          { role: "product" },
          { role: "customer", asOf: "sold_at" },
          { role: "flags", source: ["channel", "is_gift"] },
        ],
        measures: [
          { name: "quantity", additivity: "additive", saidBy: "person" },
          {
            name: "unit_price",
            additivity: "non-additive",
            saidBy: "data",
            rollUp: { kind: "average" },
          },
          { name: "amount", additivity: "additive" },
          { name: "discount", additivity: "unknown", rollUp: { kind: "none" } },
        ],
        degenerate: [{ name: "receipt" }],
      },
    ]);
    expect(
      outputs.model.decisions.find(
        ({ subject, about }) => subject === "fct_sale.unit_price" && about === "additivity",
      ),
    ).toMatchObject({
      by: "data",
      reason: "in all rows it is amount divided by quantity: sum both, then divide",
    });
    expect(outputs.dataModelDiagram).toContain('"dim_shop" ||--o{ "fct_sale" : "from_shop"');
    expect(outputs.factTables[0]?.loadingLogic).toContain("loaded_at");
    expect(outputs.dimensionTables.map(({ name, scdType }) => `${name} ${scdType}`)).toEqual([
      "dim_shop 1",
      "dim_product 0",
      "dim_customer 2",
      "dim_maker 1",
      "dim_sale_flags 1",
      "brg_product_maker 1",
      "dim_date 0",
      "dim_time_of_day 0",
    ]);
    expect(outputs.testCases.length).toBeGreaterThan(30);
    expect(outputs.documentation).toContain("| fct_sale |");
    expect(outputs.documentation).toMatch(/It declares (\d+) of \1 keys: /);
    // loads of later days are shown on both engines by the tests of @dx/dimensional
    if (db.dialect === "postgres") await secondDay(db, outputs);
  },
);
