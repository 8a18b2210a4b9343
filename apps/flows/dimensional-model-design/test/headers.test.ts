import { isDxError } from "@dx/core";
import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { expect, test } from "vitest";
import { run, verdicts } from "./run.ts";

const cents = { kind: "decimal", precision: 18, scale: 2 } as const;

test("lines have the dimensions of their orders, a share of the freight, and several sellers by a bridge", async () => {
  const db = await openDatabase("duckdb:");
  const named = { id: "int64", name: "text" } as const;
  const people = ["Ann", "Ben", "Zoë"].map((name, at) => ({ id: BigInt(at + 1), name }));
  await db.load("customers", people, { types: named });
  await db.load("sellers", people, { types: named });
  const ids = Array.from({ length: 12 }, (_, at) => BigInt(at + 1));
  await db.load(
    "orders",
    ids.map((id) => ({
      id,
      customer_id: 1n + (id % 3n),
      ordered_on: `2026-01-${String(id).padStart(2, "0")}`,
      freight: `${id}.01`,
    })),
    { types: { id: "int64", customer_id: "int64", ordered_on: "date", freight: cents } },
  );
  await db.load(
    "order_items",
    ids.flatMap((order_id) =>
      [1n, 2n].map((line_no) => ({ order_id, line_no, quantity: line_no * order_id })),
    ),
    { types: { order_id: "int64", line_no: "int64", quantity: "int64" } },
  );
  await db.load(
    "order_sellers",
    ids.flatMap((order_id) => [
      { order_id, seller_id: 1n, share: "0.40" },
      { order_id, seller_id: 2n, share: "0.60" },
    ]),
    { types: { order_id: "int64", seller_id: "int64", share: cents } },
  );
  const given = {
    businessProcess: "orders",
    sourceData: {
      tables: ["customers", "sellers", "orders", "order_items", "order_sellers"].map((name) => ({
        name,
        schema: {},
      })),
      relationships: [
        { from: "orders.customer_id", to: "customers.id" },
        { from: "order_items.order_id", to: "orders.id" },
        { from: "order_sellers.order_id", to: "orders.id" },
        { from: "order_sellers.seller_id", to: "sellers.id" },
      ],
    },
    modelingRequirements: {
      grainLevel: "",
      dimensions: [],
      measures: [],
      scdTypes: { customers: 2 },
    },
    targetWarehouse: "duckdb",
    additivity: { freight: "additive", quantity: "additive" },
    allocate: { "orders.freight": "quantity" },
  };
  const result = await run(db, given);
  const all = verdicts(result);
  expect(Object.entries(all).filter(([, verdict]) => verdict !== "holds")).toEqual([]);
  expect(all).toMatchObject({
    "star.fct_order_item.header.order": "holds",
    "star.fct_order_item.freight.allocated": "holds",
    "star.fct_order_item.quantity.by.customer": "holds",
    "star.brg_order_seller.fct_order.freight": "holds",
  });
  await db.apply([
    [
      {
        purpose: "damage",
        sql: sql`update order_sellers set share = 0.5 where order_id = 7 and seller_id = 1`,
      },
    ],
  ]);
  const refused = await run(db, given).catch((error: unknown) => error);
  expect(isDxError(refused, "DX_FLOW_SOURCE") ? refused.message : refused).toMatch(
    /share of each order_id add up to 1.*"7".*1\.1/s,
  );
  await db.close();
});
