import { toObjects } from "@dx/core";
import {
  createSchema,
  createTable,
  createView,
  dropSchema,
  dropTable,
  dropView,
  renameTable,
  renderSql,
  sql,
  type Sql,
} from "@dx/sql";
import { expect, test } from "vitest";
import { forEachDatabase } from "../src/index.ts";
import { definitions } from "./corpus.ts";

forEachDatabase("tables, views, schemas and their changes", async ({ db }) => {
  for (const { made, refusedBy } of definitions)
    if (!refusedBy.includes(db.dialect))
      // oxlint-disable-next-line no-await-in-loop -- in order
      await db.apply([[{ purpose: renderSql(made, db.dialect).text, sql: made }]]);

  const given = await db.query(
    "select big, price, share, note, good, none, cast(day as varchar) as day, cast(moment as varchar) as moment, extract(epoch from seen) = 0 as seen from orders",
  );
  expect(toObjects(given, "js")).toEqual([
    {
      big: String(2n ** 60n),
      price: "1.50",
      share: 0.5,
      note: "it's \\ new",
      good: true,
      none: null,
      day: "2024-10-04",
      moment: "1970-01-01 00:00:01.000001",
      seen: true,
    },
  ]);
  const twice = [{ purpose: "twice", sql: sql`insert into line values (1, 2), (1, 2)` }];
  await expect(db.apply([twice])).rejects.toMatchObject({ code: "DX_DATABASE_STATEMENT" });
  const homeless = [{ purpose: "homeless", sql: sql`insert into visit values (9)` }];
  await expect(db.apply([homeless])).rejects.toMatchObject({ code: "DX_DATABASE_STATEMENT" });
  const comments = await db.query(
    db.dialect === "duckdb"
      ? "select comment from duckdb_tables() where table_name = 'orders' union all select comment from duckdb_columns() where table_name = 'orders' and column_name = 'note'"
      : "select obj_description('orders'::regclass) union all select col_description('orders'::regclass, 5)",
  );
  expect(comments.columns[0]?.values).toEqual(["what people 'order' -- \\", "said; or not"]);
});

forEachDatabase(
  "without cascade nothing that depends on it goes, with it all does",
  async ({ db }) => {
    const apply = (made: Sql) => db.apply([[{ purpose: "test", sql: made }]]);
    await apply(createSchema("store"));
    await apply(createTable("store.t", [{ name: "n", type: "int32" }]));
    await expect(apply(createSchema("store"))).rejects.toMatchObject({
      code: "DX_DATABASE_STATEMENT",
    });
    await apply(createSchema("store", { ifNotExists: true }));
    await expect(apply(dropSchema("store"))).rejects.toMatchObject({
      code: "DX_DATABASE_STATEMENT",
    });
    await apply(dropSchema("store", { cascade: true }));
    await expect(apply(dropTable("store.t"))).rejects.toMatchObject({
      code: "DX_DATABASE_STATEMENT",
    });
    await apply(createTable("t", [{ name: "n", type: "int32" }]));
    await apply(createView("v", sql`select n from t`));
    if (db.dialect === "postgres")
      await expect(apply(dropTable("t"))).rejects.toMatchObject({ code: "DX_DATABASE_STATEMENT" });
    await apply(dropView("v", { cascade: true }));
    await apply(dropTable("t", { cascade: true }));
  },
);

test("a renamed table stays in its schema", () => {
  const rename = renameTable("Shop.Old", "New");
  expect(renderSql(rename, "postgres").text).toBe('alter table "shop"."old" rename to "new"');
  expect(renderSql(rename, "snowflake").text).toBe(
    'alter table "SHOP"."OLD" rename to "SHOP"."NEW"',
  );
});
