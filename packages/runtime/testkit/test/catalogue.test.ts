import { sql, verbatimSql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

forEachDatabase("describes columns, keys, comments and rows", async ({ db }) => {
  const statements = [
    `create table shop (id bigint primary key, name varchar not null unique)`,
    `create table "Sale" (shop_id bigint references shop (id), nth integer default 1, "Day" date,
       price decimal(10, 2), sold timestamp with time zone, tags varchar[], unique (shop_id, nth))`,
    `comment on table "Sale" is 'what was sold'`,
    `comment on column "Sale"."Day" is 'local'`,
    `create view v as select id from shop`,
  ];
  await db.apply([statements.map((text) => ({ purpose: "make", sql: verbatimSql(text) }))]);
  const tables = await db.tables();
  const sale = db.dialect === "postgres" ? '"Sale"' : "Sale";
  expect(tables.map(({ name }) => name).toSorted()).toEqual([sale, "shop", "v"].toSorted());
  const [relation] = tables.filter(({ name }) => name === sale);
  const schema = await db.describe(relation ?? "");
  expect(schema).toEqual(await db.describe('"Sale"'));
  expect(schema).toMatchObject({
    relation,
    kind: "table",
    comment: "what was sold",
    uniqueKeys: [["shop_id", "nth"]],
    foreignKeys: [{ columns: ["shop_id"], references: { name: "shop" }, referenced: ["id"] }],
    columns: [
      { name: "shop_id", type: { kind: "int64" }, native: "bigint", nullable: true },
      { name: "nth", type: { kind: "int32" }, default: expect.stringContaining("1") },
      {
        name: db.dialect === "postgres" ? '"Day"' : "Day",
        type: { kind: "date" },
        comment: "local",
      },
      { name: "price", type: { kind: "decimal", precision: 10, scale: 2 } },
      { name: "sold", type: { kind: "instant" } },
      { name: "tags", type: { kind: "text", native: expect.stringMatching(/\[\]$/) } },
    ],
  });
  expect(schema.primaryKey).toBeUndefined();
  expect(await db.describe("shop")).toMatchObject({
    primaryKey: ["id"],
    uniqueKeys: [["name"]],
    columns: [{ nullable: false }, { nullable: false }],
  });
  expect(await db.describe("v")).toMatchObject({ kind: "view" });
  expect(
    await db.query(sql`select * from ${relation ?? { kind: "relation", name: "" }}`),
  ).toBeDefined();
});

forEachDatabase("tells how many rows the engine thinks there are", async ({ db }) => {
  await db.load(
    "t",
    Array.from({ length: 100 }, (_, a) => ({ a })),
  );
  await db.apply([[{ purpose: "count", sql: sql`analyze t` }]]);
  expect((await db.describe("t")).estimatedRows).toBe(100);
});

forEachDatabase("what is not there is not described", async ({ db }) => {
  for (const name of ["nothing", "no.such", "a.b.c"])
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    await expect(db.describe(name)).rejects.toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
});
