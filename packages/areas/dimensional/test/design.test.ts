import { isDxError } from "@dx/core";
import { forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  busMatrix,
  checkModel,
  designStar,
  drawStar,
  reconcile,
  starTables,
  toDbml,
  toMermaid,
  writeTests,
} from "../src/index.ts";
import type { DesignRequirements, DesignSource, DesignTable } from "../src/index.ts";
import { star } from "./star.ts";

import { cents, date, int64, reference, table, text, timestamp } from "./design-source.ts";

const shop: DesignSource = {
  tables: [
    table("shop.Customers", "id", {
      id: int64,
      FullName: text,
      city_id: int64,
      updated_at: timestamp,
      photo: { kind: "bytes" },
    }),
    table("cities", "id", { id: int64, name: text }),
    table("shop.products", "id", { id: int64, title: text, list_price: cents }),
    table("orders", "id", {
      id: int64,
      customer_id: int64,
      ordered_at: timestamp,
      shipped_on: date,
      paid_on: date,
      freight: cents,
      status: text,
    }),
    table("order_items", "order_id,line_no", {
      order_id: int64,
      line_no: int64,
      product_id: int64,
      quantity: int64,
      unit_price: cents,
      note: text,
      loaded_at: timestamp,
      payload: { kind: "json" },
    }),
    table("log", "id", { id: int64, message: text }),
  ],
  references: [
    reference("orders", "customer_id", "shop.Customers"),
    reference("order_items", "order_id", "orders"),
    reference("order_items", "product_id", "shop.products"),
    reference("shop.Customers", "city_id", "cities"),
  ],
};
const design = (requirements: Partial<DesignRequirements> = {}, source = shop) =>
  designStar(source, { process: "sales", ...requirements });

test("orders and their lines become facts, what they refer to dimensions, the rest is accounted for", () => {
  const model = design();
  expect(model.facts).toMatchObject([
    {
      name: "fct_order",
      kind: "accumulating-snapshot",
      grain: { sentence: "one row per order", key: [{ name: "id", source: "id" }] },
      keys: [
        { column: "ordered_date_key", role: "ordered", source: ["ordered_at"] },
        { column: "shipped_date_key" },
        { column: "paid_date_key" },
        { column: "customer_key", dimension: "dim_customer", source: ["customer_id"] },
      ],
      measures: [{ name: "freight", additivity: "unknown", rollUp: { kind: "none" } }],
      degenerate: [{ name: "status" }],
    },
    {
      name: "fct_order_item",
      kind: "transaction",
      grain: { key: [{ source: "order_id" }, { source: "line_no" }] },
      keys: [
        { column: "product_key", role: "product" },
        { column: "ordered_date_key", from: "order" },
        { column: "shipped_date_key", from: "order" },
        { column: "paid_date_key", from: "order" },
        { column: "customer_key", dimension: "dim_customer", from: "order" },
      ],
      measures: [{ name: "quantity" }, { name: "unit_price" }],
      degenerate: [{ name: "note" }],
    },
  ]);
  expect(model.dimensions).toMatchObject([
    {
      name: "dim_customer",
      surrogateKey: "customer_key",
      attributes: [
        { name: "full_name", source: "FullName" },
        { name: "city_id" },
        { name: "city_name", source: "name", from: "city" },
      ],
      outer: [{ name: "city", source: "cities", columns: ["city_id"], key: ["id"] }],
      scdType: 1,
    },
    { name: "dim_product" },
  ]);
  expect(model.date).toMatchObject({ from: "2025-01-01", to: "2026-12-31" });
  const about = (kind: string) =>
    model.decisions.filter((one) => one.about === kind).map(({ subject }) => subject);
  expect(about("left out")).toEqual([
    "fct_order_item.loaded_at",
    "fct_order_item.payload",
    "fct_order_item.freight",
    "dim_customer.updated_at",
    "dim_customer.photo",
    "order_items.order_id",
    "log",
  ]);
  expect(
    model.decisions.find(
      ({ subject, about: of }) => subject === "fct_order_item.unit_price" && of === "additivity",
    )?.reason,
  ).toContain("price");
  expect(model.decisions.every(({ reason }) => reason.length > 5)).toBe(true);
});

test("a dimension that keeps versions takes over nothing", () => {
  const versions = design({ scdTypes: { Customers: 2 } }).dimensions[0];
  expect([versions?.scdType, versions?.outer]).toEqual([2, undefined]);
});

test("levels are chains of attributes that tell each other, without synonyms and near-keys", () => {
  const place: DesignTable = {
    ...table("cities", "id", {
      id: int64,
      name: text,
      zip: text,
      region: text,
      region_code: text,
      country: text,
    }),
    rows: 100,
    dependencies: (
      [
        ["name", 90, "country"],
        ["zip", 40, "region"],
        ["zip", 40, "region_code"],
        ["zip", 40, "country"],
        ["region", 9, "region_code"],
        ["region_code", 9, "region"],
        ["region", 9, "country"],
        ["region_code", 9, "country"],
      ] as const
    ).map(([determinant, groups, dependent]) => ({ determinant, groups, dependent })),
  };
  const visits = table("visits", "id", { id: int64, city_id: int64, length: int64 });
  const model = design(
    {},
    { tables: [visits, place], references: [reference("visits", "city_id", "cities")] },
  );
  expect(model.dimensions[0]?.hierarchies.map(({ levels }) => levels)).toEqual([
    ["zip", "region", "country"],
    ["region_code", "country"],
  ]);
  expect(reconcile(model).map(({ id }) => id)).toContain("star.dim_city.hierarchy.zip.region");
});

test("what people say counts more than what is found", () => {
  const model = design({
    facts: ["order_items"],
    grain: { sentence: "one row per line of an order" },
    dimensions: ["dim_product", "orders"],
    measures: ["quantity"],
    scdTypes: { product: 0 },
    additivity: { "order_items.quantity": "additive" },
    degenerate: ["loaded_at"],
  });
  expect(model.facts).toMatchObject([
    {
      grain: { sentence: "one row per line of an order" },
      keys: [{ role: "order", dimension: "dim_order" }, { role: "product" }],
      measures: [
        { name: "quantity", additivity: "additive", saidBy: "person", rollUp: { kind: "sum" } },
      ],
      degenerate: [{ name: "note" }, { name: "loaded_at" }],
    },
  ]);
  expect(model.date).toBeNull();
  expect(model.dimensions.map(({ name, scdType }) => [name, scdType])).toEqual([
    ["dim_order", 1],
    ["dim_product", 0],
  ]);
});

test("a periodic snapshot, a factless fact, and roles of one dimension are seen", () => {
  const model = design(
    {
      additivity: { balance: "semi-additive" },
      date: { from: "2026-01-01", to: "2026-12-31" },
      scdTypes: { account: 2 },
    },
    {
      tables: [
        table("balances", "account_id,day", { account_id: int64, day: date, balance: cents }),
        table("transfers", "id", {
          id: int64,
          booked: date,
          from_account_id: int64,
          to_account_id: int64,
        }),
        table("account", "id", { id: int64, owner: text }),
      ],
      references: [
        reference("balances", "account_id", "account"),
        reference("transfers", "from_account_id", "account"),
        reference("transfers", "to_account_id", "account"),
      ],
    },
  );
  expect(model.facts[0]).toMatchObject({
    kind: "periodic-snapshot",
    grain: { sentence: "one row per account and day" },
    keys: [{ column: "date_key", role: "date" }, { asOf: "day" }],
    measures: [{ rollUp: { kind: "last", role: "date" } }],
  });
  expect(model.facts[1]).toMatchObject({
    kind: "factless",
    keys: [{ role: "booked" }, { role: "from_account", asOf: "booked" }, { role: "to_account" }],
  });
  expect(busMatrix(model)).toMatchObject({
    dimensions: [
      { name: "dim_date", conformed: true },
      { name: "dim_account", conformed: true },
    ],
    rows: [
      { roles: { dim_date: ["date"], dim_account: ["account"] } },
      { roles: { dim_date: ["booked"], dim_account: ["from_account", "to_account"] } },
    ],
  });
});

const codeOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (isDxError(error)) return `${error.code} ${error.message}`;
  }
  return "no error";
};

test("what makes no star is refused, and what is named wrongly", () => {
  expect(codeOf(() => design({}, { tables: shop.tables, references: [] }))).toContain(
    "DX_DIMENSIONAL_DESIGN no table can be a fact",
  );
  const keyless = { ...shop, tables: shop.tables.map((one) => ({ ...one, keys: [] })) };
  expect(codeOf(() => design({}, keyless))).toContain("nothing tells the rows of orders apart");
  expect(codeOf(() => design({ measures: ["fright"] }))).toMatch(
    /DX_DIMENSIONAL_NAME .*fright[^]*freight/,
  );
  expect(codeOf(() => design({ dimensions: ["custmers"] }))).toContain("DX_DIMENSIONAL_NAME");
  expect(codeOf(() => design({ scdTypes: { x: 1 } }))).toContain("DX_DIMENSIONAL_NAME");
  expect(codeOf(() => design({ facts: ["order"], grain: { key: ["nr"] } }))).toContain(
    "has no column nr",
  );
  const dateless = {
    ...shop,
    tables: shop.tables.map(({ name, columns, keys }) => ({ name, columns, keys })),
  };
  expect(codeOf(() => design({}, dateless))).toContain("DX_DIMENSIONAL_DATE");
  const [fact] = star.facts;
  if (fact === undefined) throw new Error();
  const wrong = {
    ...star,
    facts: [
      {
        ...fact,
        keys: fact.keys.map((key) => ({ ...key, role: "Twice", source: ["a", "b"] })),
        measures: Array.from(fact.measures, (one) => ({
          ...one,
          name: "RECEIPT",
          rollUp: { kind: "last" as const, role: "none" },
        })),
      },
    ],
    dimensions: star.dimensions.map((one) => ({
      ...one,
      scdType: 2 as const,
      surrogateKey: "ä".repeat(32),
    })),
  };
  const said = codeOf(() => checkModel(wrong));
  for (const part of [
    "two columns RECEIPT",
    "two roles Twice",
    "needs a time",
    "longer than 63",
    "2 columns",
    "no role",
  ])
    expect(said).toContain(part);
});

test("pictures name every table and role", () => {
  const texts = [toMermaid(star), toDbml(star), drawStar(star).description];
  for (const one of texts) for (const { name } of starTables(star)) expect(one).toContain(name);
  expect(texts[0]).toContain('"dim_shop" ||--o{ "fct_sale" : "to"');
  expect(texts[1]).toContain('Ref: "fct_sale"."to_key" > "dim_shop"."shop_key"');
  expect(texts[2]).toContain("fct_sale to dim_shop (from, to)");
});

forEachDialect("tests are written in the dialect", ({ dialect }) => {
  const tests = writeTests(reconcile(star), dialect);
  expect(tests.length).toBe(reconcile(star).length);
  expect(tests.every(({ text: one }) => one.startsWith("-- star.") && one.endsWith(";\n"))).toBe(
    true,
  );
});
