/* oxlint-disable no-await-in-loop -- one window after the other */
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  backfillWindows,
  moveTable,
  readCursor,
  type LoadSpec,
  type MoveSource,
} from "../src/index.ts";

type Span = readonly [
  kind: "date" | "instant" | "timestamp" | "int64" | "decimal",
  from: string,
  to: string,
  step: string,
];
const spans = (...[kind, from, to, step]: Span) =>
  backfillWindows(kind === "decimal" ? { kind, scale: 1, precision: 9 } : { kind }, {
    from,
    to,
    step,
  }).map((one) => `${one.from} ${one.to}`);

test("windows are half open, without gaps, and end where they should", () => {
  expect(spans("date", "2026-01-30", "2026-02-02", "2 days")).toEqual([
    "2026-01-30 2026-02-01",
    "2026-02-01 2026-02-02",
  ]);
  expect(spans("date", "2025-11-15", "2026-03-01", "2 months")).toEqual([
    "2025-11-15 2026-01-01",
    "2026-01-01 2026-03-01",
  ]);
  expect(spans("instant", "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z", "6 hours")).toEqual([
    "2026-03-29 00:00:00.000000Z 2026-03-29 06:00:00.000000Z",
    "2026-03-29 06:00:00.000000Z 2026-03-29 12:00:00.000000Z",
  ]);
  expect(spans("timestamp", "2026-12-31 23:00", "2027-01-01 01:00", "1 month")).toEqual([
    "2026-12-31 23:00:00.000000 2027-01-01 00:00:00.000000",
    "2027-01-01 00:00:00.000000 2027-01-01 01:00:00.000000",
  ]);
  expect(spans("int64", "-1", "9007199254740993", "9007199254740993")).toEqual([
    "-1 9007199254740992",
    "9007199254740992 9007199254740993",
  ]);
  expect(spans("decimal", "0.5", "2.0", "1")).toEqual(["0.5 1.5", "1.5 2.0"]);
});

test.for([
  ["before it begins", "date", "2026-01-02", "2026-01-02", "1 day"],
  ['"soon" is no date', "date", "2026-01-02", "soon", "1 day"],
  ["a span of whole days", "date", "2026-01-01", "2026-01-02", "6 hours"],
  ["above 0", "int64", "1", "2", "0"],
  ["more than 100000 windows", "int64", "0", "1000000", "1"],
] as const)("%s: no windows", ([message, kind, from, to, step]) => {
  expect(() => spans(kind, from, to, step)).toThrow(message);
});

let other: Database;
beforeAll(async () => {
  other = await openDatabase("duckdb:");
});
afterAll(async () => other.close());

type Sale = { readonly id: number; readonly day: string | null; readonly n: number };
const sale = (id: number, day: string | null, n = 0): Sale => ({ id, day, n });
const types = { id: "int64", day: "date", n: "int64" } as const;

const january = { column: "day", from: "2026-01-01", to: "2026-02-01" } as const;
let loads = 0;
async function load(source: MoveSource, db: Database, spec: Partial<LoadSpec>) {
  loads += 1;
  return moveTable(
    source,
    db,
    { table: "copy", mode: "merge", key: "id", ...spec },
    {
      loadId: String(loads),
      at: "2026-03-01",
    },
  );
}
const copied = async (db: Database) =>
  toObjects(await db.query(sql`select id, day, n from copy order by id, n`), "js");

for (const isOther of [true, false])
  forEachDatabase(
    `a range of ${isOther ? "another" : "the same"} database is loaded, deleted in and replaced; the rest is let be`,
    async ({ db }) => {
      const database = isOther ? other : db;
      const fill = async (rows: readonly Sale[]) => database.load("sales", rows, { types });
      const source = { database, table: "sales" };
      await fill([
        sale(1, "2025-12-31"),
        sale(2, "2026-01-01"),
        sale(3, "2026-01-31"),
        sale(4, "2026-02-01"),
        sale(5, null),
      ]);
      await load(source, db, {});
      await fill([
        sale(2, "2026-01-01", 7),
        sale(4, "2026-02-01", 7), // changed, but out of the range
        sale(3, "2026-02-02"), // moved out of it: not gone
        sale(6, "2026-01-15"),
      ]);
      const { record } = await load(source, db, { range: january, deletes: "by-keys" });
      expect(record).toMatchObject({ read: 2, inserted: 1, updated: 1, deleted: 0 });
      await fill([sale(2, "2026-01-01", 7)]);
      expect((await load(source, db, { range: january, deletes: "by-keys" })).record.deleted).toBe(
        2,
      );
      expect(await copied(db)).toEqual([
        sale(1, "2025-12-31"),
        sale(2, "2026-01-01", 7),
        sale(4, "2026-02-01"),
        sale(5, null),
      ]);
      await fill([sale(8, "2026-01-02"), sale(8, "2026-01-03"), sale(9, "2026-02-03")]);
      const replaced = await load(source, db, { mode: "replace", range: january });
      expect(replaced.record).toMatchObject({ read: 2, inserted: 2, deleted: 1 });
      expect((await copied(db)).map(({ id }) => id)).toEqual([1, 4, 5, 8, 8]);
    },
  );

test("windows of records, one after the other, are the same as all at once, and move no cursor", async () => {
  const db = await openDatabase("duckdb:");
  const all = Array.from({ length: 20 }, (_, id) => ({
    id,
    day: `2026-01-${String(id + 1).padStart(2, "0")}`,
    l: [id],
  }));
  const source = { records: () => [all], nested: "tables" } as const;
  for (const { from, to } of backfillWindows(
    { kind: "date" },
    { from: "2026-01-01", to: "2026-01-21", step: "1 week" },
  ))
    expect(
      (await load(source, db, { range: { column: "day", from, to } })).record.read,
    ).toBeLessThan(8);
  expect((await db.query(sql`select * from copy`)).count).toBe(20);
  expect((await db.query(sql`select * from copy__l`)).count).toBe(20);
  expect(await db.run(readCursor("copy"))).toBeUndefined();
  const refused = async (path: string, spec: Partial<LoadSpec>) =>
    expect(load(source, db, spec)).rejects.toMatchObject({ path: expect.arrayContaining([path]) });
  await refused("range", { range: january, cursor: { kind: "column", column: "day" } });
  await refused("range", { range: january, mode: "replace", replace: "swap" });
  await refused("range", { range: january, mode: "replace" });
  await refused("deletes", { range: january, deletes: "by-keys" });
  await refused("column", { range: { ...january, column: "dya" } });
  await refused("from", { range: { ...january, from: "x" } });
  await db.close();
});
