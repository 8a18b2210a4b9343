import { expect, test } from "vitest";
import { designStar, type DesignSource, type DesignTable } from "../src/index.ts";
import { cents, int64, reference, table, text } from "./design-source.ts";

const design = (source: DesignSource) =>
  designStar(source, { process: "sales", date: { from: "2026-01-01", to: "2026-12-31" } });

/** Lines that name a part with its supplier, and customers of nations of regions; columns begin with the letter of their table. */
const warehouse: DesignSource = {
  tables: [
    table("region", "r_regionkey", { r_regionkey: int64, r_name: text, r_comment: text }),
    table("nation", "n_nationkey", { n_nationkey: int64, n_name: text, n_regionkey: int64 }),
    table("part", "p_partkey", { p_partkey: int64, p_name: text, p_size: int64 }),
    table("supplier", "s_suppkey", { s_suppkey: int64, s_name: text, s_nationkey: int64 }),
    table("partsupp", "ps_partkey,ps_suppkey", {
      ps_partkey: int64,
      ps_suppkey: int64,
      ps_supplycost: cents,
    }),
    table("lineitem", "l_id", {
      l_id: int64,
      l_partkey: int64,
      l_suppkey: int64,
      l_quantity: int64,
    }),
  ],
  references: [
    reference("nation", "n_regionkey", "region:r_regionkey"),
    reference("supplier", "s_nationkey", "nation:n_nationkey"),
    reference("partsupp", "ps_partkey", "part:p_partkey"),
    reference("partsupp", "ps_suppkey", "supplier:s_suppkey"),
    {
      child: "lineitem",
      childColumns: ["l_partkey", "l_suppkey"],
      parent: "partsupp",
      parentColumns: ["ps_partkey", "ps_suppkey"],
      by: "data",
      reason: "found",
    },
  ],
};

test("what relates others is a fact, and who refers to it refers to those; dimensions take over what theirs name", () => {
  const { facts, dimensions } = design(warehouse);
  expect(facts.map(({ name, keys }) => [name, keys.map(({ role }) => role)])).toEqual([
    ["fct_partsupp", ["part", "supplier"]],
    ["fct_lineitem", ["part", "supplier"]],
  ]);
  expect(facts[1]?.measures.map(({ name, source }) => `${name} ${source}`)).toEqual([
    "quantity l_quantity",
  ]);
  const supplier = dimensions.find(({ name }) => name === "dim_supplier");
  expect(supplier?.attributes.map(({ name, from }) => `${name} ${from ?? ""}`)).toEqual([
    "name ",
    "nationkey ",
    "nation_name nation",
    "nation_regionkey nation",
    "region_name region",
    "region_comment region",
  ]);
  expect(supplier?.outer).toEqual([
    { name: "nation", source: "nation", columns: ["s_nationkey"], key: ["n_nationkey"] },
    {
      name: "region",
      source: "region",
      through: "nation",
      columns: ["n_regionkey"],
      key: ["r_regionkey"],
    },
  ]);
  expect(supplier?.hierarchies).toEqual([
    { name: "nationkey < nation_regionkey", levels: ["nationkey", "nation_regionkey"] },
  ]);
});

test("lines of days are facts though facts refer to them, what has a key of one column is described", () => {
  const day = (child: string) => reference(child, "day_sk", "date_dim:day_sk");
  const shopping: DesignSource = {
    tables: [
      table("date_dim", "day_sk", { day_sk: int64, year: int64, name: text }),
      table("customer", "customer_sk", { customer_sk: int64, day_sk: int64, children: int64 }),
      table("item", "item_sk", { item_sk: int64, title: text }),
      table("sales", "item_sk,ticket", {
        item_sk: int64,
        ticket: int64,
        day_sk: int64,
        customer_sk: int64,
        paid: cents,
      }),
      table("refunds", "item_sk,ticket", {
        item_sk: int64,
        ticket: int64,
        day_sk: int64,
        given: cents,
      }),
    ],
    references: [
      day("customer"),
      day("sales"),
      day("refunds"),
      reference("sales", "item_sk", "item:item_sk"),
      reference("sales", "customer_sk", "customer:customer_sk"),
      {
        child: "refunds",
        childColumns: ["item_sk", "ticket"],
        parent: "sales",
        parentColumns: ["item_sk", "ticket"],
        by: "data",
        reason: "found",
      },
    ],
  };
  const { facts, dimensions } = design(shopping);
  expect(facts.map(({ name, keys }) => [name, keys.map(({ dimension }) => dimension)])).toEqual([
    ["fct_sale", ["dim_date_dim", "dim_item", "dim_customer"]],
    ["fct_refund", ["dim_date_dim", "dim_item"]],
  ]);
  const customer = dimensions.find(({ name }) => name === "dim_customer");
  expect(customer?.attributes.map(({ name }) => name)).toEqual(["day_sk", "children"]);
});

test("of keys that only the rows show, measures, times and references are chance", () => {
  const withKeys = (first: string, ...keys: readonly string[]) => ({
    ...table("order_items", "", {
      [first]: int64,
      order_id: int64,
      line_no: int64,
      quantity: int64,
      at: { kind: "timestamp" },
      price: cents,
    }),
    keys: keys.map((one) => ({ columns: one.split(","), by: "data" as const })),
  });
  const keyOf = (given: DesignTable): string | undefined =>
    design({
      tables: [table("orders", "id", { id: int64, total: cents }), given],
      references: [reference("order_items", "order_id", "orders")],
    })
      .facts.find(({ source }) => source === "order_items")
      ?.grain.key.map(({ source }) => source)
      .join();
  const line = "line_no,order_id";
  expect(keyOf(withKeys("first", "order_id,quantity", line))).toBe(line);
  expect(keyOf(withKeys("first", "at", "price", line, "quantity", "order_id"))).toBe(line);
  expect(keyOf(withKeys("first", "at", line, "first"))).toBe("first");
  expect(keyOf(withKeys("first", "at", "order_id", "price"))).toBe("order_id");
  expect(keyOf(withKeys("first", "price", "quantity,order_id", "at"))).toBe("at");
});

test("a number that names a fact is no measure, whatever it is called", () => {
  const visits: DesignSource = {
    tables: [
      table("staff", "id", { id: int64, grade: text }),
      table("admissions", "id", { id: int64, staff: int64, cost: cents }),
      table("prescriptions", "id", { id: int64, admission: int64, staff: int64, doses: int64 }),
    ],
    references: [
      reference("admissions", "staff", "staff"),
      reference("prescriptions", "staff", "staff"),
      reference("prescriptions", "admission", "admissions"),
    ],
  };
  const fact = designStar(visits, { process: "visits", facts: ["prescriptions", "admissions"] })
    .facts[0];
  expect(fact?.measures.map(({ name }) => name)).toEqual(["doses"]);
  expect(fact?.degenerate.map(({ name }) => name)).toEqual(["admission"]);
});
