import { expect, test } from "vitest";
import { createColumn, valueAt } from "../src/index.ts";
import type { DataTypeKind } from "../src/index.ts";

const largest = 2n ** 63n - 1n;
const midnight = 86_400_000_000n;
const taken: { readonly [K in DataTypeKind]: readonly unknown[] } = {
  boolean: [true, false],
  int32: [0, 2 ** 31 - 1, -(2 ** 31)],
  int64: [0n, largest, -largest - 1n],
  float64: [0.5, Number.NaN, Infinity, -0, 2 ** 53],
  decimal: [{ unscaled: 10n ** 60n, scale: 2 }],
  text: ["", "é"],
  date: [0, 2 ** 31 - 1, -(2 ** 31)],
  time: [0n, midnight],
  timestamp: [0n, largest, -largest],
  instant: [0n, largest, -largest],
  interval: [{ months: -1, days: 0, micros: 10n ** 30n }],
  bytes: [new Uint8Array(), new Uint8Array([0, 255])],
  uuid: ["7e8c5a1e-0000-4000-8000-000000000000"],
  json: ["{}"],
};
const refused: { readonly [K in DataTypeKind]: readonly unknown[] } = {
  boolean: [0, "true", undefined],
  int32: [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, 1n, "1"],
  int64: [largest + 1n, -largest - 2n, 1, "1"],
  float64: [1n, "0.5"],
  decimal: [1.5, "1", { scale: 2 }, { unscaled: 1n }, { unscaled: 1, scale: 2 }],
  text: [1, undefined, {}],
  date: [0.5, 1n, "2025-03-17", new Date(0)],
  time: [-1n, midnight + 1n, 1],
  timestamp: [largest + 1n, 1, new Date(0)],
  instant: [largest + 1n, 1, new Date(0)],
  interval: [
    1,
    { months: 1 },
    { micros: 1n },
    { months: 1, micros: 1 },
    { months: 1n, micros: 1n },
  ],
  bytes: ["00", [0, 1]],
  uuid: [1],
  json: [{}],
};
const kinds = Object.keys(taken) as readonly DataTypeKind[];
const make = (kind: DataTypeKind, values: readonly unknown[]) =>
  createColumn("v", kind, values as never);

test.each(kinds)("takes %s to its very ends, NULL between them", (kind) => {
  const values = [null, ...taken[kind], null];
  const column = make(kind, values);
  expect(values.map((_, index) => valueAt(column, index))).toEqual(values);
});

test.each(kinds.flatMap((kind) => refused[kind].map((value) => [kind, value] as const)))(
  "refuses for %s the value %s",
  (kind, value) => {
    expect(() => make(kind, [null, value])).toThrow(
      expect.objectContaining({ code: "DX_CORE_VALUE", path: ["v", 1] }),
    );
  },
);

test.each([
  "boolean",
  "int32",
  "int64",
  "float64",
  "date",
  "time",
  "timestamp",
  "instant",
] as const)("a column of %s has a mask only where something is NULL", (kind) => {
  const value = taken[kind][0];
  const { values } = make(kind, [value, value]);
  expect(ArrayBuffer.isView(values)).toBe(true);
  expect(make(kind, [value, value])).not.toHaveProperty("validity");
  expect(make(kind, [value, null, value])).toMatchObject({
    validity: new Uint8Array([1, 0, 1]),
  });
});

test("booleans are held as 0 and 1, and what is in a list stays as it was", () => {
  expect(make("boolean", [true, false]).values).toEqual(new Uint8Array([1, 0]));
  const given = ["a", null];
  const column = createColumn("v", "text", given);
  given[0] = "changed";
  expect(column).toEqual({ kind: "text", name: "v", values: ["a", null] });
});

test("a column keeps the parameters of its type", () => {
  const type = { kind: "decimal", precision: 4, scale: 1 } as const;
  expect(createColumn("v", type, [])).toEqual({ ...type, name: "v", values: [] });
});
