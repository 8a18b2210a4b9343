/* oxlint-disable no-await-in-loop -- one table, one step after the other */
import { toObjects } from "@dx/core";
import { fingerprintRows, sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { planQuarantine, type Check, type RowRule, type SetRule } from "../src/index.ts";

const rows = [
  { id: 1, city: "Ulm", n: 5, parent: 1 },
  { id: 2, city: null, n: 5, parent: 9 },
  { id: 3, city: "Bonn", n: null, parent: null },
  { id: 4, city: "Ulm", n: 2, parent: 2 },
];
const types = { id: "int64", n: "int64", parent: "int64" } as const;
const checkOf = (rule: RowRule | SetRule, where?: string): Check => ({
  id: "x",
  table: "shop",
  dimension: "validity",
  severity: "error",
  ...(where === undefined ? {} : { where }),
  rule,
  threshold: { of: "rows", failAbove: 0 },
});
const cases: readonly (readonly [Check, readonly number[]])[] = [
  [checkOf({ kind: "not-null", column: "city" }), [2]],
  [checkOf({ kind: "in-set", column: "city", values: ["Ulm"] }), [3]],
  [checkOf({ kind: "between", column: "n", max: 4 }, "id > 1"), [2]],
  [checkOf({ kind: "condition", sql: "n > 2 or city = 'Ulm'" }), []],
  [checkOf({ kind: "references", columns: ["parent"], table: "shop", referenced: ["id"] }), [2]],
  [checkOf({ kind: "unique", columns: ["n"] }), [1, 2]],
  [checkOf({ kind: "increasing", column: "n", orderBy: ["id"] }), [4]],
  [checkOf({ kind: "determines", columns: ["n"], column: "id" }), [1, 2]],
];

forEachDatabase(
  "bad rows are set aside, all others stay, and a replay brings back the table as it was",
  async ({ db }) => {
    await db.load("shop", rows, { types });
    const { columns } = await db.describe("shop");
    const print = async (): Promise<unknown> => db.run(fingerprintRows("shop", columns));
    const ids = async (table: string): Promise<readonly unknown[]> =>
      toObjects(
        await db.query(sql`select id from ${{ kind: "relation", name: table }} order by id`),
        "js",
      ).map(({ id }) => Number(id));
    const before = await print();
    for (const [check, bad] of cases) {
      const { setAside, replay } = planQuarantine(check, { into: "aside", key: ["id"] });
      await db.apply(setAside);
      expect(await ids("aside")).toEqual(bad);
      expect(await ids("shop")).toEqual([1, 2, 3, 4].filter((id) => !bad.includes(id)));
      await db.apply(replay);
      expect(await print()).toEqual(before);
    }
  },
);

forEachDialect("quarantine is SQL of each dialect", ({ check: see }) => {
  for (const [check] of cases) {
    const { setAside, replay } = planQuarantine(check, { into: "aside", key: ["id"] });
    see(setAside);
    see(replay);
  }
});

test("what has no rows that fail, or needs a key, is refused", () => {
  const refusal = expect.objectContaining({ code: "DX_QUALITY_QUARANTINE" });
  const {
    rule: _rule,
    threshold: _threshold,
    ...head
  } = checkOf({ kind: "not-null", column: "a" }) as Extract<Check, { rule: unknown }>;
  expect(() =>
    planQuarantine({ ...head, measure: { kind: "row-count" }, bounds: {} }, { into: "a" }),
  ).toThrow(refusal);
  expect(() => planQuarantine(checkOf({ kind: "unique", columns: ["n"] }), { into: "a" })).toThrow(
    refusal,
  );
});
