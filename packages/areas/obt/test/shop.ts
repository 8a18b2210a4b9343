import type { Database } from "@dx/database";
import type { ObtSpec } from "../src/index.ts";

/** Sales of two shops, with a dimension that has versions, one that plays two roles, and what is odd. */
export const spec: ObtSpec = {
  fact: "sale",
  factKey: "sale_id",
  factColumns: ["loaded_on"],
  measures: [
    { column: "amount", rollUp: "sum" },
    { column: "price", rollUp: "none" },
    { column: "weight", rollUp: "sum", isFloat: true },
  ],
  dimensions: [
    { table: "dim_shop", joinKey: "shop_key", attributes: ["city", "shop_size"] },
    {
      table: "dim_shop",
      joinKey: "shop_key",
      role: "shop_now",
      attributes: ["city"],
      current: { businessKey: "shop_id", flag: "is_current" },
    },
    { table: "dim_place", joinKey: "from_id", dimensionKey: "id", attributes: ["name"] },
    { table: "dim_place", joinKey: "to_id", dimensionKey: "id", attributes: ["name"] },
    {
      table: "dim_rate",
      joinKey: "currency",
      role: "rate",
      attributes: ["factor"],
      asOf: { validFrom: "valid_from", validTo: "valid_to", at: "sold_on" },
    },
  ],
  level: { kind: "detail" },
  calculated: [
    { name: "unit", formula: "amount / price" },
    { name: "is_far", formula: "from_name <> to_name" },
    { name: "unit_twice", formula: "unit * 2" },
  ],
};

/** The same by month. */
export const monthly: ObtSpec = {
  ...spec,
  factColumns: [],
  measures: [
    { column: "amount", rollUp: "sum" },
    { column: "weight", rollUp: "average", isFloat: true },
    { column: "price", rollUp: "last", per: "from_id" },
  ],
  dimensions: spec.dimensions.slice(0, 1),
  level: { kind: "monthly", time: "sold_on" },
  calculated: [{ name: "per_row", formula: "amount / row_count" }],
};

/** Fills its tables. */
export async function fill(db: Database): Promise<void> {
  await db.load(
    "sale",
    [
      [1, 1, "a", "b", "EUR", "2024-01-31", 1000, 10, 0.1, "2024-02-01"],
      [2, 2, "b", "b", "EUR", "2024-02-01", 500, 0, 0.2, "2024-02-01"],
      [3, 3, "a", "zz", "USD", "2024-02-01", null, 5, 0.3, "2024-02-02"],
      [4, 9, null, "a", "EUR", "2024-02-29", 700, null, null, "2024-02-02"],
    ].map(
      ([
        sale_id,
        shop_key,
        from_id,
        to_id,
        currency,
        sold_on,
        amount,
        price,
        weight,
        loaded_on,
      ]) => ({
        sale_id,
        shop_key,
        from_id,
        to_id,
        currency,
        sold_on,
        amount,
        price,
        weight,
        loaded_on,
      }),
    ),
    {
      types: {
        sale_id: "int64",
        shop_key: "int64",
        sold_on: "date",
        loaded_on: "date",
        amount: "int64",
        price: { kind: "decimal", precision: 18, scale: 2 },
        weight: "float64",
      },
    },
  );
  await db.load(
    "dim_shop",
    [
      { shop_key: 1, shop_id: "s1", city: "Bonn", shop_size: 10, is_current: false },
      { shop_key: 2, shop_id: "s1", city: "Köln", shop_size: 10, is_current: true },
      { shop_key: 3, shop_id: "s2", city: null, shop_size: 7, is_current: true },
    ],
    { types: { shop_key: "int64", shop_size: "int64" } },
  );
  await db.load("dim_place", [
    { id: "a", name: "Aachen" },
    { id: "b", name: "Bonn" },
  ]);
  await db.load(
    "dim_rate",
    [
      { currency: "EUR", factor: 1, valid_from: "2024-01-01", valid_to: "2024-02-01" },
      { currency: "EUR", factor: 2, valid_from: "2024-02-01", valid_to: null },
    ],
    { types: { factor: "int64", valid_from: "date", valid_to: "date" } },
  );
}
