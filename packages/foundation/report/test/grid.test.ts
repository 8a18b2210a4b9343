import { createRows } from "@dx/core";
import { expect, test } from "vitest";
import { toGrid } from "../src/internal/grid.ts";
import { isNumericColumn } from "../src/internal/is-numeric-column.ts";

test("a key that objects inherit is no value", () => {
  const { columns } = toGrid([{ a: 1 }, { toString: "x", ["__proto__"]: "y" }], 10);
  expect(columns).toEqual([
    { name: "a", numeric: true, texts: ["1", null] },
    { name: "toString", numeric: false, texts: [null, "x"] },
    { name: "__proto__", numeric: false, texts: [null, "y"] },
  ]);
});

test("a column without a value is not of numbers, and undefined is NULL", () => {
  const { columns } = toGrid([{ a: null, b: undefined, c: { type: "int64", value: null } }], 10);
  expect(columns.map(({ numeric, texts }) => [numeric, texts])).toEqual([
    [false, [null]],
    [false, [null]],
    [false, [null]],
  ]);
});

test("all columns are there, also those that come after the rows that are shown", () => {
  const { columns, count, shown } = toGrid([{ a: 1 }, { b: 2 }], 1);
  expect([columns.map(({ name }) => name), count, shown]).toEqual([["a", "b"], 2, 1]);
});

test("the kind of a column's values is its type's, or its own", () => {
  const [text] = createRows([{ name: "t", type: { kind: "text" }, values: [] }]).columns;
  expect(text && isNumericColumn(text)).toBe(false);
  expect(text && isNumericColumn(Object.assign({}, text, { kind: "decimal" }))).toBe(true);
});
