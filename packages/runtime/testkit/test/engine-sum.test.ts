/* oxlint-disable no-await-in-loop -- one table, filled again and again */
import { toObjects, type PlainObject } from "@dx/core";
import { engineSum, identifier, renderSql, sql } from "@dx/sql";
import { expect, test } from "vitest";
import { forEachDatabase } from "../src/index.ts";

const rows: readonly PlainObject[] = [
  { id: 2n ** 53n + 1n, city: "Köln", price: 0.1, at: "2026-01-02 00:00:00.000001" },
  { id: -1n, city: null, price: NaN, at: null },
  { id: 3n, city: "", price: null, at: "2026-01-02" },
  { id: 3n, city: "", price: null, at: "2026-01-02" },
];
const types = { id: "int64", city: "text", price: "float64", at: "timestamp" } as const;
const changes: Readonly<Record<string, readonly PlainObject[]>> = {
  "a digit": rows.with(0, { ...rows[0], id: 2n ** 53n }),
  "NULL for empty": rows.with(2, { ...rows[2], city: null }),
  "a microsecond": rows.with(0, { ...rows[0], at: "2026-01-02 00:00:00.000002" }),
  "one of two equal rows": rows.slice(0, 3),
  "two rows that cancel out": rows.slice(0, 2),
  "columns changed with each other": rows.with(0, { ...rows[0], city: "0.1", price: null }),
};

forEachDatabase(
  "sums of hashes are the same in any order, and differ after a change",
  async ({ db }) => {
    const sum = engineSum(Object.keys(types).map((name) => identifier(name)));
    const sumOf = async (given: readonly PlainObject[]): Promise<unknown> => {
      await db.load("t", given, { types });
      return toObjects(await db.query(sql`select ${sum} as total from t`), "js")[0]?.["total"];
    };
    const first = await sumOf(rows);
    expect(await sumOf(rows.toReversed())).toBe(first);
    for (const [what, changed] of Object.entries(changes))
      expect([what, await sumOf(changed)]).not.toEqual([what, first]);
    expect(await sumOf([])).toBeNull();
  },
);

test("dialects that dx does not run have no sum of hashes", () => {
  expect(() => renderSql(engineSum([identifier("a")]), "spark")).toThrow("sums no hashes");
});
