import { formatValue } from "@dx/core";
import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { candidateKeys } from "../src/index.ts";
import { randomTables, rowsOf, type RandomColumn } from "./random-table.ts";

/** All minimal keys of at most so many columns, by trying all. */
function keysOf(columns: readonly RandomColumn[], most: number): readonly string[] {
  const rows = columns[0]?.values.length ?? 0;
  const loaded = rowsOf(columns);
  const cell = (at: number, row: number): string => {
    const column = loaded.columns[at];
    const text = column === undefined ? null : formatValue(column, row);
    return JSON.stringify(text === "-0" ? "0" : text);
  };
  const keys: (readonly number[])[] = [];
  const subsets = Array.from({ length: 2 ** columns.length - 1 }, (_, bits) =>
    columns.flatMap((_column, at) => (((bits + 1) >> at) & 1 ? [at] : [])),
  ).toSorted((a, b) => a.length - b.length);
  for (const subset of subsets) {
    const values = Array.from({ length: rows }, (_, row) => subset.map((at) => cell(at, row)));
    const isKey = new Set(values.map(String)).size === rows && !values.flat().includes("null");
    if (
      rows > 0 &&
      subset.length <= most &&
      isKey &&
      !keys.some((key) => key.every((at) => subset.includes(at)))
    )
      keys.push(subset);
  }
  return keys.map((key) => key.map((at) => `c${at}`).join("+")).toSorted();
}

forEachDatabase("keys are those that brute force finds", async ({ db }) => {
  const names = "boolean int32 small decimal text date uuid".split(" ");
  await fc.assert(
    fc.asyncProperty(
      randomTables(names, 6),
      fc.integer({ min: 1, max: 4 }),
      async (columns, maxArity) => {
        await db.load("t", rowsOf(columns));
        const found = await db.run(candidateKeys("t", { maxArity }));
        expect(found.keys.map((key) => key.join("+")).toSorted()).toEqual(
          keysOf(columns, maxArity),
        );
        expect(found.complete).toBe(found.rows > 0);
      },
    ),
    budget(8, 30),
  );
});

forEachDatabase(
  "a duplicate behind the sample is seen, and a search that ends early says so",
  async ({ db }) => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      a: n % 60,
      b: Math.floor(n / 60),
      c: n % 2,
      d: n % 3,
    }));
    await db.load("t", rows);
    expect(await db.run(candidateKeys("t"))).toMatchObject({
      keys: [["a", "b"]],
      complete: true,
      reason: null,
      rows: 3000,
    });
    await db.load("t", [{ a: 59, b: 49, c: 1, d: 2 }], { mode: "append" });
    expect(await db.run(candidateKeys("t"))).toMatchObject({ keys: [], complete: true });
    const cut = await db.run(candidateKeys("t", { maxChecks: 0 }));
    expect(cut).toMatchObject({ keys: [], complete: false, checks: 4 });
    expect(cut.reason).toMatch(/combinations of 3 columns were not counted: maxChecks/);
  },
);
