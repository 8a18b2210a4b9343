/* oxlint-disable no-await-in-loop -- one load after the other */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { createColumn, createRows, toObjects } from "@dx/core";
import { openDatabase } from "@dx/database";
import { afterAll, beforeAll, expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

let folder = "";
const path = (name: string): string => join(folder, name);
const people = [
  { id: 1, name: "Ann", day: "2025-03-17" },
  { id: 2, name: 'O\'Neil, "Pat"', day: "1969-12-31" },
];
const csv = 'id,name,day\n1,Ann,2025-03-17\n2,"O\'Neil, ""Pat""",1969-12-31\n';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dx-it's-"));
  const lines = people.map((one) => JSON.stringify(one)).join("\n");
  writeFileSync(path("people.csv"), csv);
  writeFileSync(path("people.csv.gz"), gzipSync(csv));
  writeFileSync(path("people.json"), JSON.stringify(people));
  writeFileSync(path("people.ndjson"), lines);
  writeFileSync(path("people.ndjson.gz"), gzipSync(lines));
  writeFileSync(path("people.data"), lines);
  const db = await openDatabase("duckdb:");
  await db.load("people", path("people.csv"));
  const file = path("people.parquet").replaceAll("'", "''");
  const { verbatimSql } = await import("@dx/sql");
  await db.apply([[{ purpose: "write", sql: verbatimSql(`copy people to '${file}'`) }]]);
  await db.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

forEachDatabase("loads files of all formats", async ({ db }) => {
  for (const name of ["csv", "csv.gz", "json", "ndjson", "ndjson.gz", "parquet"]) {
    expect(await db.load("people", path(`people.${name}`))).toEqual({ rows: 2 });
    const rows = await db.query("select * from people order by id");
    expect(toObjects(rows, "js")).toEqual(people);
    expect(rows.columns.map(({ kind }) => kind)).toEqual(["int64", "text", "date"]);
  }
  expect(await db.load("people", path("people.data"), { format: "ndjson" })).toEqual({ rows: 2 });
});

forEachDatabase("numbers the rows of a file as they stand there", async ({ db }) => {
  const days = Array.from({ length: 5000 }, (_, index) => (index * 7919) % 5000);
  writeFileSync(path("days.csv"), `day\n${days.join("\n")}\n`);
  await db.load("days", path("days.csv"), { rowNumber: '"Row no."', types: { day: "int32" } });
  const rows = await db.query('select * from days order by "Row no."');
  expect(rows.columns.map(({ name }) => name)).toEqual(["Row no.", "day"]);
  expect(rows.columns[1]?.values).toEqual(Int32Array.from(days));
  const taken = db.load("days", path("days.csv"), { rowNumber: "DAY" });
  await expect(taken).rejects.toMatchObject({ code: "DX_DATABASE_LOAD", path: ["rowNumber"] });
  const given = db.load("days", [{ a: 1 }], { rowNumber: "n" });
  await expect(given).rejects.toMatchObject({ code: "DX_DATABASE_OPTION", path: ["rowNumber"] });
});

forEachDatabase("a file's columns get the types that were given", async ({ db }) => {
  writeFileSync(path("codes.csv"), "code,price\n007,1.10\n");
  writeFileSync(path("codes.json"), '[{"code": "007", "price": 1.10}]');
  const types = { code: "text", price: { kind: "decimal", precision: 38, scale: 2 } } as const;
  for (const name of ["codes.csv", "codes.json"]) {
    await db.load("codes", path(name), { types });
    expect(toObjects(await db.query("select * from codes"), "exact")).toEqual([
      { code: "007", price: { unscaled: 110n, scale: 2 } },
    ]);
  }
  await db.load("people", path("people.parquet"), { types: { day: "text" } });
  const days = await db.query("select day from people order by id");
  expect(days.columns[0]).toMatchObject({ kind: "text", values: ["2025-03-17", "1969-12-31"] });
  const wrong = db.load("codes", path("codes.csv"), { types: { coed: "text" } });
  await expect(wrong).rejects.toMatchObject({ hint: expect.stringContaining("code") });
});

forEachDatabase("a file that cannot be read changes nothing", async ({ db }) => {
  await db.load("t", [{ a: 1 }]);
  writeFileSync(path("bad.json"), '[{"a": 1}, {"a":');
  const broken = { code: "DX_DATABASE_FILE" };
  await expect(db.load("t", path("absent.csv"))).rejects.toMatchObject(broken);
  await expect(db.load("t", path("bad.json"))).rejects.toMatchObject(broken);
  await expect(db.load("t", path("people.data"))).rejects.toMatchObject(broken);
  expect(toObjects(await db.query("select * from t"), "js")).toEqual([{ a: 1 }]);
});

const many = `id,city\n${Array.from({ length: 30_000 }, (_, id) => `${id},Köln ${id}`).join("\n")}\n`;
const lines = Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id })).join("\n");

forEachDatabase(
  "a compressed file that is cut off or damaged, and one of another encoding, load nothing",
  async ({ db }) => {
    await db.load("t", [{ a: 1 }]);
    const refused = async (name: string, content: Uint8Array | string, why: string) => {
      writeFileSync(path(name), content);
      await expect(db.load("t", path(name))).rejects.toMatchObject({
        code: expect.stringMatching(/^DX_DATABASE_(?:FILE|LOAD|QUERY)$/),
        message: expect.stringContaining(why),
      });
    };
    for (const kept of [20, -1, -9, -3000]) {
      await refused(`cut${kept}.csv.gz`, gzipSync(many).subarray(0, kept), "it is cut off");
      await refused(
        `cut${kept}.csv.zst`,
        zstdCompressSync(many).subarray(0, kept),
        "it is cut off",
      );
    }
    await refused("cut.ndjson.gz", gzipSync(lines).subarray(0, -9), "it is cut off");
    const damaged = gzipSync(many);
    damaged.fill(0, damaged.length - 8, damaged.length - 4);
    await refused("sum.csv.gz", damaged, "incorrect data check");
    await refused("plain.csv.zst", many, "not compressed by zstd");
    await refused("none.csv", "", "it is empty");
    const latin = (before: string) =>
      Buffer.concat([Buffer.from(`${before}7,K`), Buffer.from([0xf6]), Buffer.from("ln\n")]);
    await refused("latin.csv", latin("id,city\n"), "nvalid unicode");
    await refused("latin-late.csv", latin(many), "nvalid unicode");
    await refused("latin.ndjson", Buffer.from('{"a":"K\u00f6ln"}', "latin1"), "invalid UTF-8");
    expect(toObjects(await db.query("select * from t"), "js")).toEqual([{ a: 1 }]);
    const frames = [zstdCompressSync("id\n1\n"), zstdCompressSync("2\n")];
    writeFileSync(path("frames.csv.zst"), Buffer.concat(frames));
    expect(await db.load("t", path("frames.csv.zst"))).toEqual({ rows: 2 });
    writeFileSync(path("many.csv.zst"), zstdCompressSync(many));
    expect(await db.load("t", path("many.csv.zst"))).toEqual({ rows: 30_000 });
  },
);

forEachDatabase("columns of several files are those of the same name", async ({ db }) => {
  rmSync(path("part-4.csv.gz"), { force: true });
  writeFileSync(path("part-1.csv"), "id,city\n1,Ulm\n");
  writeFileSync(path("part-2.csv"), "city,id,more\nKiel,2,x\n");
  writeFileSync(path("part-3.csv.gz"), gzipSync("id,city\n3,Bonn\n"));
  expect(await db.load("t", path("part-*.csv*"), { format: "csv" })).toEqual({ rows: 3 });
  expect(toObjects(await db.query("select id, city, more from t order by id"), "js")).toEqual([
    { id: 1, city: "Ulm", more: null },
    { id: 2, city: "Kiel", more: "x" },
    { id: 3, city: "Bonn", more: null },
  ]);
  writeFileSync(path("part-4.csv.gz"), gzipSync("id,city\n4,Hof\n").subarray(0, -2));
  const parts = db.load("t", path("part-*.csv*"), { format: "csv" });
  await expect(parts).rejects.toThrow("part-4.csv.gz cannot be read: it is cut off");
});

forEachDatabase("replaces, appends and creates", async ({ db }) => {
  await db.load("t", [{ a: 1, b: "x" }]);
  await db.load("t", [{ a: 2, b: "y" }]);
  expect(await db.load("t", [{ b: "z", a: 3 }], { mode: "append" })).toEqual({ rows: 1 });
  const rows = await db.query("select a, b from t order by a");
  expect(toObjects(rows, "js")).toEqual([
    { a: 2, b: "y" },
    { a: 3, b: "z" },
  ]);
  const create = db.load("t", [{ a: 1 }], { mode: "create" });
  await expect(create).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
  const unknown = db.load("absent", [{ a: 1 }], { mode: "append" });
  await expect(unknown).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
  const other = db.load("t", [{ a: "no number" }], { mode: "append" });
  await expect(other).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
  expect((await db.query("select * from t")).count).toBe(2);
});

forEachDatabase("appends to columns of other types and with defaults", async ({ db }) => {
  const { sql } = await import("@dx/sql");
  const make = sql`create table t (id integer primary key, price decimal(10, 2), note varchar default 'none')`;
  await db.apply([[{ purpose: "make", sql: make }]]);
  await db.load("t", [{ price: 1.5, id: 7 }], { mode: "append" });
  expect(toObjects(await db.query("select * from t"), "js")).toEqual([
    { id: 7, price: "1.50", note: "none" },
  ]);
});

forEachDatabase(
  "a source that fails, or that changes its columns, changes nothing",
  async ({ db }) => {
    await db.load("t", [{ a: 1 }]);
    const one = createRows([createColumn("a", "int64", [2n])]);
    async function* failing() {
      yield one;
      throw new Error("the source broke");
    }
    await expect(db.load("t", failing())).rejects.toThrow("the source broke");
    const other = createRows([createColumn("a", "text", ["x"])]);
    await expect(db.load("t", [one, other])).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
    await expect(db.load("t", [])).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
    await expect(db.load("t", [{}])).rejects.toMatchObject({ code: "DX_DATABASE_LOAD" });
    expect((await db.query("select * from t")).count).toBe(1);
  },
);

forEachDatabase("empty rows make an empty table", async ({ db }) => {
  await db.load("t", createRows([createColumn("a", "date", []), createColumn("b", "json", [])]));
  expect(await db.query("select * from t")).toMatchObject({
    count: 0,
    columns: [
      { name: "a", kind: "date" },
      { name: "b", kind: "json" },
    ],
  });
});

forEachDatabase("a value that cannot be held is refused by name", async ({ db }) => {
  const refused = { code: "DX_DATABASE_VALUE", path: ["a"] };
  const lone = createRows([createColumn("a", "text", ["\uD800"])]);
  await expect(db.load("t", lone)).rejects.toMatchObject(refused);
  const first = createRows([
    createColumn("a", { kind: "decimal", precision: 4, scale: 1 }, [null]),
  ]);
  const digits = { unscaled: 123_45n, scale: 2 };
  const later = createRows([
    createColumn("a", { kind: "decimal", precision: 4, scale: 1 }, [digits]),
  ]);
  if (db.dialect === "duckdb")
    await expect(db.load("t", [first, later])).rejects.toMatchObject(refused);
});

forEachDatabase("joins the transaction that it is called in", async ({ db }) => {
  const failure = db.transaction(async (inner) => {
    await inner.load("t", [{ a: 1 }]);
    expect((await inner.query("select * from t")).count).toBe(1);
    throw new Error("no");
  });
  await expect(failure).rejects.toThrow("no");
  await expect(db.query("select * from t")).rejects.toMatchObject({ code: "DX_DATABASE_QUERY" });
});
