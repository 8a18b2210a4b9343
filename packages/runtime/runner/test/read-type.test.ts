import { expect, test } from "vitest";
import { readType } from "../src/index.ts";

test.each([
  ["bigint", { kind: "int64" }],
  [" Decimal( 18 , 2 ) ", { kind: "decimal", precision: 18, scale: 2 }],
  ["numeric(9)", { kind: "decimal", precision: 9, scale: 0 }],
  ["TIMESTAMPTZ", { kind: "instant" }],
])("%j is a type", (text, type) => {
  expect(readType(text, [])).toEqual(type);
});

test.each(["bigintt", "constructor", "", "decimal", 7, null])("%j is none", (text) => {
  const read = (): unknown => readType(text, ["columns", "price"]);
  expect(read).toThrow(
    expect.objectContaining({ code: "DX_FLOW_TYPE", path: ["columns", "price"] }),
  );
  expect(read).toThrow(`price is ${JSON.stringify(text)}, which is no type`);
});
