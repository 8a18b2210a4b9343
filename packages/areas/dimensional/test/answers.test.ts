import { createColumn, createRows } from "@dx/core";
import { expect, test } from "vitest";
import { compareAnswers, p95 } from "../src/index.ts";

test("answers are the same whatever their order, the types of numbers and the last digits of floats", () => {
  const decimal = { kind: "decimal", precision: 38, scale: 2 } as const;
  const left = createRows([
    createColumn("city", "text", ["Bonn", null, "Bonn"]),
    createColumn("n", "int64", [1n, 2n, 1n]),
    createColumn("mean", "float64", [0.1 + 0.2, Number.NaN, -0]),
  ]);
  const right = createRows([
    createColumn("a", "text", [null, "Bonn", "Bonn"]),
    createColumn("b", decimal, [
      { unscaled: 200n, scale: 2 },
      { unscaled: 100n, scale: 2 },
      { unscaled: 100n, scale: 2 },
    ]),
    createColumn("c", "float64", [Number.NaN, 0, 0.3]),
  ]);
  expect(compareAnswers(left, right)).toEqual({ same: true, rows: [3, 3], counterexample: null });
});

test("answers differ by one value, one row too many, NULL and empty text, and columns", () => {
  const texts = (...values: readonly (string | null)[]) =>
    createRows([createColumn("t", "text", values)]);
  expect(compareAnswers(texts("a", "a"), texts("a", "b"))).toEqual({
    same: false,
    rows: [2, 2],
    counterexample: { onlyInSource: ["a"], onlyInStar: ["b"] },
  });
  expect(compareAnswers(texts("a"), texts("a", "a")).counterexample).toEqual({
    onlyInSource: null,
    onlyInStar: ["a"],
  });
  expect(compareAnswers(texts(null), texts("")).same).toBe(false);
  expect(compareAnswers(texts(), createRows([])).same).toBe(false);
  const numbers = (...values: readonly bigint[]) =>
    createRows([createColumn("n", "int64", values)]);
  const large = 9_007_199_254_740_992n;
  expect(compareAnswers(numbers(large), numbers(large + 1n)).same).toBe(false);
});

test("the 95th percentile is a time that was measured", () => {
  expect(p95(Array.from({ length: 20 }, (_, index) => index + 1))).toBe(19);
  expect(p95([7])).toBe(7);
  expect(p95([])).toBeNaN();
});
