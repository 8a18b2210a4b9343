import { toObjects } from "@dx/core";
import { renderSql, sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { planHistoryViews, snapshotHash } from "../src/index.ts";
import type { TableSchema } from "@dx/core";
import { planWide, wide, wideSpec } from "./wide-history.ts";

const described = ["city", "size", "phone", "founded", "region", "prior_region"];

forEachDatabase("views show named columns only, whatever open rows end in", async ({ db }) => {
  for (const openEnd of [undefined, "9999-12-31 00:00:00"]) {
    const { current, historical, asOf } = planHistoryViews(wide, wideSpec(openEnd));
    // oxlint-disable-next-line no-await-in-loop -- the same table is made again
    await db.apply([
      [
        { purpose: "make room", sql: sql`drop view if exists dim_shop_current` },
        { purpose: "make room", sql: sql`drop view if exists dim_shop_history` },
        { purpose: "make room", sql: sql`drop table if exists dim_shop` },
      ],
      ...planWide(openEnd),
      [{ purpose: "add", sql: sql`alter table dim_shop add column secret text` }],
      ...current,
      ...historical,
      ...current,
      ...historical,
    ]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const now = await db.query("select * from dim_shop_current order by shop_key");
    const names = ["shop_key", "country", "shop", "valid_from"];
    expect(now.columns.map(({ name }) => name)).toEqual([...names, "is_current", ...described]);
    expect(toObjects(now, "js").map(({ shop_key }) => shop_key)).toEqual([3, 5]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const all = await db.query("select * from dim_shop_history");
    const both = [...names, "valid_to", "is_current"];
    expect(all.columns.map(({ name }) => name)).toEqual([...both, ...described]);
    expect(all.count).toBe(6);
    const at = { parameters: { as_of: "2024-01-05" } };
    const { text } = renderSql(asOf, db.dialect, at);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const then = toObjects(await db.query(text), "js");
    expect(then.map(({ country, city }) => [country, city])).toEqual(
      expect.arrayContaining([
        ["DE", null],
        ["FR", "Bonn"],
      ]),
    );
    expect(then).toHaveLength(2);
  }
});

test("names views inside of the quotes of their table's name", () => {
  const { current } = planHistoryViews('shop."Dim Shop"', wideSpec());
  const [statement] = current.flat();
  const text = statement === undefined ? "" : renderSql(statement.sql, "snowflake").text;
  expect(text).toContain('create or replace view "SHOP"."Dim Shop_current" as select "SHOP_KEY"');
});

const schema: TableSchema = {
  relation: { kind: "relation", name: "today" },
  kind: "table",
  columns: [
    { name: "country", type: { kind: "text" }, native: "text", nullable: true },
    { name: "shop", type: { kind: "int64" }, native: "bigint", nullable: true },
    { name: "city", type: { kind: "text" }, native: "text", nullable: true },
    { name: "size", type: { kind: "int64" }, native: "bigint", nullable: true },
  ],
  uniqueKeys: [],
  foreignKeys: [],
};

forEachDatabase(
  "a hash that was kept tells whether a history still has a snapshot",
  async ({ db }) => {
    const spec = wideSpec();
    const taken = sql`create table today as select shop, country, size, city from dim_shop where shop_key in (2, 6)`;
    await db.apply([...planWide(), [{ purpose: "take", sql: taken }]]);
    const stored = await db.run(snapshotHash("today", schema, { spec }));
    const then = snapshotHash(wide, schema, { spec, at: "2024-01-05" });
    expect(await db.run(then)).toEqual(stored);
    expect(stored.count).toBe(2);
    expect(await db.run(snapshotHash(wide, schema, { spec, at: "2024-01-06" }))).not.toEqual(
      stored,
    );
    await db.apply([
      [{ purpose: "damage", sql: sql`update dim_shop set size = 11 where shop_key = 2` }],
    ]);
    expect(await db.run(then)).not.toEqual(stored);
    expect(() => snapshotHash("t", schema, { spec: { ...spec, tracked: "citi" } })).toThrow(
      "today has no column citi",
    );
  },
);
