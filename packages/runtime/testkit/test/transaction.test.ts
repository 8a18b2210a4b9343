import { countRows, query, sql } from "@dx/sql";
import type { Database } from "@dx/database";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

const make = { purpose: "make t", sql: sql`create table t (n bigint)` };
const add = (n: bigint) => [[{ purpose: "add", sql: sql`insert into t values (${n})` }]];
const missing = query("missing", sql`select * from missing`, (rows) => rows);

forEachDatabase(
  "a transaction sees its own changes, and others see them after it",
  async ({ db }) => {
    await db.apply([[make]]);
    const result = await db.transaction(async (inner) => {
      await inner.apply(add(1n));
      await inner.transaction(async (innermost) => innermost.apply(add(2n)));
      expect(await db.run(countRows("t"))).toBe(0);
      return inner.run(countRows("t"));
    });
    expect(result).toBe(2);
    expect(await db.run(countRows("t"))).toBe(2);
  },
);

forEachDatabase("a transaction whose body throws is undone", async ({ db }) => {
  await db.apply([[make]]);
  const failure = db.transaction(async (inner) => {
    await inner.apply(add(1n));
    throw new Error("no");
  });
  await expect(failure).rejects.toThrow("no");
  expect(await db.run(countRows("t"))).toBe(0);
});

forEachDatabase(
  "a failure in a transaction that was caught undoes it all the same",
  async ({ db }) => {
    await db.apply([[make]]);
    const failure = db.transaction(async (inner) => {
      await inner.apply(add(1n));
      await expect(inner.run(missing)).rejects.toMatchObject({ code: "DX_DATABASE_QUERY" });
      await expect(inner.apply(add(2n))).rejects.toMatchObject({ code: "DX_DATABASE_TRANSACTION" });
    });
    await expect(failure).rejects.toMatchObject({ code: "DX_DATABASE_TRANSACTION" });
    expect(await db.run(countRows("t"))).toBe(0);
  },
);

forEachDatabase(
  "what is done in a transaction at once is done one after the other",
  async ({ db }) => {
    await db.apply([[make]]);
    const counts = await db.transaction(async (inner) => {
      const numbers = Array.from({ length: 20 }, (_, index) => BigInt(index));
      await Promise.all(numbers.map(async (n) => inner.apply(add(n))));
      return Promise.all([inner.run(countRows("t")), inner.run(countRows("t"))]);
    });
    expect(counts).toEqual([20, 20]);
  },
);

forEachDatabase("a transaction that is over takes nothing more", async ({ db }) => {
  await db.apply([[make]]);
  let leaked: Database | undefined;
  await db.transaction(async (inner) => {
    leaked = inner;
  });
  await expect(leaked?.run(countRows("t"))).rejects.toMatchObject({
    code: "DX_DATABASE_TRANSACTION",
  });
  await expect(leaked?.query("select 1")).rejects.toMatchObject({
    code: "DX_DATABASE_TRANSACTION",
  });
});

forEachDatabase("a stream in a transaction lets other work in between", async ({ db }) => {
  await db.apply([[make]]);
  const total = await db.transaction(async (inner) => {
    await inner.apply([...add(1n), ...add(2n), ...add(3n)]);
    let seen = 0;
    for await (const rows of inner.stream("select n from t order by n", { batchRows: 1 })) {
      seen += rows.count;
      await inner.apply(add(BigInt(seen + 10)));
    }
    return seen;
  });
  expect(total).toBe(3);
  expect(await db.run(countRows("t"))).toBe(6);
});

forEachDatabase("an inquiry sees one state of the data", async ({ db }) => {
  await db.apply([[make]]);
  const { inquire } = await import("@dx/sql");
  const counts: number[] = [];
  let more: Promise<unknown> | undefined;
  const twice = inquire("twice", function* () {
    counts.push(yield* countRows("t"));
    more ??= db.apply(add(1n));
    counts.push(yield* countRows(sql`select * from t, (select 1 as one) as o`));
    for (let index = 0; index < 20; index += 1) counts.push(yield* countRows("t"));
  });
  await db.run(twice);
  await more;
  expect(new Set(counts)).toEqual(new Set([0]));
  expect(await db.run(countRows("t"))).toBe(1);
});
