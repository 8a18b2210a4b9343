/* oxlint-disable no-await-in-loop -- one step after the other */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toObjects, type PlainObject, type TypeName } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { afterAll, beforeAll, expect } from "vitest";
import { moveTable, readCursor, readLoads, type LoadSpec, type MoveResult } from "../src/index.ts";

const types = { id: "int64", city: "text", at: "timestamp" } as const;
const first = [
  { id: 1, city: "Ulm", at: "2026-01-01 00:00:00.000001" },
  { id: 2, city: null, at: "2026-01-02" },
  { id: 3, city: "Köln", at: "2026-01-02" },
];

interface Moved {
  readonly source: Database;
  readonly target: Database;
  readonly move: (id: string, spec?: Partial<LoadSpec>) => Promise<MoveResult>;
  readonly fill: (
    rows: readonly PlainObject[],
    more?: Readonly<Record<string, TypeName>>,
  ) => Promise<void>;
  readonly rows: () => Promise<readonly object[]>;
}

let other: Database;
beforeAll(async () => {
  other = await openDatabase("duckdb:");
});
afterAll(async () => other.close());

/** A source beside the database of the test, which is the target, or in it. */
async function withSource(
  db: Database,
  isOther: boolean,
  body: (on: Moved) => Promise<void>,
): Promise<void> {
  const source = isOther ? other : db;
  await body({
    source,
    target: db,
    fill: async (rows, more = {}) => {
      await source.load("shop", rows, { types: { ...types, ...more } });
    },
    move: async (loadId, spec = {}) =>
      moveTable(
        { database: source, table: "shop" },
        db,
        { table: "copy", mode: "merge", key: "id", ...spec },
        { loadId, at: "2026-01-03" },
      ),
    rows: async () => toObjects(await db.query(sql`select * from copy order by id, city`), "js"),
  });
}

for (const isOther of [true, false]) {
  const where = isOther ? "another database" : "the same database";
  forEachDatabase(
    `inserts, updates and deletes of ${where} arrive, and a second run changes nothing`,
    async ({ db }) => {
      await withSource(db, isOther, async ({ move, fill, rows }) => {
        await fill(first);
        const spec = { deletes: "by-keys" } as const;
        expect(await move("1", spec)).toMatchObject({
          created: true,
          record: { read: 3, inserted: 3 },
        });
        const second = await move("2", spec);
        expect(second.record).toMatchObject({ read: 3, inserted: 0, updated: 0, deleted: 0 });
        const next = [{ ...first[0], city: "Bonn" }, first[1] ?? {}, { id: 4, city: "", at: null }];
        await fill(next);
        expect((await move("3", spec)).record).toMatchObject({
          inserted: 1,
          updated: 1,
          deleted: 1,
        });
        expect(await rows()).toEqual([
          { id: 1, city: "Bonn", at: "2026-01-01 00:00:00.000001" },
          { id: 2, city: null, at: "2026-01-02 00:00:00.000000" },
          { id: 4, city: "", at: null },
        ]);
        const again = await move("3", spec);
        expect(again).toMatchObject({
          status: "already-loaded",
          record: { inserted: 1, updated: 1 },
        });
      });
    },
  );
}

forEachDatabase(
  "a cursor reads what is new, its very last value again, and never moves back",
  async ({ db }) => {
    await withSource(db, true, async ({ move, fill, rows, target }) => {
      const spec = { mode: "append", cursor: { kind: "column", column: "at" } } as const;
      await fill(first);
      await move("1", spec);
      expect((await move("2", spec)).record).toMatchObject({ read: 2, inserted: 0 });
      await fill([
        ...first,
        { id: 4, city: "tie", at: "2026-01-02" },
        { id: 5, city: "new", at: "2026-01-02 00:00:00.000001" },
      ]);
      expect((await move("3", spec)).record).toMatchObject({ read: 4, inserted: 2 });
      expect(await rows()).toHaveLength(5);
      await fill([]);
      expect((await move("4", spec)).record.read).toBe(0);
      expect(await target.run(readCursor("copy"))).toMatchObject({
        value: "2026-01-02 00:00:00.000001",
      });
      await fill(first);
      await expect(move("5", spec)).rejects.toMatchObject({ code: "DX_PIPELINE_BACKWARDS" });
      expect(
        (await move("6", { ...spec, cursor: { ...spec.cursor, backwards: "keep" } })).record.read,
      ).toBe(0);
      await fill([...first, { id: 6, city: "none", at: null }]);
      await expect(
        move("7", { ...spec, cursor: { ...spec.cursor, backwards: "keep" } }),
      ).rejects.toMatchObject({
        code: "DX_PIPELINE_CURSOR",
      });
      expect(await target.run(readLoads("copy"))).toHaveLength(5);
    });
  },
);

forEachDatabase(
  "without a key, equal rows at the last value are told apart by their number",
  async ({ db }) => {
    await withSource(db, true, async ({ source, target }) => {
      const load = async (ns: readonly number[], loadId: string) => {
        await source.load(
          "shop",
          ns.map((n) => ({ n, text: "same" })),
          { types: { n: "int64" } },
        );
        const spec = {
          table: "copy",
          mode: "append",
          cursor: { kind: "column", column: "n" },
        } as const;
        return (
          await moveTable({ database: source, table: "shop" }, target, spec, {
            loadId,
            at: "2026-01-01",
          })
        ).record.inserted;
      };
      expect(await load([1, 2, 2], "1")).toBe(3);
      expect(await load([1, 2, 2, 2, 3], "2")).toBe(2);
      const beyond = Number.MAX_SAFE_INTEGER;
      expect(await load([3, beyond], "3")).toBe(1);
    });
  },
);

forEachDatabase(
  "what a schema brings is taken, refused, or put into quarantine, as the contract says",
  async ({ db }) => {
    await withSource(db, true, async ({ move, fill, rows, source, target }) => {
      await fill(first);
      await move("1");
      await fill([
        { ...first[0], more: "new" },
        { ...first[1], more: null },
      ]);
      await expect(move("2", { contract: { columns: "freeze" } })).rejects.toMatchObject({
        code: "DX_PIPELINE_CONTRACT",
        path: ["more"],
      });
      const rejected = await move("3", { contract: { columns: "discard_row" } });
      expect(rejected).toMatchObject({
        record: { read: 2, rejected: 1 },
        changed: [],
        rejected: [{ row: 1, column: "more", discarded: "row", value: "new" }],
      });
      expect(await move("4")).toMatchObject({ changed: ["more"], record: { updated: 1 } });
      await source.load("shop", [{ id: "x" }, { id: "9223372036854775807" }]);
      await expect(move("5")).rejects.toMatchObject({
        code: "DX_PIPELINE_CONTRACT",
        path: ["id", 1],
      });
      await move("6", { contract: { types: "discard_row" } });
      expect(await rows()).toHaveLength(4);
      const kept = await target.query(
        sql`select load_id, column_name, reason, value from _dx_quarantine order by load_id`,
      );
      expect(toObjects(kept, "js")).toEqual([
        { load_id: "3", column_name: "more", reason: "new-column", value: "new" },
        { load_id: "6", column_name: "id", reason: "type", value: "x" },
      ]);
    });
  },
);

forEachDatabase(
  "a column is widened without loss, and values of a narrower one are cast",
  async ({ db }) => {
    await withSource(db, true, async ({ source, target }) => {
      const load = async (type: TypeName, value: unknown, loadId: string) => {
        await source.load("shop", [{ id: 1, v: value }], { types: { v: type } });
        const spec = { table: "copy", mode: "merge", key: "id" } as const;
        return moveTable({ database: source, table: "shop" }, target, spec, {
          loadId,
          at: "2026-01-01",
        });
      };
      await load("int32", 7, "1");
      expect((await load("int64", 2n ** 53n + 1n, "2")).changed).toEqual(["v"]);
      expect((await load("int32", 8, "3")).changed).toEqual([]);
      const decimal = { kind: "decimal", precision: 10, scale: 2 } as const;
      expect((await load(decimal, "1.25", "4")).changed).toEqual(["v"]);
      expect((await target.describe("copy")).columns[0]?.type).toMatchObject({
        kind: "decimal",
        scale: 2,
      });
      await expect(load("text", "1.255", "5")).rejects.toMatchObject({
        code: "DX_PIPELINE_CONTRACT",
      });
      expect((await load("text", "-3.5", "6")).record.updated).toBe(1);
    });
  },
);

forEachDatabase(
  "keys that no merge can be by, and options that do not go together, load nothing",
  async ({ db }) => {
    await withSource(db, true, async ({ move, fill, target }) => {
      await fill([
        { id: 1, city: "a", at: null },
        { id: 1, city: "b", at: null },
      ]);
      await expect(move("1")).rejects.toMatchObject({ code: "DX_PIPELINE_KEY" });
      await fill([{ id: null, city: "a", at: null }]);
      await expect(move("1")).rejects.toMatchObject({ code: "DX_PIPELINE_KEY" });
      await expect(move("1", { key: "idd" })).rejects.toMatchObject({ code: "DX_PIPELINE_LOAD" });
      await expect(move("1", { mode: "append", deletes: "by-keys" })).rejects.toMatchObject({
        path: ["deletes"],
      });
      await expect(move("1", { cursor: { kind: "column", column: "city" } })).rejects.toMatchObject(
        { code: "DX_PIPELINE_CURSOR" },
      );
      await expect(move("1", { contract: { tables: "freeze" } })).rejects.toMatchObject({
        code: "DX_PIPELINE_CONTRACT",
      });
      await expect(target.describe("copy")).rejects.toMatchObject({ code: "DX_DATABASE_NO_TABLE" });
      await expect(target.describe("_dx_loads")).rejects.toMatchObject({
        code: "DX_DATABASE_NO_TABLE",
      });
    });
  },
);

forEachDatabase(
  "a target that changes what is written is caught before the commit",
  async ({ db }) => {
    await withSource(db, true, async ({ source }) => {
      await source.load("shop", [{ id: 1, price: 0.1 }]);
      const isPostgres = db.dialect === "postgres";
      const made = [
        sql`create table copy (id bigint, price ${isPostgres ? sql`double precision` : sql`real`})`,
        ...(isPostgres
          ? [
              sql`create function dearer() returns trigger language plpgsql as 'begin new.price = 2; return new; end'`,
              sql`create trigger dearer before insert on copy for each row execute function dearer()`,
            ]
          : []),
      ];
      await db.apply([made.map((statement) => ({ purpose: "make", sql: statement }))]);
      for (const spec of [{ mode: "replace" }, { mode: "merge", key: "id" }] as const)
        await expect(
          moveTable(
            { database: source, table: "shop" },
            db,
            { table: "copy", ...spec },
            { loadId: "1", at: "2026-01-01" },
          ),
        ).rejects.toMatchObject({ code: "DX_PIPELINE_RECONCILE" });
      expect((await db.query(sql`select * from copy`)).count).toBe(0);
      await expect(db.query(sql`select * from _dx_loads`)).rejects.toMatchObject({
        code: "DX_DATABASE_QUERY",
      });
    });
  },
);

forEachDatabase("files are loaded whole, once, in each way to replace", async ({ db }) => {
  const file = join(mkdtempSync(join(tmpdir(), "dx-pipeline-")), "a.csv");
  writeFileSync(file, "id,Name\n1,a\n2,b\n");
  for (const replace of ["in-place", "swap"] as const) {
    const spec = { table: `file_${replace.replace("-", "_")}`, mode: "replace", replace } as const;
    const load = async (loadId: string) =>
      moveTable({ file, rowNumber: "nth" }, db, spec, { loadId, at: "2026-01-01", clock: () => 0 });
    expect((await load("1")).record).toMatchObject({
      read: 2,
      inserted: 2,
      seconds: 0,
      bytes: null,
    });
    expect((await load("2")).record).toMatchObject({ read: 2 });
    expect((await db.query(`select nth from ${spec.table}`)).count).toBe(2);
  }
});
