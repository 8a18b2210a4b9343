import { isDxError } from "@dx/core";
import { expect, test } from "vitest";
import { designStar, type DesignRequirements, type DesignSource } from "../src/index.ts";
import { cents, date, int64, reference, table, text } from "./design-source.ts";

const design = (given: DesignSource, asked: Partial<DesignRequirements> = {}) =>
  designStar(given, { process: "p", date: { from: "2026-01-01", to: "2026-12-31" }, ...asked });
const errorOf = (given: DesignSource, asked: Partial<DesignRequirements> = {}): string => {
  try {
    design(given, asked);
  } catch (error) {
    return isDxError(error) ? `${error.code} ${error.message}` : String(error);
  }
  return "no error";
};
const customers = table("customers", "id", { id: int64, name: text });
const orders = table("orders", "id", {
  id: int64,
  customer_id: int64,
  invoice_id: int64,
  total: cents,
});
const toCustomers = reference("orders", "customer_id", "customers");

test("a fact that nothing tells apart is refused, and so is a source without any", () => {
  expect(
    errorOf({ tables: [customers, { ...orders, keys: [] }], references: [toCustomers] }),
  ).toMatch(/^DX_DIMENSIONAL_DESIGN nothing tells the rows of orders apart/);
  expect(errorOf({ tables: [customers, orders], references: [] })).toMatch(
    /^DX_DIMENSIONAL_DESIGN no table can be a fact/,
  );
  expect(errorOf({ tables: [], references: [] })).toMatch(/no table can be a fact/);
});

test("tables that refer to each other in a circle are named, and people say which is a fact", () => {
  const invoices = table("invoices", "id", {
    id: int64,
    order_id: int64,
    due_on: date,
    sum: cents,
  });
  const circle: DesignSource = {
    tables: [customers, orders, invoices],
    references: [
      toCustomers,
      reference("orders", "invoice_id", "invoices"),
      reference("invoices", "order_id", "orders"),
    ],
  };
  expect(errorOf(circle)).toContain(
    "orders refers to invoices refers to orders, so each describes the other",
  );
  const { facts } = design(circle, { facts: ["orders", "invoices"] });
  expect(facts.map(({ name, measures }) => [name, measures.map((one) => one.name).join()])).toEqual(
    [
      ["fct_order", "total"],
      ["fct_invoice", "sum"],
    ],
  );
});

test("a circle of dimensions ends, and so does a table that refers to itself", () => {
  const around: DesignSource = {
    tables: [
      table("cities", "id", { id: int64, name: text, country_id: int64 }),
      table("countries", "id", { id: int64, title: text, capital_id: int64, ally_id: int64 }),
      table("visits", "id", { id: int64, city_id: int64, cost: cents }),
    ],
    references: [
      reference("visits", "city_id", "cities"),
      reference("cities", "country_id", "countries"),
      reference("countries", "capital_id", "cities"),
      reference("countries", "ally_id", "countries"),
    ],
  };
  const { dimensions, facts } = design(around, { facts: ["visits"] });
  expect(facts[0]?.keys.map(({ role }) => role)).toEqual(["city"]);
  expect(dimensions.map(({ attributes }) => attributes.map(({ name }) => name))).toEqual([
    ["name", "country_id", "country_title", "country_capital_id", "country_ally_id"],
  ]);
});

test("names that collide after folding, or are too long, are refused with each of them", () => {
  const wide = table("orders", "id", {
    id: int64,
    customer_id: int64,
    "Total Sum": cents,
    total_sum: cents,
  });
  expect(errorOf({ tables: [customers, wide], references: [toCustomers] })).toMatch(
    /^DX_DIMENSIONAL_MODEL .*fct_order has two columns total_sum/,
  );
  const long = table("orders", "id", {
    id: int64,
    customer_id: int64,
    [`a${"ä".repeat(32)}`]: cents,
  });
  expect(errorOf({ tables: [customers, long], references: [toCustomers] })).toMatch(
    /is longer than 63 bytes, which Postgres cuts/,
  );
});

test("500 columns become a star of 500 columns", () => {
  const names = Array.from({ length: 500 }, (_, at) => `value_of_${at}`);
  const wide = table("readings", "id", {
    id: int64,
    customer_id: int64,
    ...Object.fromEntries(names.map((one) => [one, cents])),
  });
  const references = [reference("readings", "customer_id", "customers")];
  const [fact] = design({ tables: [customers, wide], references }).facts;
  expect(fact?.measures.map(({ name }) => name)).toEqual(names);
});
