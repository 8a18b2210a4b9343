import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { createColumn, createRows, toObjects } from "@dx/core";
import { countRows, sql } from "@dx/sql";
import { expect, test } from "vitest";
import { duckdbDatabase } from "../src/duckdb/index.ts";
import { openDatabase } from "../src/index.ts";

const one = countRows(sql`select 1`);

test("works on a single connection, whose calls are queued, and leaves it open", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const db = await duckdbDatabase(connection);
  const answers = await Promise.all([db.run(one), db.load("t", [{ a: 1 }]), db.run(one)]);
  expect(answers).toEqual([1, { rows: 1 }, 1]);
  await db.close();
  expect((await connection.runAndReadAll("select a from t")).getRows()).toEqual([[1n]]);
  connection.closeSync();
  await expect(db.run(one)).rejects.toMatchObject({ code: "DX_DATABASE_LOST" });
  instance.closeSync();
});

test("a database that was closed is named", async () => {
  const db = await openDatabase("duckdb:");
  await db.close();
  await db.close();
  await expect(db.run(one)).rejects.toMatchObject({ code: "DX_DATABASE_LOST" });
  await expect(db.load("t", [{ a: 1 }])).rejects.toMatchObject({ code: "DX_DATABASE_LOST" });
});

test("a file that is opened read-only refuses every write", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dx-"));
  const url = `duckdb:${join(folder, "a.duckdb")}`;
  const writer = await openDatabase(url);
  await writer.load("t", [{ a: 1 }]);
  await writer.close();
  const db = await openDatabase(url, { readOnly: true });
  await expect(db.load("t", [{ a: 2 }])).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
  expect(await db.run(countRows("t"))).toBe(1);
  await db.close();
  rmSync(folder, { recursive: true });
});

test("text keeps U+0000 where the engine has it", async () => {
  const db = await openDatabase("duckdb:");
  const values = ["\0", "a\0b", "a long text with \0 in its middle", ""];
  await db.load("t", createRows([createColumn("a", "text", values)]));
  const rows = await db.query("select a, length(a) as n from t");
  expect(toObjects(rows, "js")).toEqual(values.map((a) => ({ a, n: a.length })));
  await db.close();
});

test("values of types without a kind are the engine's own text, in its own order", async () => {
  const db = await openDatabase("duckdb:");
  const rows = await db.query(
    "select [n, null] as list, n as a, {'d': date '2025-03-17', 'f': 0.1::float} as a from range(3) t(n) order by n desc -- end",
  );
  expect(rows.columns.map(({ name, values }) => [name, [...values]])).toEqual([
    ["list", ["[2, NULL]", "[1, NULL]", "[0, NULL]"]],
    ["a", [2n, 1n, 0n]],
    ["a", Array.from({ length: 3 }, () => "{'d': 2025-03-17, 'f': 0.1}")],
  ]);
  expect(
    await db.query("select [$1] as v", { parameters: {} }).catch((e: unknown) => e),
  ).toMatchObject({
    code: "DX_DATABASE_QUERY",
  });
  expect(await db.query("describe select [1] as l")).toMatchObject({ count: 1 });
  expect(await db.query("select null as nothing")).toMatchObject({
    columns: [{ validity: new Uint8Array([0]) }],
  });
  await db.close();
});

test("many rows with NULLs here and there come back, across chunks", async () => {
  const db = await openDatabase("duckdb:");
  const count = 10_000;
  const numbers = Array.from({ length: count }, (_, n) => (n % 7 === 3 ? null : n));
  const rows = createRows([
    createColumn(
      "nth",
      "int64",
      numbers.map((_, n) => BigInt(n)),
    ),
    createColumn("i", "int32", numbers),
    createColumn(
      "b",
      "boolean",
      numbers.map((n) => (n === null ? null : n % 2 === 0)),
    ),
    createColumn(
      "s",
      "text",
      numbers.map((n) => (n === null ? null : `row ${n}`)),
    ),
  ]);
  await db.load("t", rows);
  expect(await db.query("select * from t order by nth")).toEqual(rows);
  await db.close();
});

test("texts of any length and script come back, also where the first is NULL", async () => {
  const db = await openDatabase("duckdb:");
  const short = ["", "a", "twelve bytes", "ü".repeat(6), "日本語", "a\u0000b"];
  const long = ["thirteen byte", "ü".repeat(7), "𝄞".repeat(40), "x".repeat(5000), "a".repeat(13)];
  const texts = [null, ...short, null, ...long, null];
  const count = 5000;
  const orders: readonly ((n: number) => string | null)[] = [
    (n) => texts[n % texts.length] ?? null,
    (n) => short[n % short.length] ?? null,
    (n) => (n % 64 === 0 ? null : (long[n % 3] ?? null)),
    () => null,
  ];
  const columns = orders.map((textAt, at) =>
    createColumn(
      `c${at}`,
      "text",
      Array.from({ length: count }, (_, n) => textAt(n)),
    ),
  );
  const nth = createColumn(
    "nth",
    "int64",
    Array.from({ length: count }, (_, n) => BigInt(n)),
  );
  const rows = createRows([nth, ...columns]);
  await db.load("t", rows);
  expect(await db.query("select * from t order by nth")).toEqual(rows);
  await db.load("few", createRows([createColumn("c", "text", texts)]));
  const few = await db.query("select c from few");
  expect(few.columns[0]?.values).toEqual(texts);
  await db.close();
});
