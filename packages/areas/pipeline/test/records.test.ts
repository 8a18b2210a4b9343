/* oxlint-disable no-await-in-loop -- one load after the other */
import { toObjects, type DxError, type PlainObject } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  moveTable,
  readCursor,
  type LoadSpec,
  type MoveResult,
  type ReadFrom,
  type RecordOptions,
} from "../src/index.ts";

type Item = { readonly sku: string; readonly tags: readonly string[] };
type Order = { readonly id: number; readonly city: string; readonly items: readonly Item[] };
let loads = 0;

async function load(
  db: Database,
  records: readonly unknown[],
  { nested = "tables", ...spec }: Partial<LoadSpec> & Pick<RecordOptions, "nested"> = {},
): Promise<MoveResult> {
  loads += 1;
  return moveTable(
    { records: () => [records], nested },
    db,
    { table: "orders", mode: "merge", key: "id", ...spec },
    { loadId: String(loads), at: "2026-01-01" },
  );
}

/** Puts the records together again out of their tables. */
async function assemble(db: Database, table = "orders"): Promise<readonly Order[]> {
  const read = async (name: string) => {
    const named = sql`${{ kind: "relation", name } as const}`;
    const rows = await db.query(sql`select * from ${named}`).catch(() => undefined);
    return rows === undefined ? [] : toObjects(rows, "js");
  };
  const [orders, items, tags] = [
    await read(table),
    await read(`${table}__items`),
    await read(`${table}__items__tags`),
  ];
  const of = (rows: readonly PlainObject[], id: unknown) =>
    rows
      .filter((one) => one["_dx_parent_id"] === id)
      .toSorted((a, b) => Number(a["_dx_index"]) - Number(b["_dx_index"]));
  const found = orders.map((order) => ({
    id: Number(order["id"]),
    city: String(order["city"]),
    items: of(items, order["_dx_id"]).map((item) => ({
      sku: String(item["sku"]),
      tags: of(tags, item["_dx_id"]).map((tag) => String(tag["value"])),
    })),
  }));
  const counted = found.reduce((sum, { items: all }) => sum + all.length, 0);
  expect(counted).toBe(items.length); // no item without its record
  const counts = found.flatMap(({ items: all }) => all.map((one) => one.tags.length));
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(tags.length);
  return found.toSorted((a, b) => a.id - b.id);
}

const item: fc.Arbitrary<Item> = fc.record({
  sku: fc.constantFrom("a", "b", "c"),
  tags: fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
});
const order: fc.Arbitrary<Order> = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  city: fc.constantFrom("Ulm", "Köln"),
  items: fc.array(item, { maxLength: 3 }),
});
const batch = fc.uniqueArray(order, { maxLength: 3, selector: ({ id }) => id });

const ways: Readonly<Record<string, Partial<LoadSpec>>> = {
  upsert: {},
  deleteInsert: { merge: "delete-insert" },
  deletes: { deletes: "by-keys" },
  replace: { mode: "replace" },
  swap: { mode: "replace", replace: "swap" },
  append: { mode: "append" },
};

forEachDatabase(
  "records with lists, loaded in any way, are put together again as they were",
  async ({ db }) => {
    let numbered = 0;
    const one: Order = {
      id: 1,
      city: "Ulm",
      items: [
        { sku: "a", tags: ["x", "y"] },
        { sku: "a", tags: [] },
      ],
    };
    const story = [
      [one],
      [
        { ...one, items: [] },
        { ...one, id: 2 },
      ],
      [{ ...one, id: 2, city: "Köln" }],
      [],
    ];
    const tries = budget(1, 3);
    const half = db.dialect === "postgres" ? 1 : 0;
    const mostWays = Object.keys(ways).filter((_, at) => tries.numRuns > 1 || at % 2 === half);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(ways)),
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        async (way, batches) => {
          numbered += 1;
          const table = `t${numbered}`;
          const spec = { table, ...ways[way] };
          let expected: readonly Order[] = [];
          for (const records of batches) {
            if (records.length === 0 && expected.length === 0) continue;
            await load(db, records, { key: "id", ...spec });
            if (way === "append") expected = expected.concat(records);
            else if (way === "upsert" || way === "deleteInsert")
              expected = expected
                .filter(({ id }) => !records.some((other) => other.id === id))
                .concat(records);
            else expected = records;
            const wanted = expected.toSorted((a, b) => a.id - b.id);
            expect([way, sorted(await assemble(db, table))]).toEqual([way, sorted(wanted)]);
          }
        },
      ),
      { ...tries, examples: mostWays.map((way) => [way, story]) },
    );
  },
);

const sorted = (orders: readonly Order[]) => orders.map((one) => JSON.stringify(one)).toSorted();

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, 0, -0, 7, 2 ** 53 - 1, 2n ** 60n, 2n ** 70n, 1.5, Number.NaN, true, false),
  fc.constantFrom(
    "",
    "7",
    "x",
    "ü",
    "[1]",
    "2026-01-31",
    "2026-01-31 10:00",
    "2026-01-31T10:00:00Z",
  ),
  fc.constantFrom([1, "a"], [], {}, { a: null }, { a: 1 }, new Date(0), new Uint8Array([0, 255])),
);
const oddRecord = fc.dictionary(fc.constantFrom("a", "b", 'c"c', "Ü"), odd, { maxKeys: 3 });

forEachDatabase(
  "records that are not held in memory make the same tables as those that are",
  async ({ db }) => {
    let numbered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(oddRecord, { maxLength: 3 }), { maxLength: 5 }),
        fc.constantFrom("json" as const, "tables" as const),
        async (batches, nested) => {
          numbered += 1;
          const loadHeld = async (name: string, mostValues: number) => {
            const spec = { table: `${name}${numbered}`, mode: "replace" } as const;
            const source = { records: () => batches, nested, mostValues };
            const as = { loadId: "1", at: "2026-01-01" };
            return moveTable(source, db, spec, as).catch(({ code }: DxError) => code);
          };
          const shown = async (name: string) => {
            const tables = (await db.tables()).filter((one) =>
              one.name.startsWith(`${name}${numbered}`),
            );
            return Promise.all(
              tables.map(async (table) => {
                const { columns } = await db.describe(table);
                const rows = toObjects(await db.query(sql`select * from ${table}`), "text");
                const texts = rows.map((row) => JSON.stringify(row)).toSorted();
                return [columns.map((one) => [one.name, one.type]), texts];
              }),
            );
          };
          const held = await loadHeld("held", 1_000_000);
          const spilled = await loadHeld("part", 0);
          if (typeof held === "string") expect(spilled).toBe(held);
          else expect(spilled).toMatchObject({ record: { inserted: held.record.inserted } });
          expect(await shown("part")).toEqual(await shown("held"));
        },
      ),
      budget(1, 60),
    );
  },
);

forEachDatabase(
  "a run without changes changes nothing in any table, and what a list lost is counted",
  async ({ db }) => {
    const records = [
      { id: 1, items: [{ sku: "a" }, { sku: "b" }] },
      { id: 2, items: [{ sku: "c" }] },
    ];
    const first = await load(db, records);
    expect(first.lists).toMatchObject([
      { created: true, record: { table: "orders__items", inserted: 3 } },
    ]);
    const none = { inserted: 0, updated: 0, deleted: 0 };
    expect(await load(db, records)).toMatchObject({ record: none, lists: [{ record: none }] });
    const changed = await load(db, [{ id: 1, items: [{ sku: "x" }] }]);
    expect(changed).toMatchObject({
      record: none,
      lists: [{ record: { inserted: 0, updated: 1, deleted: 1 } }],
    });
  },
);

forEachDatabase(
  "a field that no record of a load has is NULL, and a column of somebody else is let be",
  async ({ db }) => {
    await load(db, [{ id: 1, city: "Ulm", note: "x" }], { nested: "json" });
    await db.apply([
      [
        { purpose: "add", sql: sql`alter table orders add column mine int` },
        { purpose: "fill", sql: sql`update orders set mine = 5` },
      ],
    ]);
    expect((await load(db, [{ id: 1, city: "Ulm" }], { nested: "json" })).record.updated).toBe(1);
    const rows = await db.query(sql`select id, city, note, mine from orders`);
    expect(toObjects(rows, "js")).toEqual([{ id: 1, city: "Ulm", note: null, mine: 5 }]);
  },
);

forEachDatabase(
  "what is new since the last value of a cursor is asked for, and comes once",
  async ({ db }) => {
    const log = (id: number, at: string, tags: readonly string[]) => ({ id, at, tags });
    const all = [
      log(1, "2026-01-01T00:00:00.000001Z", ["a"]),
      log(2, "2026-01-02T00:00:00Z", ["b", "c"]),
      log(3, "2026-01-02T00:00:00Z", []),
    ];
    const asked: (ReadFrom | undefined)[] = [];
    const run = async (records: readonly unknown[], loadId: string) =>
      moveTable(
        {
          nested: "tables",
          records: (from) => {
            asked.push(from);
            return [records];
          },
        },
        db,
        { table: "log", mode: "append", cursor: { kind: "column", column: "at" } },
        { loadId, at: "2026-01-03" },
      );
    expect((await run(all, "1")).record).toMatchObject({ read: 3, inserted: 3 });
    const more = [
      ...all,
      log(4, "2026-01-02T00:00:00Z", ["d"]),
      { tags: ["d"], at: "2026-01-02T00:00:00Z", id: 4 },
    ];
    expect(await run(more, "2")).toMatchObject({
      record: { read: 4, inserted: 2 }, // the one before the cursor is left out, ties are told apart
      lists: [{ record: { inserted: 2 } }],
    });
    expect((await run(more, "3")).record.inserted).toBe(0);
    expect((await run([], "4")).record).toMatchObject({ read: 0, inserted: 0 });
    expect(asked[0]).toBeUndefined();
    expect(asked.slice(1).map((from) => [from?.kind, from?.value])).toEqual(
      [1, 2, 3].map(() => ["instant", "2026-01-02 00:00:00.000000Z"]),
    );
    expect(await db.run(readCursor("log"))).toMatchObject({ type: "instant" });
    expect((await db.query(sql`select * from log`)).count).toBe(5);
    expect((await db.query(sql`select * from log__tags`)).count).toBe(5);
  },
);

forEachDatabase(
  "values of another type come into a column of their own, if that is asked for",
  async ({ db }) => {
    const plain = { nested: "json", contract: { variants: true } } as const;
    const strict = { nested: "json" } as const;
    await load(db, [{ id: 1, price: 2 }], strict);
    await expect(load(db, [{ id: 1, price: 2.5 }], strict)).rejects.toMatchObject({
      code: "DX_PIPELINE_CONTRACT",
      path: ["price", 1],
    });
    const second = await load(
      db,
      [
        { id: 1, price: 2.5 },
        { id: 2, price: 3 },
      ],
      plain,
    );
    expect(second).toMatchObject({
      changed: ["price__v_float64"],
      record: { inserted: 1, updated: 1 },
    });
    await load(
      db,
      [
        { id: 3, price: "many" },
        { id: 4, price: "12" },
      ],
      plain,
    );
    const fits = await load(db, [{ id: 5, price: "13" }], plain);
    expect(fits.changed).toEqual([]);
    const rows = await db.query(
      sql`select id, price, price__v_float64 as f, price__v_text as t from orders order by id`,
    );
    expect(toObjects(rows, "js")).toEqual([
      { id: 1, price: null, f: 2.5, t: null },
      { id: 2, price: 3, f: null, t: null },
      { id: 3, price: null, f: null, t: "many" },
      { id: 4, price: 12, f: null, t: null },
      { id: 5, price: 13, f: null, t: null },
    ]);
    await expect(load(db, [{ id: "x", price: 1 }], plain)).rejects.toMatchObject({
      code: "DX_PIPELINE_CONTRACT",
      path: ["id", 1],
    });
  },
);

forEachDatabase(
  "a record that the contract leaves out takes its lists along, and keeps the old ones",
  async ({ db }) => {
    const contract = { types: "discard_row" } as const;
    await load(db, [{ id: 1, n: 1, items: [{ sku: "a" }] }], { contract });
    const second = await load(
      db,
      [
        { id: 1, n: "many", items: [{ sku: "b" }, { sku: "c" }] },
        { id: 2, n: 2, items: [{ sku: "d" }] },
      ],
      { contract },
    );
    expect(second.rejected).toHaveLength(1);
    const rows = await db.query(sql`select sku from orders__items order by sku`);
    expect(toObjects(rows, "js").map(({ sku }) => sku)).toEqual(["a", "d"]);
    const freeze = load(db, [{ id: 3, n: 1, more: [1] }], { contract: { tables: "freeze" } });
    await expect(freeze).rejects.toMatchObject({ path: ["contract", "tables"] });
    expect((await db.query(sql`select * from orders`)).count).toBe(2);
  },
);

test("what records cannot do is refused, and nothing is there", async () => {
  const db = await openDatabase("duckdb:");
  const refused = async (
    path: string,
    spec: Partial<LoadSpec>,
    records: readonly unknown[] = [{ id: 1 }],
  ) =>
    expect(load(db, records, spec)).rejects.toMatchObject({
      code: "DX_PIPELINE_LOAD",
      path: [path],
    });
  const cursor = { kind: "column", column: "id" } as const;
  await refused("cursor", { cursor: { kind: "xid-window" } });
  await refused("cursor", { cursor: { ...cursor, backwards: "refuse" } });
  await refused("deletes", { cursor, deletes: "by-keys" });
  await refused("merge", { merge: "insert-only" });
  await refused("table", {}, []);
  await expect(load(db, [{ a: 1 }], { cursor, mode: "append" })).rejects.toThrow(
    "no column is called id",
  );
  expect(await db.tables()).toEqual([]);
  await db.close();
});
