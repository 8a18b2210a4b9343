import { joinPlans, renderSql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { chooseIndexes, planIndexes, planStar } from "../src/index.ts";
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
