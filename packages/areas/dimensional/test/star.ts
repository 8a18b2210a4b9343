import type { Database } from "@dx/database";
import type { DimensionalModel, Dimension, FactTable } from "../src/index.ts";

const text = { kind: "text" } as const;
const int64 = { kind: "int64" } as const;
const cents = { kind: "decimal", precision: 18, scale: 2 } as const;

/** A dimension of shops, of the type that is asked for. */
export const shops: Dimension = {
  name: "dim_shop",
  source: "shop",
  surrogateKey: "shop_key",
  businessKey: [{ name: "code", source: "code", type: text }],
  attributes: [
    { name: "city", source: "city", type: text },
    { name: "size_m2", source: "size", type: int64 },
  ],
  hierarchies: [],
  scdType: 1,
};

/** A fact of sales, from one shop to another. */
export const sales: FactTable = {
  name: "fct_sale",
  kind: "transaction",
  source: "sale",
  grain: { sentence: "one row per sale", key: [{ name: "sale_id", source: "id", type: int64 }] },
  keys: [
    { column: "date_key", role: "date", dimension: "dim_date", source: ["sold_at"] },
    { column: "from_key", role: "from", dimension: "dim_shop", source: ["from_shop"] },
    { column: "to_key", role: "to", dimension: "dim_shop", source: ["to_shop"] },
  ],
  measures: [
    {
      name: "amount",
      source: "amount",
      type: cents,
      additivity: "additive",
      saidBy: "person",
      rollUp: { kind: "sum" },
    },
  ],
  degenerate: [{ name: "receipt", source: "receipt", type: text }],
};

/** A star of sales. */
export const star: DimensionalModel = {
  name: "sales",
  facts: [sales],
  dimensions: [shops],
  date: {
    name: "dim_date",
    from: "2026-01-01",
    to: "2026-01-31",
    fiscalYearStartMonth: 1,
    fiscalYearLabel: "start",
    holidays: [],
  },
  decisions: [],
};

/** Fills the source: a shop without a city, sales to a shop that is unknown, to none, at no time, and outside of the calendar. */
export async function fillSource(db: Database): Promise<void> {
  await db.load(
    "shop",
    [
      { code: "B", city: "Bonn", size: 100n },
      { code: "U", city: "Ulm", size: null },
      { code: "Ü", city: null, size: 7n },
    ],
    { types: { code: "text", city: "text", size: "int64" } },
  );
  await db.load(
    "sale",
    [
      {
        id: 1n,
        sold_at: "2026-01-05 12:00:00",
        from_shop: "B",
        to_shop: "U",
        amount: "10.10",
        receipt: "r1",
      },
      {
        id: 2n,
        sold_at: "2026-01-05 23:59:59",
        from_shop: "B",
        to_shop: "?",
        amount: "0.20",
        receipt: "r1",
      },
      {
        id: 3n,
        sold_at: "2026-01-31 00:00:00",
        from_shop: "Ü",
        to_shop: null,
        amount: null,
        receipt: null,
      },
      { id: 4n, sold_at: null, from_shop: "U", to_shop: "U", amount: "-3.30", receipt: "r2" },
      {
        id: 5n,
        sold_at: "2025-12-31 23:59:59",
        from_shop: "U",
        to_shop: "B",
        amount: "0.01",
        receipt: "r3",
      },
    ],
    {
      types: {
        id: "int64",
        sold_at: "timestamp",
        from_shop: "text",
        to_shop: "text",
        amount: cents,
        receipt: "text",
      },
    },
  );
}
