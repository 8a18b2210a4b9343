import { toNames } from "@dx/core";
import type { Database } from "@dx/database";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect } from "vitest";
import {
  refuteAdditivity,
  type DimensionalModel,
  type FactTable,
  type Measure,
} from "../src/index.ts";

const int64 = { kind: "int64" } as const;
const cents = { kind: "decimal", precision: 18, scale: 2 } as const;
const measure = (name: string, type: Measure["type"] = int64): Measure => ({
  name,
  source: name,
  type,
  additivity: "unknown",
  saidBy: "nobody",
  rollUp: { kind: "none" },
});
const fact: FactTable = {
  name: "fct_line",
  kind: "transaction",
  source: "line",
  grain: { sentence: "one row per line", key: [{ name: "id", source: "id", type: int64 }] },
  keys: [
    { column: "date_key", role: "date", dimension: "dim_date", source: ["day"] },
    { column: "account_key", role: "account", dimension: "dim_account", source: ["account"] },
  ],
  measures: [
    measure("quantity"),
    measure("price", cents),
    measure("amount", cents),
    measure("freight"),
    measure("balance", cents),
    measure("other"),
  ],
  degenerate: [{ name: "receipt", source: "receipt", type: { kind: "text" } }],
};
const model: DimensionalModel = {
  name: "sales",
  facts: [fact],
  dimensions: [],
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

/** Lines of receipts of two lines each, of two accounts; the freight is that of the receipt, the balance what was sold so far. */
async function fill(db: Database, damage: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const sums = [0, 0];
  const rows = Array.from({ length: 40 }, (_, index) => {
    const account = index % 2;
    const [quantity, price] = [1 + (index % 3), 105 + ((index * 37) % 400)];
    sums[account] = (sums[account] ?? 0) + quantity * price;
    return {
      id: BigInt(index),
      day: `2026-01-${String(1 + Math.floor(index / 2)).padStart(2, "0")}`,
      account: `a${account}`,
      receipt: `r${Math.floor(index / 2)}`,
      quantity: BigInt(quantity),
      price: { unscaled: BigInt(price), scale: 2 },
      amount: { unscaled: BigInt(quantity * price), scale: 2 },
      freight: BigInt(7 + (Math.floor(index / 2) % 9)),
      balance: { unscaled: BigInt(sums[account] ?? 0), scale: 2 },
      other: BigInt((index * 7919) % 101),
      ...(index === 39 ? damage : {}),
    };
  });
  await db.load("line", rows, {
    types: {
      id: "int64",
      day: "date",
      account: "text",
      receipt: "text",
      quantity: "int64",
      price: cents,
      amount: cents,
      freight: "int64",
      balance: cents,
      other: "int64",
    },
  });
}

const asked = (name: string) =>
  refuteAdditivity(model, {
    fact,
    measure: fact.measures.find((one) => one.name === name) ?? measure(name),
  });

forEachDatabase(
  "data refute sums, with a counterexample, and never what may be summed",
  async ({ db }) => {
    await fill(db);
    const found: Record<string, unknown> = {};
    for (const { name } of fact.measures)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      found[name] = (await db.run(asked(name))).refuted?.additivity ?? null;
    expect(found).toEqual({
      quantity: null,
      price: "non-additive",
      amount: null,
      freight: "non-additive",
      balance: "semi-additive",
      other: null,
    });
    const { refuted, tried } = await db.run(asked("balance"));
    expect(refuted).toMatchObject({
      rollUp: { kind: "last", role: "date" },
      reason: expect.stringContaining("for each account it is the running total of amount"),
      counterexample: { counted: { value: "38" } },
    });
    expect(tried.length).toBeGreaterThan(5);
  },
);

forEachDatabase("a law that one row breaks refutes nothing", async ({ db }) => {
  await fill(db, { amount: { unscaled: 1n, scale: 2 }, freight: 99n });
  for (const name of toNames(["price", "freight", "balance"]))
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect([name, (await db.run(asked(name))).refuted]).toEqual([name, null]);
});

forEachDialect("questions are of the dialect", ({ check }) => {
  const questions = fact.measures.flatMap(({ name }) => {
    const steps = asked(name)[Symbol.iterator]();
    const first = steps.next();
    return first.done === true ? [] : first.value;
  });
  for (const question of questions) check(question);
});
