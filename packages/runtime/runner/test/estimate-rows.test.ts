import { commentOnTable, createTableAs, sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import { estimateRows } from "../src/plan/estimate-rows.ts";

const numbers = sql`select cast(i as bigint) as i from generate_series(1, 5000) as s(i)`;
const failing = sql`select cast('x' || i as bigint) as i from generate_series(1, 5000) as s(i)`;
const comment = { purpose: "say so", sql: commentOnTable("made", "numbers") };

forEachDatabase("a table of a query that nothing reads is made, and not filled", async ({ db }) => {
  const make = { purpose: "make", sql: createTableAs("made", failing) };
  const [rows, none] = await estimateRows([[make, comment]], db);
  expect(rows).toBeGreaterThan(1);
  expect(none).toBe(null);
  const read = { purpose: "read", sql: sql`insert into made select i from made` };
  await expect(estimateRows([[make, read]], db)).rejects.toMatchObject({ code: "DX_RUNNER_PLAN" });
});

forEachDatabase("a table that is read later is filled, and all is undone", async ({ db }) => {
  const make = { purpose: "make", sql: createTableAs("made", numbers) };
  const all = { purpose: "delete", sql: sql`delete from made` };
  const [made, deleted] = await estimateRows([[make, comment, all]], db).then((rows) => [
    rows[0],
    rows[2],
  ]);
  expect(made).toBeGreaterThan(1);
  expect(deleted).toBeGreaterThan(1);
  await expect(db.describe("made")).rejects.toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
});
