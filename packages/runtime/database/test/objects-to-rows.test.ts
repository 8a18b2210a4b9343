import { toRows } from "@dx/core";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { objectsToRows } from "../src/load/objects-to-rows.ts";

const whole = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const values: readonly fc.Arbitrary<unknown>[] = [
  fc.string(),
  fc.boolean(),
  whole,
  fc.maxSafeInteger(),
  fc.double(),
  fc.oneof(whole, fc.double(), fc.maxSafeInteger()),
  fc.date({ noInvalidDate: true }),
  fc.oneof(fc.string(), fc.boolean(), fc.double()),
  fc.array(fc.nat()),
  fc.record({ unscaled: whole, scale: fc.nat(5) }),
  fc.constant(null),
];
const name = fc.constantFrom("a", "b", "ü");

test("makes the same of objects as the slow way", () => {
  const objects = fc
    .uniqueArray(fc.tuple(name, fc.constantFrom(...values)), { selector: ([one]) => one })
    .chain((columns) =>
      fc.array(
        fc.record(Object.fromEntries(columns.map(([one, value]) => [one, fc.option(value)])), {
          requiredKeys: [],
        }),
      ),
    );
  fc.assert(
    fc.property(objects, (list) => {
      expect(objectsToRows(list, {})).toEqual(toRows(list));
    }),
    budget(300),
  );
});

test("makes the same of objects with types as the slow way", () => {
  const list = [{ a: "1", b: 1, c: "x" }, { b: 2.5 }];
  const types = { d: "date", b: "decimal", a: "int64" } as const;
  expect(objectsToRows(list, types)).toEqual(toRows(list, types));
  expect(() => objectsToRows([{ a: "x" }], { a: "int64" })).toThrow(/a of object 0/);
});
