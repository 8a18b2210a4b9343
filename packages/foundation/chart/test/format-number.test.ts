import { expect, test } from "vitest";
import { formatNumber } from "../src/index.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [-1234567, "-1,234,567"],
  [2 ** 53 - 1, "9,007,199,254,740,991"],
  [2n ** 63n, "9,223,372,036,854,775,808"],
  [0.1 + 0.2, "0.3"],
  [1234.5678, "1,234.57"],
  [1.5e-9, "1.5e-9"],
  [1e300, "1e300"],
  [Number.NaN, "NaN"],
  [-Infinity, "-Infinity"],
])("writes %d as %s", (value, wanted) => {
  expect(formatNumber(value)).toBe(wanted);
});
