import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { joinPlans, sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  busMatrix,
  checkModel,
  designStar,
  drawStar,
  planBridge,
  planLoads,
  planStar,
  reconcile,
  toMermaid,
  type DesignRequirements,
  type DesignSource,
  type DimensionalModel,
} from "../src/index.ts";
import { cents, date, int64, reference, table, text } from "./design-source.ts";

/** Accounts with several holders, payments of accounts, and payments with several tags. */
const bank: DesignSource = {
  tables: [
    table("accounts", "id", { id: int64, branch: text }),
    table("customers", "id", { id: int64, name: text }),
    table("tags", "code", { code: text, title: text }),
    table("account_holders", "account_id,customer_id", {
      account_id: int64,
      customer_id: int64,
      share: cents,
      updated_at: { kind: "timestamp" },
    }),
    table("payments", "id", { id: int64, account_id: int64, paid_on: date, amount: cents }),
    table("payment_tags", "payment_id,tag", { payment_id: int64, tag: text }),
  ],
  references: [
    reference("account_holders", "account_id", "accounts"),
    reference("account_holders", "customer_id", "customers"),
    reference("payments", "account_id", "accounts"),
    reference("payment_tags", "payment_id", "payments"),
    reference("payment_tags", "tag", "tags:code"),
  ],
};
const calendar = { from: "2026-01-01", to: "2026-01-31" };
const design = (asked: Partial<DesignRequirements> = {}, given = bank): DimensionalModel =>
  designStar(given, {
    process: "payments",
    date: calendar,
    additivity: { amount: "additive" },
    ...asked,
  });
const shapeOf = ({ facts, dimensions, bridges = [] }: DimensionalModel): string =>
  [
    ...facts.map(({ name }) => name),
    ...dimensions.map(({ name }) => name),
    ...bridges.map(({ name, weight }) => `${name} by ${weight ?? "equal shares"}`),
  ].join(", ");

test("link tables become bridges, from a fact or from what a fact names, and facts where people say so", () => {
  const model = design();
  expect(model.bridges).toEqual([
    {
      name: "brg_account_holder",
      source: "account_holders",
      group: [{ name: "id", source: "account_id", type: int64 }],
      through: "dim_account",
      dimension: "dim_customer",
      member: ["customer_id"],
      weight: "share",
    },
    {
      name: "brg_payment_tag",
      source: "payment_tags",
      group: [{ name: "id", source: "payment_id", type: int64 }],
      dimension: "dim_tag",
      member: ["tag"],
    },
  ]);
  expect(shapeOf(model)).toBe(
    "fct_payment, dim_account, dim_customer, dim_tag, brg_account_holder by share, brg_payment_tag by equal shares",
  );
  expect(
    model.decisions.filter(({ about }) => about === "bridge").map(({ reason }) => reason),
  ).toEqual([
    "account_holders has nothing but references to both and a share: joined to facts, it would count them several times",
    "payment_tags has nothing but references to both: joined to facts, it would count them several times",
  ]);
  expect(shapeOf(design({ bridges: false }))).toBe(
    "fct_account_holder, fct_payment, fct_payment_tag, dim_account, dim_customer, dim_tag",
  );
  expect(shapeOf(design({ bridges: { account_holder: null } }))).toContain(
    "fct_payment_tag, dim_account, dim_tag, dim_customer, brg_account_holder by equal shares",
  );
  expect(shapeOf(design({ facts: ["payments", "payment_tags"] }))).not.toContain("brg");
  expect(shapeOf(design({ dimensions: ["account", "tag", "date"] }))).toBe(
    "fct_payment, dim_account, dim_tag, brg_payment_tag by equal shares",
  );
  expect(shapeOf(design({ scdTypes: { customers: 2 } }))).toBe(
    "fct_payment, dim_account, dim_tag, brg_payment_tag by equal shares",
  );
  expect(() => design({ bridges: { payments: null } })).toThrow(/payments can be no bridge/);
  expect(() => design({ bridges: { account_holdrs: null } })).toThrow(
    /did you mean account_holders/,
  );
});

test("what has numbers or dates of its own, or relates what no other fact names, stays a fact", () => {
  const tables = bank.tables.map((one) =>
    one.name === "payment_tags"
      ? table("payment_tags", "payment_id,tag", { payment_id: int64, tag: text, since: date })
      : one.name === "account_holders"
        ? table("account_holders", "account_id,customer_id", {
            account_id: int64,
            customer_id: int64,
            fee: cents,
          })
        : one,
  );
  expect(shapeOf(design({}, { ...bank, tables }))).not.toContain("brg");
  const alone: DesignSource = {
    tables: bank.tables.filter(({ name }) => !name.startsWith("payment")),
    references: bank.references.filter(({ child }) => !child.startsWith("payment")),
  };
  const [fact] = design({ additivity: {} }, alone).facts;
  expect(fact?.source).toBe("account_holders");
});

test("a bridge that cannot be is refused with all that is wrong", () => {
  const model = design();
  const [bridge] = model.bridges ?? [];
  if (bridge === undefined) throw new Error("no bridge");
  const wrong = { ...bridge, group: [], dimension: "dim_account" };
  expect(() => checkModel({ ...model, bridges: [wrong] })).toThrow(
    /has no group; .*groups and members of one dimension; groups of .* have 0 columns/,
  );
  expect(() => checkModel({ ...model, bridges: [{ ...bridge, dimension: "dim_x" }] })).toThrow(
    expect.objectContaining({ code: "DX_DIMENSIONAL_NAME" }),
  );
  expect(busMatrix(model).rows[0]?.roles).toHaveProperty("dim_account");
  expect(drawStar(model).svg).toContain(">several<");
  expect(drawStar({ ...model, bridges: [] }).svg).not.toContain(">several<");
  expect(toMermaid(model)).toContain('"dim_customer" ||--o{ "brg_account_holder"');
});

const fillBank = async (db: Database): Promise<void> => {
  const ids = { id: "int64" } as const;
  await db.load(
    "accounts",
    [1n, 2n, 3n].map((id) => ({ id, branch: "b" })),
    { types: { ...ids, branch: "text" } },
  );
  await db.load(
    "customers",
    [7n, 8n].map((id) => ({ id, name: `c${id}` })),
    { types: { ...ids, name: "text" } },
  );
  await db.load(
    "tags",
    [
      { code: "a", title: "A" },
      { code: "b", title: "B" },
    ],
    { types: { code: "text", title: "text" } },
  );
  const holder = (account_id: bigint, customer_id: bigint, share: string) => ({
    account_id,
    customer_id,
    share,
    updated_at: null,
  });
  await db.load(
    "account_holders",
    [holder(1n, 7n, "0.25"), holder(1n, 8n, "0.75"), holder(2n, 8n, "1.00")],
    { types: { account_id: "int64", customer_id: "int64", share: cents, updated_at: "timestamp" } },
  );
  await db.load(
    "payments",
    [1n, 1n, 2n, 3n].map((account_id, at) => ({
      id: BigInt(at + 1),
      account_id,
      paid_on: "2026-01-05",
      amount: `${at}.01`,
    })),
    { types: { ...ids, account_id: "int64", paid_on: "date", amount: cents } },
  );
  await db.load(
    "payment_tags",
    [
      { payment_id: 2n, tag: "a" },
      { payment_id: 2n, tag: "b" },
      { payment_id: 4n, tag: "a" },
    ],
    { types: { payment_id: "int64", tag: "text" } },
  );
};

forEachDatabase("measures are shared out without loss, and each damage is seen", async ({ db }) => {
  await fillBank(db);
  const model = design();
  const load = (loadedAt: string) =>
    joinPlans(planStar(model), planLoads(model, { loadedAt }).plan);
  await db.apply(load("2026-02-01"));
  await db.apply(load("2026-03-01")); // again, and nothing changes
  const held = async (): Promise<readonly string[]> =>
    toObjects(
      await db.query(
        sql`select b.id, b.account_key, c.name, b.weight, cast(b.updated_at as date) as at from brg_account_holder as b join dim_customer as c on c.customer_key = b.customer_key order by b.id, c.name`,
      ),
      "js",
    ).map((row) => Object.values(row).join(" "));
  expect(await held()).toEqual([
    "1 1 c7 0.250000000 2026-02-01",
    "1 1 c8 0.750000000 2026-02-01",
    "2 2 c8 1.000000000 2026-02-01",
  ]);
  const judge = async (wanted: RegExp): Promise<readonly string[]> =>
    (await db.check(reconcile(model).filter(({ id }) => wanted.test(id)))).flatMap(
      ({ id, verdict }) => (verdict === "holds" ? [] : [`${id.slice(5)} ${verdict}`]),
    );
  expect(reconcile(model).map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      "star.brg_account_holder.fct_payment.amount.account",
      "star.brg_payment_tag.fct_payment.amount",
    ]),
  );
  expect(await judge(/./)).toEqual([]);
  const change = async (what: ReturnType<typeof sql>): Promise<void> => {
    await db.apply([[{ purpose: "change", sql: what }]]);
  };
  await change(sql`update brg_account_holder set weight = 0.5 where weight = 0.25`);
  await change(sql`update brg_payment_tag set weight = 0.4 where weight = 0.5`);
  expect(await judge(/brg/)).toEqual([
    "brg_account_holder.fct_payment.amount.account fails",
    "brg_account_holder.weights fails",
    "brg_payment_tag.fct_payment.amount fails",
    "brg_payment_tag.weights fails",
  ]);
  await change(sql`update account_holders set customer_id = 7, share = 0.9 where account_id = 2`);
  await change(sql`delete from account_holders where account_id = 1 and customer_id = 7`);
  expect(await judge(/weights-of-source/)).toEqual(["brg_account_holder.weights-of-source fails"]);
  await db.apply(load("2026-04-01"));
  expect(await held()).toEqual(["1 1 c8 0.750000000 2026-02-01", "2 2 c7 0.900000000 2026-04-01"]);
});

forEachDialect("bridges through a dimension are written", ({ check }) => {
  const model = design();
  const [bridge] = model.bridges ?? [];
  if (bridge === undefined) throw new Error("no bridge");
  for (const one of planBridge(model, bridge, { loadedAt: "2026-02-01" }).flat()) check(one.sql);
  for (const { id, check: how } of reconcile(model))
    if (id.includes(".brg_account_holder.") && how.kind === "same-rows") check(how.right);
    else if (id.endsWith("weights-of-source") && how.kind === "no-rows") check(how.violations);
});
