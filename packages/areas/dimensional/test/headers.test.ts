import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { joinPlans, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  checkModel,
  designStar,
  planLoads,
  planStar,
  reconcile,
  resolveFact,
  type DesignRequirements,
  type DesignSource,
  type DimensionalModel,
} from "../src/index.ts";
import { cents, date, int64, reference, table, text } from "./design-source.ts";

/** Orders of customers with their lines; a line names a product and its own customer. */
const shop: DesignSource = {
  tables: [
    table("customers", "id", { id: int64, name: text }),
    table("products", "id", { id: int64, title: text }),
    table("orders", "id", {
      id: int64,
      customer_id: int64,
      ordered_on: date,
      freight: cents,
      stamps: int64,
    }),
    table("order_items", "id", {
      id: int64,
      order_id: int64,
      product_id: int64,
      quantity: int64,
      amount: cents,
    }),
  ],
  references: [
    reference("orders", "customer_id", "customers"),
    reference("order_items", "order_id", "orders"),
    reference("order_items", "product_id", "products"),
  ],
};
const design = (asked: Partial<DesignRequirements> = {}, given = shop): DimensionalModel =>
  designStar(given, {
    process: "orders",
    date: { from: "2026-01-01", to: "2026-01-31" },
    ...asked,
  });
const lineOf = (model: DimensionalModel): string => {
  const fact = model.facts.find(({ source }) => source === "order_items");
  const keys = fact?.keys.map(({ column, from, asOf, asOfFrom }) =>
    [
      column,
      ...(from === undefined ? [] : [`of ${from}`]),
      ...(asOf === undefined ? [] : [`at ${asOf} of ${asOfFrom ?? from ?? "it"}`]),
    ].join(" "),
  );
  const measures = fact?.measures.map(({ name, allocation }) =>
    allocation === undefined ? name : `${name} by ${allocation.by ?? "equal parts"}`,
  );
  return `${keys?.join(", ")}: ${measures?.join(", ")}`;
};

test("lines have the dimensions of their header, and its measures only where people say how", () => {
  const model = design();
  expect(lineOf(model)).toBe(
    "product_key, ordered_date_key of order, customer_key of order: quantity, amount",
  );
  expect(model.decisions.find(({ subject }) => subject === "fct_order_item.freight")).toMatchObject(
    {
      about: "left out",
      decision: "asked of fct_order",
      reason: expect.stringContaining("counted once for each"),
    },
  );
  expect(lineOf(design({ allocate: { "orders.freight": "quantity", stamps: "equally" } }))).toBe(
    "product_key, ordered_date_key of order, customer_key of order: quantity, amount, freight by quantity, stamps by equal parts",
  );
  expect(lineOf(design({ headers: false }))).toBe("product_key: quantity, amount");
  expect(lineOf(design({ scdTypes: { products: 2, customers: 2 } }))).toBe(
    "product_key at ordered_on of order, ordered_date_key of order, customer_key of order at ordered_on of order: quantity, amount",
  );
  expect(() => design({ allocate: { freigt: "quantity" } })).toThrow(
    /freigt is no measure of a header/,
  );
  expect(() => design({ allocate: { freight: "weight" } })).toThrow(
    /order_items has no column weight/,
  );
});

test("what is no line keeps its own dimensions; a header without numbers is one by the names of its lines", () => {
  const named = (name: string): DesignSource => ({
    tables: shop.tables.map((one) => (one.name === "order_items" ? { ...one, name } : one)),
    references: shop.references.map((one) =>
      one.child === "order_items" ? { ...one, child: name } : one,
    ),
  });
  const other = design({}, named("refunds"));
  expect(other.facts.find(({ source }) => source === "refunds")?.headers).toBeUndefined();
  const asked = design({ headers: ["orders"] }, named("refunds"));
  expect(asked.facts.find(({ source }) => source === "refunds")?.headers).toHaveLength(1);
  const [customers, products, orders, items] = shop.tables;
  if (
    customers === undefined ||
    products === undefined ||
    orders === undefined ||
    items === undefined
  )
    throw new Error("tables");
  const bare = { ...orders, columns: orders.columns.slice(0, 3) };
  const model = design({}, { ...shop, tables: [customers, products, bare, items] });
  expect(model.facts.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "fct_order factless",
    "fct_order_item transaction",
  ]);
});

test("headers that cannot be are refused", () => {
  const model = design({ allocate: { freight: "quantity" } });
  const facts = model.facts.map((fact) =>
    Object.assign({ ...fact }, fact.headers === undefined ? {} : { headers: [] }),
  );
  expect(() => checkModel({ ...model, facts })).toThrow(
    /has keys or measures of order, which is no header of it/,
  );
});

const lines = async (db: Database, query: Sql): Promise<readonly string[]> =>
  toObjects(await db.query(query), "js").map((row) => Object.values(row).join(" "));
const fill = async (db: Database): Promise<void> => {
  const named = { id: "int64", name: "text" } as const;
  await db.load(
    "customers",
    [
      { id: 1n, name: "Ann" },
      { id: 2n, name: "Ben" },
    ],
    { types: named },
  );
  await db.load("products", [{ id: 1n, title: "Pen" }], { types: { id: "int64", title: "text" } });
  const order = (id: bigint, customer_id: bigint | null, freight: string | null) => ({
    id,
    customer_id,
    ordered_on: `2026-01-0${id}`,
    freight,
    stamps: 2n,
  });
  await db.load(
    "orders",
    [order(1n, 1n, "10.00"), order(2n, 2n, "-0.05"), order(3n, null, null), order(4n, 1n, "9.99")],
    {
      types: {
        id: "int64",
        customer_id: "int64",
        ordered_on: "date",
        freight: cents,
        stamps: "int64",
      },
    },
  );
  const items = [
    [1n, 1n],
    [1n, 1n],
    [1n, 1n],
    [2n, 0n],
    [2n, null],
    [3n, 5n],
    [9n, 1n],
  ] as const;
  await db.load(
    "order_items",
    items.map(([order_id, quantity], at) => ({
      id: BigInt(at + 1),
      order_id,
      product_id: 1n,
      quantity,
      amount: "1.50",
    })),
    {
      types: {
        id: "int64",
        order_id: "int64",
        product_id: "int64",
        quantity: "int64",
        amount: cents,
      },
    },
  );
};
const shared = design({
  allocate: { freight: "quantity", stamps: "equally" },
  additivity: { freight: "additive", amount: "additive", stamps: "additive" },
});

forEachDatabase(
  "lines keep their grain, shares add up to what they are of, and each damage is seen",
  async ({ db }) => {
    await fill(db);
    const load = joinPlans(planStar(shared), planLoads(shared, { loadedAt: "2026-02-01" }).plan);
    await db.apply(load);
    await db.apply(load); // again, and nothing changes
    const rows = sql`select f.id, f.ordered_date_key, c.name, f.freight, f.stamps from fct_order_item as f join dim_customer as c on c.customer_key = f.customer_key order by f.id`;
    expect(await lines(db, rows)).toEqual([
      "1 20260101 Ann 3.34 2",
      "2 20260101 Ann 3.33 0",
      "3 20260101 Ann 3.33 0",
      // weights of 0 and NULL: equal parts, each rounded down
      "4 20260102 Ben -0.02 1",
      "5 20260102 Ben -0.03 1",
      "6 20260103 (unknown)  2",
      // an order that is not there
      "7 -1 (unknown)  ",
    ]);
    const judge = async (wanted: RegExp): Promise<readonly string[]> =>
      (
        await db.check(reconcile(shared, { mostOrphans: 0.5 }).filter(({ id }) => wanted.test(id)))
      ).flatMap(({ id, verdict }) => (verdict === "holds" ? [] : [`${id.slice(5)} ${verdict}`]));
    expect(await judge(/./)).toEqual([]);
    const damages: readonly (readonly [Sql, RegExp, readonly string[]])[] = [
      [
        sql`update fct_order_item set freight = freight + case when id = 1 then 1 else -1 end where id in (1, 4)`,
        /item\.freight\.(allocated|total)/,
        ["fct_order_item.freight.allocated fails"],
      ],
      [
        sql`update fct_order_item set customer_key = 2 where id = 1`,
        /item\.(customer\.members|amount\.by\.customer)/,
        ["fct_order_item.customer.members fails", "fct_order_item.amount.by.customer fails"],
      ],
      [
        sql`insert into orders select * from orders where id = 1`,
        /item\.(header\.order|rows)/,
        ["fct_order_item.header.order fails"],
      ],
    ];
    for (const [damage, wanted, found] of damages) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await db.apply([[{ purpose: "damage", sql: damage }]]);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await judge(wanted)).toEqual(found);
    }
  },
);

forEachDialect("rows with headers and shares are written", ({ check }) => {
  const fact = shared.facts.find(({ source }) => source === "order_items");
  if (fact === undefined) throw new Error("no lines");
  check(resolveFact(shared, fact, {}));
  for (const { id, check: how } of reconcile(shared))
    if (id.endsWith(".allocated") && how.kind === "same-rows") {
      check(how.left);
      check(how.right);
    }
});
