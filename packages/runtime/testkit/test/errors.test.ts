import { countRows, query, sql, verbatimSql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

forEachDatabase("an error of a question shows the place", async ({ db }) => {
  const text = "select 1 as a,\n  é.missing_column\nfrom (select 1 as near) as é";
  const asked = query("find", verbatimSql(text), () => 1);
  const error: unknown = await db.run(asked).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "DX_DATABASE_QUERY",
    path: ["line", 2, "column", 3],
    summary: expect.stringMatching(/^find: .*missing_column.*\n {2}é\.missing_column\n {2}\^$/s),
  });
});

forEachDatabase("a name that is not known gets the nearest one", async ({ db }) => {
  await db.load("customers", [{ city: "Kiel" }]);
  const hint = expect.stringContaining("customers") as unknown;
  await expect(db.query("select * from custommers")).rejects.toMatchObject({ hint });
  await expect(db.query("select citty from customers")).rejects.toMatchObject({
    hint: expect.stringContaining("city"),
  });
  await expect(db.describe("custommers")).rejects.toMatchObject({
    code: "DX_DATABASE_NO_TABLE",
    hint,
  });
});

forEachDatabase("an error of a statement names its purpose and its path", async ({ db }) => {
  const plan = [
    [
      { purpose: "make t", sql: sql`create table t (n bigint)` },
      { purpose: "fill t", sql: sql`insert into t values ('x')` },
    ],
  ];
  await expect(db.apply(plan)).rejects.toMatchObject({
    code: "DX_DATABASE_STATEMENT",
    path: [0, 1],
    hint: expect.stringContaining("fill t"),
  });
  await expect(db.run(countRows("t"))).rejects.toMatchObject({ code: "DX_DATABASE_QUERY" });
});

forEachDatabase("a plan tells of each statement", async ({ db }) => {
  const told: unknown[] = [];
  const plan = [
    [{ purpose: "make t", sql: sql`create table t (n bigint)` }],
    [{ purpose: "fill t", sql: sql`insert into t values (1), (2)` }],
  ];
  const counts = await db.apply(plan, { onStatement: (event) => told.push(event) });
  expect(counts[1]).toEqual([2]);
  expect(told).toMatchObject([
    { group: 0, index: 0, purpose: "make t" },
    { group: 1, index: 0, purpose: "fill t", changed: 2 },
  ]);
});

forEachDatabase("explains a query without running it", async ({ db }) => {
  await db.load("t", [{ a: 1 }, { a: 2 }]);
  const { text, estimatedRows } = await db.explain("select a from t where a > 1");
  expect(text).toMatch(/scan/i);
  expect(estimatedRows).toBeTypeOf("number");
  await expect(db.explain("select * from missing")).rejects.toMatchObject({
    code: "DX_DATABASE_QUERY",
  });
});
