import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  diffContract,
  type Check,
  type ContractColumn,
  type DataContract,
  type Party,
} from "../src/index.ts";
import { anyCheck } from "./arbitrary-checks.ts";

const id: ContractColumn = {
  name: "id",
  type: "int64",
  required: true,
  unique: true,
  primaryKey: 1,
};
const city: ContractColumn = {
  name: "city",
  type: "text",
  references: { table: "city", column: "name" },
};
const check: Check = {
  id: "city-set",
  table: "shop",
  dimension: "validity",
  severity: "error",
  rule: { kind: "in-set", column: "city", values: ["Ulm", "Kiel"] },
  threshold: { of: "rows", failAbove: 0.1 },
};
const between: Check = {
  ...check,
  id: "range",
  rule: { kind: "between", column: "id", min: 1, max: 9 },
};
const older: DataContract = {
  id: "c",
  name: "shops",
  version: "1.2.3",
  status: "active",
  tables: [{ name: "shop", columns: [id, city], checks: [check, between] }],
  serviceLevels: [
    { property: "freshness", value: 60, unit: "m" },
    { property: "availability", value: 99, unit: "percent" },
  ],
};
const withTable = (change: Partial<DataContract["tables"][0]>): DataContract => ({
  ...older,
  tables: [{ name: "shop", columns: [id, city], checks: [check, between], ...change }],
});
const withCity = (change: Partial<ContractColumn>): DataContract =>
  withTable({ columns: [id, { ...city, ...change }] });
const withId = (change: Partial<ContractColumn>): DataContract =>
  withTable({ columns: [{ ...id, ...change }, city] });
const withCheck = (change: object): DataContract =>
  withTable({ checks: [{ ...check, ...change }, between] });
const withRange = (change: object): DataContract =>
  withTable({
    checks: [
      check,
      { ...between, rule: { ...("rule" in between ? between.rule : {}), ...change } } as Check,
    ],
  });
const withLevel = (value: number | string): DataContract => ({
  ...older,
  serviceLevels: [
    { property: "freshness", value, unit: "m" },
    { property: "availability", value: 99, unit: "percent" },
  ],
});

test.each([
  ["a table that is gone", { ...older, tables: [] }, "table-removed", ["consumers"]],
  [
    "a new table",
    { ...older, tables: [...older.tables, { name: "more", columns: [] }] },
    "table-added",
    [],
  ],
  ["a column that is gone", withTable({ columns: [id] }), "column-removed", ["consumers"]],
  [
    "a new column",
    withTable({ columns: [id, city, { name: "x", type: "text" }] }),
    "column-added",
    [],
  ],
  [
    "a new column that must be filled",
    withTable({ columns: [id, city, { name: "x", type: "text", required: true }] }),
    "column-added",
    ["producers"],
  ],
  ["a wider type", withCity({ type: "json" }), "type-narrowed", ["producers"]],
  ["a narrower type", withId({ type: "int32" }), "type-narrowed", ["producers"]],
  ["another type", withCity({ type: "int64" }), "type-changed", ["consumers", "producers"]],
  ["a wider number", withId({ type: "decimal" }), "type-widened", ["consumers"]],
  [
    "another native type",
    withCity({ nativeType: "varchar(9)" }),
    "native-type-changed",
    ["consumers"],
  ],
  ["NULL allowed", withId({ required: false }), "required-withdrawn", ["consumers"]],
  ["NULL forbidden", withCity({ required: true }), "required-promised", ["producers"]],
  ["duplicates allowed", withId({ unique: false }), "unique-withdrawn", ["consumers"]],
  [
    "no reference",
    withTable({ columns: [id, { name: "city", type: "text" }] }),
    "reference-withdrawn",
    ["consumers"],
  ],
  ["another key", withCity({ primaryKey: 2 }), "key-changed", ["consumers", "producers"]],
  ["a description", withCity({ description: "x" }), "column-reworded", []],
  ["a check that is gone", withTable({ checks: [check] }), "check-removed", ["consumers"]],
  [
    "more values",
    withCheck({ rule: { kind: "in-set", column: "city", values: ["Ulm", "Kiel", "Bonn"] } }),
    "check-loosened",
    ["consumers"],
  ],
  [
    "fewer values",
    withCheck({ rule: { kind: "in-set", column: "city", values: ["Ulm"] } }),
    "check-tightened",
    ["producers"],
  ],
  [
    "other values",
    withCheck({ rule: { kind: "in-set", column: "city", values: ["Ulm", "Bonn"] } }),
    "check-changed",
    ["consumers", "producers"],
  ],
  [
    "a larger share",
    withCheck({ threshold: { of: "rows", failAbove: 0.2 } }),
    "check-loosened",
    ["consumers"],
  ],
  [
    "another denominator",
    withCheck({ threshold: { of: "considered", failAbove: 0.1 } }),
    "check-changed",
    ["consumers", "producers"],
  ],
  ["only a warning", withCheck({ severity: "warning" }), "check-loosened", ["consumers"]],
  ["a reason", withCheck({ reason: "why" }), "check-reworded", []],
  ["a wider range", withRange({ max: 10 }), "check-loosened", ["consumers"]],
  ["an open range", withRange({ min: undefined }), "check-loosened", ["consumers"]],
  ["a range without its bound", withRange({ strictMin: true }), "check-tightened", ["producers"]],
  ["a shifted range", withRange({ min: 2, max: 10 }), "check-changed", ["consumers", "producers"]],
  [
    "another rule",
    withCheck({ rule: { kind: "not-null", column: "city" } }),
    "check-changed",
    ["consumers", "producers"],
  ],
  ["an older freshness", withLevel(90), "service-level-changed", ["consumers"]],
  ["a younger freshness", withLevel(30), "service-level-promised", ["producers"]],
  ["words for freshness", withLevel("soon"), "service-level-changed", ["consumers", "producers"]],
  ["its end", { ...older, status: "retired" }, "contract-retired", ["consumers"]],
  ["its owner", { ...older, owner: "b" }, "owner-reworded", []],
] satisfies readonly (readonly [string, DataContract, string, readonly Party[]])[])(
  "%s",
  (...[, newer, code, breaks]) => {
    const { changes } = diffContract(older, newer);
    expect(changes.map((change) => [change.code, change.breaks])).toEqual([[code, breaks]]);
  },
);

test("the version follows from the worst of the changes, and a declared one is held against it", () => {
  expect(diffContract(older, older)).toEqual({
    changes: [],
    bump: null,
    version: "1.2.3",
    isDeclared: true,
    breaks: [],
  });
  expect(diffContract(older, { ...withId({ required: false }), owner: "b" })).toMatchObject({
    bump: "major",
    version: "2.0.0",
    isDeclared: false,
  });
  expect(diffContract(older, { ...withCity({ required: true }), version: "1.3.0" })).toMatchObject({
    bump: "minor",
    version: "1.3.0",
    isDeclared: true,
  });
  expect(
    diffContract(older, { ...withCity({ description: "x" }), version: "1.10.0" }),
  ).toMatchObject({ bump: "patch", version: "1.2.4", isDeclared: true });
  expect(() => diffContract({ ...older, version: "one" }, older)).toThrow(
    expect.objectContaining({ code: "DX_QUALITY_VERSION" }),
  );
});

test("what is stricter one way is laxer the other way", () => {
  const tables = (one: Check): DataContract => ({
    ...older,
    tables: [{ name: "shop", columns: [], checks: [{ ...one, id: "x", table: "shop" }] }],
  });
  fc.assert(
    fc.property(anyCheck, anyCheck, (one, other) => {
      const codes = [
        diffContract(tables(one), tables(other)),
        diffContract(tables(other), tables(one)),
      ].map(({ changes }) => changes[0]?.code);
      const mirrored: Readonly<Record<string, string>> = {
        "check-loosened": "check-tightened",
        "check-tightened": "check-loosened",
      };
      expect(codes[1]).toBe(mirrored[String(codes[0])] ?? codes[0]);
      expect(diffContract(tables(one), tables(one)).changes).toEqual([]);
    }),
    budget(50, 150),
  );
});
