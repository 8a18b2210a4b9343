import { type DataType, relation, type TableSchema } from "@dx/core";
import { expect, test } from "vitest";
import { findVersions, obtQuery, proposeObt, type FoundStar } from "../src/index.ts";

function table(name: string, columns: Readonly<Record<string, DataType["kind"]>>): TableSchema {
  return {
    relation: relation(name),
    kind: "table",
    columns: Object.entries(columns).map(([column, kind]) => ({
      name: column,
      type: kind === "decimal" ? { kind, precision: 9, scale: 2 } : { kind },
      native: kind,
      nullable: true,
    })),
    uniqueKeys: [],
    foreignKeys: [],
  };
}

const star: FoundStar = {
  fact: table("dwh.fct_sale", {
    sale_id: "int64",
    from_key: "int64",
    to_key: "int64",
    Until: "date",
    sold_on: "date",
    amount: "decimal",
    weight: "float64",
    unit_price: "decimal",
    stock_level: "int64",
    zip_code: "int64",
    '"No"': "text",
  }),
  dimensions: [
    table("dwh.dim_place", {
      place_key: "int64",
      place_id: "text",
      name: "text",
      valid_from: "timestamp",
      valid_to: "timestamp",
    }),
    table("dwh.dim_empty", { empty_key: "int64" }),
  ],
  references: [
    { columns: ["from_key"], dimension: "dwh.dim_place", key: ["place_key"] },
    { columns: ["to_key"], dimension: "dwh.dim_place", key: ["place_key"] },
    { columns: ["to_key"], dimension: "dwh.dim_empty", key: ["empty_key"] },
  ],
};

test("a star becomes a wide table, and what was decided is said", () => {
  const { spec, decisions } = proposeObt(star, {
    factKey: "sale_id",
    without: ["dwh.fct_sale.until"],
  });
  expect(spec).toEqual({
    fact: "dwh.fct_sale",
    factKey: ["sale_id"],
    factColumns: ["sold_on", "zip_code", '"No"'],
    measures: [
      { column: "amount", rollUp: "sum" },
      { column: "weight", rollUp: "sum", isFloat: true },
      { column: "unit_price", rollUp: "none" },
      { column: "stock_level", rollUp: "none" },
    ],
    dimensions: ["from", "to"].map((role) => ({
      table: "dwh.dim_place",
      joinKey: [`${role}_key`],
      dimensionKey: ["place_key"],
      attributes: ["place_id", "name"],
      role,
    })),
    level: { kind: "detail" },
    calculated: [],
    filters: [],
  });
  expect(decisions).toEqual([
    "from_key names dwh.dim_place, as from: the version that the fact names",
    "to_key names dwh.dim_place, as to: the version that the fact names",
    "dwh.dim_empty is not joined: no column of it is taken",
    "amount is summed: a number that is no key; nobody has said so",
    "weight is summed: a number that is no key; nobody has said so",
    "unit_price is kept as it is, and not summed: by its name it is a rate",
    "stock_level is kept as it is, and not summed: by its name it is a balance",
  ]);
  expect(() => obtQuery(spec)).not.toThrow();
});

test("days and months leave out what may not be summed; today's versions go by the business key", () => {
  const { spec, decisions } = proposeObt(star, {
    factKey: "sale_id",
    level: "monthly",
    time: "sold_on",
    current: { "dwh.dim_place": "place_id" },
  });
  expect(spec.measures.map(({ column }) => column)).toEqual(["amount", "weight"]);
  expect(spec.factColumns).toBeUndefined();
  expect(spec.dimensions[1]).toMatchObject({
    current: { businessKey: ["place_id"], validTo: "valid_to" },
  });
  expect(decisions).toContain(
    "from_key names dwh.dim_place, as from: today's version, by place_id",
  );
  expect(decisions).toContain("unit_price is left out: by its name it is a rate");
});

test.each([
  ["no key", {}, "factKey", "name the column"],
  ["a key that is not there", { factKey: "sale_ids" }, "factKey", "did you mean sale_id?"],
  ["two times", { factKey: "sale_id", level: "daily" }, "time", "name one of Until, sold_on"],
  [
    "an unknown time",
    { factKey: "sale_id", level: "daily", time: "sold_in" },
    "time",
    "did you mean sold_on?",
  ],
  ["a stray column", { factKey: "sale_id", without: ["dwh.dim_place.amount"] }, "without", ""],
  [
    "a stray dimension",
    { factKey: "sale_id", current: { dim_place: "x" } },
    "current",
    "did you mean dwh.dim_place?",
  ],
  [
    "a stray measure",
    { factKey: "sale_id", measures: [{ column: "amunt", rollUp: "sum" }] },
    "measures",
    "did you mean amount?",
  ],
] as const)("refuses %s", (...[, options, path, hint]) => {
  expect(() => proposeObt(star, options)).toThrow(
    expect.objectContaining({
      code: "DX_OBT_SPEC",
      path: expect.arrayContaining([path]) as string[],
      hint: expect.stringContaining(hint) as string,
    }),
  );
});

test("versions are found by name and type", () => {
  expect(findVersions(table("d", { is_current: "text", valid_from: "date" }))).toBeUndefined();
  expect(findVersions(table("d", { IS_CURRENT: "boolean" }))).toEqual({ flag: "IS_CURRENT" });
  expect(
    findVersions(table("d", { dbt_valid_from: "timestamp", dbt_valid_to: "timestamp" })),
  ).toEqual({ validFrom: "dbt_valid_from", validTo: "dbt_valid_to" });
});
