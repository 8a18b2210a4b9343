import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import {
  buildLineage,
  planChange,
  readViews,
  viewScript,
  type SchemaChange,
} from "../src/index.ts";
import { edgeTexts, parser } from "./shop.ts";

const changes: readonly SchemaChange[] = [
  { kind: "add-column", table: "orders", column: "note", type: "varchar" },
  { kind: "rename-column", table: "orders", column: "note", to: "Note 2" },
  { kind: "change-type", table: "orders", column: "price", type: "bigint" },
  { kind: "drop-column", table: "orders", column: '"Note 2"' },
  { kind: "drop-table", table: "orders" },
];

forEachDatabase("views are read with their texts, and changes can be made", async ({ db }) => {
  await db.apply([
    [
      { purpose: "table", sql: sql`create table orders (id integer, price integer)` },
      { purpose: "view", sql: sql`create view "Dear" as select id from orders where price > 10` },
    ],
  ]);
  const views = (await db.run(readViews())).filter(({ name }) => name === "Dear");
  expect(views).toHaveLength(1);
  const scripts = views.map((view) => viewScript(view, db.dialect));
  expect(
    edgeTexts(buildLineage(parser, scripts)).map((one) =>
      one.replaceAll(/\S+\.orders/g, "orders").replaceAll(/\S*dear"?/gi, "dear"),
    ),
  ).toEqual(["orders.id identity dear.id", "orders.price filter dear"]);
  await db.apply([[{ purpose: "end", sql: sql`drop view "Dear"` }]]);
  for (const change of changes)
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await db.apply(planChange(change));
  expect((await db.tables()).filter(({ name }) => name === "orders")).toEqual([]);
});

testWithPostgres(
  "materialized views, and views of others, are read",
  async ({ postgres, postgresUrl }) => {
    await postgres.query(`create role dx_somebody; create schema theirs authorization dx_somebody;
    create table orders (id integer, price integer); grant select on orders to dx_somebody;
    create materialized view sums as select sum(price) as total from orders`);
    await postgres.query("set role dx_somebody");
    await postgres.query("create view theirs.v as select id from public.orders");
    await postgres.query("reset role");
    const db = await openDatabase(postgresUrl);
    const views = await db.run(readViews());
    await db.close();
    expect(views.map(({ schema, name }) => `${schema}.${name}`)).toEqual([
      "public.sums",
      "theirs.v",
    ]);
    const lineage = buildLineage(
      parser,
      views.map((one) => viewScript(one, "postgres")),
    );
    expect(edgeTexts(lineage)).toEqual([
      "orders.id identity theirs.v.id",
      "orders.price aggregation sums.total",
    ]);
  },
);
