/* oxlint-disable no-await-in-loop -- one step after the other */
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { createTable, joinPlans, planTable, sql, type Plan, type Sql } from "@dx/sql";
import {
  toObjects,
  toRows,
  type Claim,
  type PlainObject,
  type Relation,
  type TypeName,
} from "@dx/core";
import { expect, test } from "vitest";
import {
  completenessClaim,
  driftCaughtClaim,
  findKeyFaults,
  freshnessClaim,
  noteLoad,
  orderTransformations,
  parseDuration,
  parseQualityCheck,
  planLateRows,
  planLoad,
  planStateTables,
  planTransformations,
  planWave,
  qualityClaim,
  readLoads,
  sameTablesClaim,
  transformationFiles,
  transformationSql,
  type LoadSpec,
  type Transformation,
} from "../src/index.ts";

const columns = [
  { name: "id", type: { kind: "int64" } },
  { name: "city", type: { kind: "text" } },
  { name: "note", type: { kind: "json" } },
] as const;
const specs: readonly Omit<LoadSpec, "table">[] = [
  { mode: "append" },
  { mode: "replace" },
  { mode: "replace", replace: "swap" },
  { mode: "merge", key: "id", deletes: "by-keys" },
  { mode: "merge", key: ["id", "city"], merge: "delete-insert" },
  { mode: "merge", key: "id", merge: "insert-only" },
];

forEachDialect("loads are statements of every dialect", ({ check }) => {
  for (const spec of specs)
    check([
      [...planLoad({ table: "shop.t", ...spec }, { staging: "shop.s", columns, target: columns })],
    ]);
  check([
    [
      ...planLoad(
        { table: "shop.t", mode: "append" },
        {
          staging: "shop.s",
          columns: columns.slice(0, 2),
          target: columns,
          reread: { column: "id", from: sql`${7n}` },
        },
      ),
    ],
  ]);
  const record = {
    table: "shop.t",
    loadId: "it's",
    at: "2026-01-01",
    mode: "merge",
    read: 1,
    inserted: 1,
    updated: 0,
    deleted: 0,
    rejected: 0,
    bytes: null,
    seconds: null,
    cursor: "{}",
  };
  check([noteLoad(record)]);
  for (const question of [
    ...readLoads("shop.t").questions,
    ...findKeyFaults("shop.s", columns.slice(0, 2)).questions,
  ])
    check(question);
  for (const plan of [
    planLateRows({ pool: "p", live: "l" }, { at: "2026-01-01" }),
    planWave({ pool: "p", live: "l" }, { at: "2026-01-01", column: columns[1] }),
  ])
    check(plan);
});

const all: readonly Transformation[] = [
  {
    name: "mart",
    layer: "marts",
    key: "city",
    from: "stg",
    columns: {
      city: "city",
      n: { aggregate: "count" },
      total: { column: "price", aggregate: "sum", cast: "int64" },
      buyers: { column: "buyer", aggregate: "count_distinct" },
    },
  },
  {
    name: "stg",
    layer: "staging",
    key: "id",
    from: "orders",
    joins: [{ table: "shops", on: { shop: "id" } }],
    columns: {
      id: "id",
      price: "price",
      buyer: { column: "buyer", text: "lower" },
      city: { column: "shops.city name", text: "trim", ifNull: "none" },
    },
    where: [
      { column: "price", is: ">", value: 0 },
      { column: "shops.city name", is: "not null" },
    ],
  },
];
const place = (name: string): Relation => ({ kind: "relation", name });

forEachDialect("transformations are queries of every dialect", ({ check, dialect }) => {
  for (const one of all) check(transformationSql(one, place));
  if (dialect !== "duckdb" && dialect !== "bigquery") return; // one for each kind of quotes
  const files = transformationFiles(all, { dialect, place, folder: "m", refs: true });
  expect(files["m/staging/stg.sql"]).toContain("{{ ref('orders') }}");
  expect(files["m/marts/mart.sql"]).toContain("{{ ref('stg') }}");
});

const table = (
  name: string,
  rows: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>> = {},
): Plan => planTable(name, toRows(rows, types));
const orders = table("orders", [
  { id: 1, shop: 1, price: 5, buyer: "Ann" },
  { id: 2, shop: 1, price: 7, buyer: "ANN" },
  { id: 3, shop: 2, price: 9, buyer: null },
  { id: 4, shop: 3, price: 0, buyer: "Bob" },
]);
const shops = table("shops", [
  { id: 1, "city name": " Ulm " },
  { id: 2, "city name": null },
  { id: 3, "city name": "Bonn" },
]);

forEachDatabase("transformations run in the order of what they are made of", async ({ db }) => {
  await db.apply(joinPlans(orders, shops));
  const ordered = orderTransformations(all, ["orders", "shops"]);
  expect(ordered.map(({ name }) => name)).toEqual(["stg", "mart"]);
  const raw: Transformation = {
    name: "raw",
    layer: "marts",
    key: "id",
    sql: "select id from {{ ref('stg') }} where id > 1",
  };
  for (const _ of [1, 2]) await db.apply(planTransformations([...ordered, raw], place));
  expect(toObjects(await db.query("select * from mart"), "js")).toEqual([
    { city: "Ulm", n: 2, total: 12, buyers: 1 },
  ]);
  expect((await db.query("select * from raw")).count).toBe(1);
});

test("transformations that cannot be ordered are refused by name", () => {
  const one = (
    name: string,
    from: string,
    layer: Transformation["layer"] = "staging",
  ): Transformation => ({ name, layer, from, key: "id", columns: { id: "id" } });
  const order =
    (...list: readonly Transformation[]) =>
    () =>
      orderTransformations(list, ["orders"]);
  expect(order(one("a", "order"))).toThrow("which is not there");
  expect(order(one("a", "b"), one("b", "a"))).toThrow("made from each other");
  expect(order(one("orders", "orders"))).toThrow("two things are called orders");
  expect(order(one("a", "b"), one("b", "orders", "marts"))).toThrow("of marts");
  expect(() => transformationSql({ name: "x", layer: "marts", key: "id" }, place)).toThrow(
    "not defined well",
  );
});

test("spans and rules are read, or refused with what may be written", () => {
  expect([parseDuration("24 hours"), parseDuration("1 Day")]).toEqual([
    86_400_000_000n,
    86_400_000_000n,
  ]);
  for (const bad of ["", "day", "1.5 hours", "-1 day", "1 month"])
    expect(() => parseDuration(bad)).toThrow("no span of time");
  expect(parseQualityCheck("accepted_values(t.state: new, in transit)").values).toEqual([
    "new",
    "in transit",
  ]);
  for (const bad of [
    "unique()",
    "unique(id)",
    "unique(a.x, b.y)",
    "relationships(a.x)",
    "accepted_values(a.x)",
    "row_count(a) > 1",
    "unique(a.x",
  ])
    expect(() => parseQualityCheck(bad)).toThrow("is no rule");
});

const good = joinPlans(orders, shops, [
  [
    { purpose: "copy", sql: sql`create table copy as select * from orders` },
    {
      purpose: "tidy",
      sql: sql`create table tidy as select id, coalesce(trim("city name"), 'Ulm') as "city name" from shops`,
    },
    { purpose: "time", sql: createTable("seen", [{ name: "at", type: "timestamp" }]) },
    { purpose: "fill", sql: sql`insert into seen values (cast('2026-01-02' as timestamp))` },
    { purpose: "drift", sql: sql`create table drift as select true as caught` },
  ],
]);
const rule = (text: string) =>
  qualityClaim(parseQualityCheck(text), { id: text, place: (name) => name });
const key = { key: "id", columns: ["id", "price"] } as const;
/** Each claim, and what damages it. */
const claimed: readonly (readonly [Claim<Sql>, Sql])[] = [
  [
    sameTablesClaim("orders", "copy", { id: "same", ...key }),
    sql`update copy set price = 1 where id = 2`,
  ],
  [
    completenessClaim("orders", "copy", { id: "complete", key: "id", atLeast: 0.75 }),
    sql`delete from copy where id < 3`,
  ],
  [
    freshnessClaim("seen", {
      id: "fresh",
      column: "at",
      within: "1 day",
      now: "2026-01-03T00:00:00Z",
    }),
    sql`update seen set "at" = "at" - interval '1 second'`,
  ],
  [
    driftCaughtClaim("drift", { id: "drift", statement: "x", subject: "x" }),
    sql`update drift set caught = false`,
  ],
  [rule("unique(copy.id)"), sql`update copy set id = 1`],
  [rule("not_null(copy.shop, copy.price)"), sql`update copy set price = null where id = 1`],
  [rule("accepted_values(tidy.city name: Bonn, Ulm)"), sql`update tidy set "city name" = 'x'`],
  [rule("relationships(copy.shop -> shops.id)"), sql`update copy set shop = 9`],
  [rule("row_count(copy) >= 4"), sql`delete from copy where id = 1`],
];

forEachDatabase("each claim holds on good data, and fails on damaged", async ({ db }) => {
  await db.apply(good);
  for (const { id, verdict } of await db.check(claimed.map(([claim]) => claim)))
    expect([id, verdict]).toEqual([id, "holds"]);
  for (const [claim, damage] of claimed) {
    const undone = new Error(`${claim.id} was seen`);
    const seen = db.transaction(async (tx) => {
      await tx.apply([[{ purpose: "damage", sql: damage }]]);
      const [evidence] = await tx.check([claim]);
      expect([claim.id, evidence?.verdict]).toEqual([claim.id, "fails"]);
      throw undone;
    });
    await expect(seen).rejects.toBe(undone);
  }
});

forEachDatabase("state tables can be made twice", async ({ db }) => {
  for (const _ of [1, 2]) await db.apply(planStateTables("t"));
  expect(await db.run(readLoads("t", { all: true }))).toEqual([]);
});
