import type { Rows } from "@dx/core";
import { countRows, sql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

const numbers = (count: number) =>
  sql`with recursive r as (select 1 as n union all select n + 1 from r where n < ${BigInt(count)}) select n from r`;

async function sizes(batches: AsyncIterable<Rows>): Promise<readonly number[]> {
  const all: number[] = [];
  for await (const rows of batches) all.push(rows.count);
  return all;
}

forEachDatabase("a stream gives no more rows at a time than asked", async ({ db }) => {
  await db.apply([[{ purpose: "make", sql: sql`create table t as ${numbers(5000)}` }]]);
  for (const batchRows of [1000, 2048, 4999, 5000, 5001]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    const counts = await sizes(db.stream("select * from t", { batchRows }));
    expect(Math.max(...counts)).toBeLessThanOrEqual(batchRows);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5000);
  }
  await expect(sizes(db.stream("select 1", { batchRows: 0 }))).rejects.toMatchObject({
    code: "DX_DATABASE_OPTION",
  });
});

forEachDatabase("a stream without rows still tells its columns", async ({ db }) => {
  const all: Rows[] = [];
  for await (const rows of db.stream("select 1 as a where 1 = 0")) all.push(rows);
  expect(all).toMatchObject([{ count: 0, columns: [{ name: "a", kind: "int32" }] }]);
});

forEachDatabase("a loop that ends early frees its connection", async ({ db }) => {
  await db.apply([[{ purpose: "make", sql: sql`create table t as ${numbers(5000)}` }]]);
  for (let time = 0; time < 30; time += 1)
    // oxlint-disable-next-line no-await-in-loop -- more than a pool has connections
    for await (const rows of db.stream("select * from t", { batchRows: 10 })) {
      expect(rows.count).toBe(10);
      break;
    }
  expect(await db.run(countRows("t"))).toBe(5000);
});

forEachDatabase("a stream that fails says where, and frees its connection", async ({ db }) => {
  await expect(sizes(db.stream("select *\nfrom missing"))).rejects.toMatchObject({
    code: "DX_DATABASE_QUERY",
    path: ["line", 2, "column", 6],
  });
  const late =
    "select 1 / (n - 4000) as q, cast(case when n = 4000 then 'x' else '1' end as int) from t";
  await db.apply([[{ purpose: "make", sql: sql`create table t as ${numbers(5000)}` }]]);
  await expect(sizes(db.stream(late, { batchRows: 10 }))).rejects.toMatchObject({
    code: "DX_DATABASE_QUERY",
  });
  expect(await db.run(countRows("t"))).toBe(5000);
});

forEachDatabase(
  "a query that fails after many rows is an error, not the end of them",
  async ({ db }) => {
    await db.load(
      "numbers",
      Array.from({ length: 60_000 }, (_, n) => ({ n: n === 55_000 ? "none" : String(n) })),
    );
    const read = async (): Promise<number> => {
      let count = 0;
      for await (const rows of db.stream("select n, cast(n as integer) as whole from numbers"))
        count += rows.count;
      return count;
    };
    await expect(read()).rejects.toMatchObject({
      code: "DX_DATABASE_QUERY",
      message: expect.stringMatching(/none/),
    });
    expect((await db.query("select 1 as one")).count).toBe(1);
  },
);
