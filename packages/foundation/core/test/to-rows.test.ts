import { expect, test } from "vitest";
import { toObjects, toRows, valueAt } from "../src/index.ts";
import type { DataTypeKind } from "../src/index.ts";

test.each<[values: readonly unknown[], kind: string, read: readonly unknown[]]>([
  [[null, undefined], "text", [null, null]],
  [[true, null], "boolean", [true, null]],
  [[true, 1], "json", ["true", "1"]],
  [["a", null], "text", ["a", null]],
  [["1", 1], "json", ["1", "1"]],
  [[1, 2n ** 53n], "int64", [1n, 2n ** 53n]],
  [[2 ** 53], "float64", [2 ** 53]],
  [[0.5, 2n], "float64", [0.5, 2]],
  [[new Date(1), null], "instant", [1000n, null]],
  [[new Uint8Array([7])], "bytes", [new Uint8Array([7])]],
  [[new Uint8Array([7]), 1], "json", ['{"0":7}', "1"]],
  [[{ unscaled: 15n, scale: 1 }, null], "decimal", [{ unscaled: 15n, scale: 1 }, null]],
  [[{ unscaled: 15 }], "json", ['{"unscaled":15}']],
  [[[1, "a"], null], "json", ['[1,"a"]', null]],
  [[{ n: 10n }], "json", ['{"n":"10"}']],
  [
    [
      { type: "int64", value: "7" },
      { type: "int64", value: null },
    ],
    "int64",
    [7n, null],
  ],
  [[{ type: "int64", value: "7" }, null], "int64", [7n, null]],
  [[{ type: "int64", value: "7" }, 8], "json", ["7", "8"]],
  [[{ type: "point", value: "(0,0)" }], "text", ["(0,0)"]],
  [[{ type: "int64", value: 7 }], "json", ['{"type":"int64","value":7}']],
  [[{ type: 7, value: "7" }], "json", ['{"type":7,"value":"7"}']],
  [[{ type: "a", value: "7", x: 1 }], "json", ['{"type":"a","value":"7","x":1}']],
  [[{ getTime: 7 }], "json", ['{"getTime":7}']],
  [[() => 1], "json", ["null"]],
])("values without a type get one: %#", (values, kind, read) => {
  const [column] = toRows(values.map((v) => ({ v }))).columns;
  expect(column?.kind).toBe(kind);
  expect(values.map((_, index) => (column === undefined ? "" : valueAt(column, index)))).toEqual(
    read,
  );
});

test.each<[type: DataTypeKind, value: unknown, read: unknown]>([
  ["text", 7, "7"],
  ["text", 7n, "7"],
  ["text", true, "true"],
  ["text", [1], "[1]"],
  ["json", 7, "7"],
  ["json", "x", "x"],
  ["json", null, null],
  ["int64", 7, 7n],
  ["int64", "7", 7n],
  ["int32", "7", 7],
  ["float64", 7n, 7],
  ["float64", "0.5", 0.5],
  ["decimal", 1.5, { unscaled: 15n, scale: 1 }],
  ["decimal", 15n, { unscaled: 15n, scale: 0 }],
  ["timestamp", new Date(1), 1000n],
  ["timestamp", "1970-01-01T00:00:01", 1_000_000n],
  ["instant", new Date(1), 1000n],
  ["date", new Date(86_400_000), 1],
  ["date", "1970-01-02", 1],
  ["int32", { type: "int32", value: "7" }, 7],
  ["int32", { type: "int32", value: null }, null],
  ["boolean", "false", false],
])("a column of %s takes %s", (type, value, read) => {
  const [column] = toRows([{ v: value }], { v: type }).columns;
  expect(column === undefined ? undefined : valueAt(column, 0)).toEqual(read);
});

test.each<[type: DataTypeKind, value: unknown]>([
  ["int64", 0.5],
  ["int64", 2 ** 53],
  ["int64", true],
  ["boolean", 1],
  ["decimal", Number.NaN],
  ["decimal", true],
  ["timestamp", 7],
  ["instant", new Date("no")],
  ["date", 0.5],
  ["float64", true],
])("a column of %s does not take %s", (type, value) => {
  expect(() => toRows([{ v: value }], { v: type })).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^DX_CORE_(VALUE|TIMESTAMP)$/) }),
  );
});

test("columns come in the order of the types, then as they are met; inherited fields are none", () => {
  const types = { z: "int32", gone: "text" } as const;
  const objects = [{ a: 1, z: 2 }, Object.create({ a: 5 }), { b: undefined }];
  const made = toRows(objects, types);
  expect(made.columns.map(({ name }) => name)).toEqual(["z", "gone", "a", "b"]);
  expect(toObjects(made, "js")).toEqual([
    { z: 2, gone: null, a: 1, b: null },
    { z: null, gone: null, a: null, b: null },
    { z: null, gone: null, a: null, b: null },
  ]);
  expect(toRows([{ toString: 7 }]).columns[0]?.kind).toBe("int64");
});

test("guesses the types of plain objects, and refuses what does not fit a given one", () => {
  const guessed = toRows([
    { id: 1, big: 2n ** 60n, share: 1, at: new Date(0), tags: ["a"], ok: true, none: null },
    { id: 2, share: 0.5, name: "Ann" },
  ]);
  expect(guessed.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "id int64",
    "big int64",
    "share float64",
    "at instant",
    "tags json",
    "ok boolean",
    "none text",
    "name text",
  ]);
  expect(toObjects(guessed, "js")[1]).toMatchObject({ id: 2, big: null, tags: null, name: "Ann" });
  expect(() => toRows([{ n: 1 }, { n: 0.5 }], { n: "int64" })).toThrow(
    expect.objectContaining({ code: "DX_CORE_VALUE", path: ["n", 1] }),
  );
  expect(toRows([], { id: "int64" })).toMatchObject({ count: 0, columns: [{ name: "id" }] });
});
