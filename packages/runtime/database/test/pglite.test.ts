import { PGlite } from "@electric-sql/pglite";
import { toObjects } from "@dx/core";
import { countRows, sql } from "@dx/sql";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { pgliteDatabase } from "../src/pglite/index.ts";

test("an embedded Postgres does what a server does", async () => {
  const db = await openDatabase("pglite:");
  expect(db).toMatchObject({ dialect: "postgres", engine: { name: "pglite" } });
  const samples = [
    {
      id: 2n ** 53n + 1n,
      price: { unscaled: 110n, scale: 2 },
      note: "a\tb\\",
      at: "2025-03-30 02:30:00Z",
    },
    { id: null, price: null, note: "", at: "infinity" },
  ];
  const types = { at: "instant" } as const;
  await db.load("t", samples, { types });
  const rows = await db.query("select * from t order by id nulls last");
  expect(toObjects(rows, "js")).toEqual([
    { id: "9007199254740993", price: "1.10", note: "a\tb\\", at: "2025-03-30 02:30:00.000000Z" },
    { id: null, price: null, note: "", at: "infinity" },
  ]);
  const duckdb = await openDatabase("duckdb:");
  await duckdb.load("t", db.stream("select * from t order by id nulls last", { batchRows: 1 }));
  expect(await duckdb.query("select * from t")).toMatchObject({ count: 2 });
  await duckdb.close();
  await expect(db.query("select\nmissing from t")).rejects.toMatchObject({
    code: "DX_DATABASE_QUERY",
    path: ["line", 2, "column", 1],
  });
  await expect(db.load("t", [{ a: "\0" }])).rejects.toMatchObject({ code: "DX_DATABASE_VALUE" });
  const failed = db.transaction(async (inner) => {
    await inner.apply([[{ purpose: "clear", sql: sql`delete from t` }]]);
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await Promise.all([db.run(countRows("t")), db.run(countRows("t"))])).toEqual([2, 2]);
  expect(await db.describe("t")).toMatchObject({ columns: [{ name: "at" }, {}, {}, {}] });
  await db.close();
}, 60_000);

const testDeep = test.runIf(process.env["DX_DEEP"] !== undefined); // each PGlite takes seconds to start

testDeep(
  "a PGlite that was handed in stays open",
  async () => {
    const pglite = await PGlite.create();
    const db = await pgliteDatabase(pglite);
    await db.load("t", [{ a: 1 }]);
    await db.close();
    expect((await pglite.query("select a from t")).rows).toEqual([{ a: 1 }]);
    await pglite.close();
  },
  60_000,
);
