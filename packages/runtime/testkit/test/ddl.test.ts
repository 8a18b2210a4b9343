import { toObjects, type Dialect } from "@dx/core";
import {
  addColumn,
  commentOnColumn,
  commentOnTable,
  createIndex,
  createSchema,
  createTable,
  createTableAs,
  createView,
  dropSchema,
  dropTable,
  dropView,
  renameTable,
  renderSql,
  sql,
  truncateTable,
  type Sql,
} from "@dx/sql";
import { expect, test } from "vitest";
import { forEachDatabase, forEachDialect } from "../src/index.ts";

const columns = [
  { name: "id", type: "int64", nullable: false },
  { name: "big", type: "int64", default: 2n ** 60n },
  {
    name: "price",
    type: { kind: "decimal", precision: 12, scale: 2 },
    default: { unscaled: 150n, scale: 2 },
  },
  { name: "share", type: "float64", default: 0.5 },
  { name: "note", type: "text", default: "it's \\ new" },
  { name: "day", type: "date", default: 20_000 },
  { name: "moment", type: "timestamp", default: 1_000_001n },
  { name: "seen", type: "instant", default: 0n },
  { name: "good", type: "boolean", default: true },
  { name: "none", type: "text", default: null },
] as const;

/** Statements in an order in which they can be run; what some dialects refuse, with which. */
const pairs: readonly (readonly [made: Sql, refusedBy: string])[] = [
  [createSchema("shop", { ifNotExists: true }), ""],
  [
    createTable("city", [{ name: "id", type: "int64", nullable: false }], {
      primaryKey: "id",
    }),
    "spark",
  ],
  [createTable("orders", columns), ""],
  [createTable("orders", columns, { ifNotExists: true }), ""],
  [
    createTable(
      "line",
      [
        { name: "a", type: "int64" },
        { name: "b", type: "int64" },
      ],
      {
        uniqueKeys: [["a", "b"]],
      },
    ),
    "bigquery spark",
  ],
  [
    createTable("visit", [{ name: "city", type: "int64" }], {
      foreignKeys: [{ columns: "city", references: "city", referenced: "id" }],
    }),
    "spark",
  ],
  [commentOnTable("orders", "what people 'order' -- \\"), ""],
  [commentOnColumn("orders", "note", "said; or not"), ""],
  [sql`insert into ${sql`orders`} (id) values (1)`, ""],
  [createTableAs("copy", sql`select id, note from orders`), ""],
  [createTableAs("copy", sql`select id from orders`, { orReplace: true }), "postgres redshift"],
  [createView("named", sql`select id from orders`, { columns: ["key"] }), ""],
  [createView("named", sql`select id as key from orders`, { orReplace: true }), ""],
  [dropView("named"), ""],
  [dropView("named", { ifExists: true }), ""],
  [addColumn("copy", { name: "more", type: "text" }), ""],
  [addColumn("copy", { name: "much", type: "int32", default: 7 }), "bigquery spark"],
  [
    createIndex({ name: "by_id", table: "copy", columns: "id", unique: true }),
    "snowflake bigquery redshift spark",
  ],
  [
    createIndex({ name: "by_id", table: "copy", columns: "id", ifNotExists: true }),
    "snowflake bigquery redshift spark",
  ],
  [truncateTable("copy"), ""],
  [createTable("shop.old", [{ name: "n", type: "int32" }]), ""],
  [renameTable("shop.old", "new"), ""],
  [dropTable("shop.new"), ""],
  [dropTable("shop.new", { ifExists: true }), ""],
];
const statements = pairs.map(([made, refusedBy]) => ({
  made,
  refusedBy: refusedBy.split(" ") as readonly Dialect[],
}));

const ends: typeof statements = [
  { made: dropTable("copy", { cascade: true }), refusedBy: ["bigquery", "spark"] },
  { made: dropView("kept", { cascade: true }), refusedBy: ["snowflake", "bigquery", "spark"] },
  { made: dropSchema("shop"), refusedBy: ["snowflake"] },
  { made: dropSchema("shop", { ifExists: true, cascade: true }), refusedBy: [] },
];

const refused: unknown = expect.objectContaining({ code: "DX_SQL_UNSUPPORTED" });

forEachDialect("tables, views, schemas and their changes", ({ dialect, check }) => {
  for (const { made, refusedBy } of [...statements, ...ends])
    if (refusedBy.includes(dialect)) expect(() => renderSql(made, dialect)).toThrow(refused);
    else expect(check(made)).toHaveLength(1);
});

forEachDatabase("tables, views, schemas and their changes", async ({ db }) => {
  for (const { made, refusedBy } of statements)
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
