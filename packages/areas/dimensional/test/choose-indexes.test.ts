import { formatPlan, joinPlans, renderSql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { chooseIndexes, chooseLayouts, planIndexes, planStar } from "../src/index.ts";
import { star } from "./star.ts";

test("indexes are chosen by rows and members, with the reason", () => {
  const columns = (rows: Readonly<Record<string, number>>) =>
    chooseIndexes(star, rows).map((one) => `${one.table}.${one.columns.join("+")}`);
  expect(columns({})).toEqual([]);
  expect(columns({ shop: 999, sale: 99_999 })).toEqual([]);
  expect(columns({ shop: 19, sale: 100_000 })).toEqual(["fct_sale.date_key"]);
  expect(columns({ shop: 1000, sale: 5 })).toEqual(["dim_shop.code"]);
  const all = chooseIndexes(star, { shop: 1000, sale: 310_000 });
  expect(all.map(({ name }) => name)).toEqual([
    "ix_dim_shop_code",
    "ix_fct_sale_date_key",
    "ix_fct_sale_from_key",
    "ix_fct_sale_to_key",
  ]);
  expect(all[1]?.reason).toBe(
    "a question about one of 31 members of dim_date reads about 10000 rows by it, and 310000 without",
  );
  const [statement] = planIndexes(all)[0] ?? [];
  if (statement === undefined) throw new Error("no index");
  expect(() => renderSql(statement.sql, "snowflake")).toThrow(
    expect.objectContaining({ code: "DX_SQL_UNSUPPORTED" }),
  );
});

forEachDatabase("indexes are made, and making them twice changes nothing", async ({ db }) => {
  const plan = planIndexes(chooseIndexes(star, { shop: 1000, sale: 310_000 }));
  await db.apply(joinPlans(planStar(star), plan));
  await db.apply(plan);
  expect(plan).toHaveLength(4);
});

const layoutsFor = (rows: Readonly<Record<string, number>>) =>
  Object.fromEntries(chooseLayouts(star, rows).map(({ table, layout }) => [table, layout]));

test("where rows lie is chosen by rows and references, with the reason", () => {
  expect(Object.keys(layoutsFor({}))).toEqual(["dim_date"]);
  expect(layoutsFor({ shop: 300, sale: 999_999 })).toEqual({
    dim_shop: { distribute: "all" },
    dim_date: { distribute: "all" },
    fct_sale: { distribute: "even" },
  });
  expect(layoutsFor({ shop: 4_000_000, sale: 20_000_000 })).toEqual({
    dim_shop: { distribute: { by: "shop_key" }, clusterBy: "shop_key" },
    dim_date: { distribute: "all" },
    fct_sale: {
      distribute: { by: "from_key" },
      clusterBy: ["date_key", "from_key", "to_key"],
      partitionBy: {
        kind: "range",
        column: "date_key",
        from: 20_260_100,
        to: 20_270_100,
        step: 100,
      },
    },
  });
  const [shop] = chooseLayouts(star, { shop: 4_000_000 });
  expect(shop?.reasons[0]).toMatch(/^distributed by shop_key: with 4000000 rows it is the largest/);
});

test("each platform writes what it has a clause for", () => {
  const layouts = layoutsFor({ shop: 4_000_000, sale: 20_000_000 });
  const ddl = (dialect: "redshift" | "bigquery" | "snowflake" | "spark" | "duckdb" | "postgres") =>
    formatPlan(planStar(star, { keys: "none", layouts }), dialect).replaceAll(/\s+/g, " ");
  expect(ddl("redshift")).toContain(
    'diststyle key distkey ("from_key") compound sortkey ("date_key", "from_key", "to_key")',
  );
  expect(ddl("redshift")).toContain("diststyle all");
  expect(ddl("bigquery")).toContain(
    "partition by range_bucket( `date_key`, generate_array(20260100, 20270100, 100) ) cluster by `date_key`, `from_key`, `to_key`",
  );
  expect(ddl("snowflake")).toContain('cluster by ("DATE_KEY", "FROM_KEY", "TO_KEY")');
  expect(ddl("spark")).toContain("cluster by (`date_key`, `from_key`, `to_key`)");
  for (const dialect of ["duckdb", "postgres"] as const)
    expect(ddl(dialect)).not.toMatch(/cluster|partition|dist/);
});

forEachDialect("tables with a layout are valid", async ({ check }) => {
  const layouts = layoutsFor({ shop: 4_000_000, sale: 20_000_000 });
  for (const { sql } of planStar(star, { keys: "none", layouts }).flat()) check(sql);
  await Promise.resolve();
});
