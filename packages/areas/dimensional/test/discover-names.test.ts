import { expect, test } from "vitest";
import { matchNames } from "../src/discover/match-names.ts";
import { columnParts, isMeasureName } from "../src/discover/names.ts";

test.each([
  ["customer_id", ["customer"]],
  ["CustomerID", ["customer"]],
  ["custid", ["cust"]],
  ["o_custkey", ["cust"]],
  ["BusinessEntityID", ["business", "entity"]],
  ['"Länder_Nr"', ["länder"]],
  ["valid", ["valid"]],
  ["id", []],
  ["categories", ["category"]],
  ["addresses", ["address"]],
])("%s is about %j", (name, core) => {
  expect(columnParts(name).core).toEqual(core);
});

test.each([
  [["orders", "customer_id"], ["customers", "id"], 1],
  [["o", "o_custkey"], ["customer", "c_custkey"], 0.75],
  [["orders", "billing_address_id"], ["addresses", "address_id"], 0.8],
  [["employees", "manager_id"], ["employees", "employee_id"], 0.75],
  [["account", "dept_no"], ["departments", "dept_no"], 0.75],
  [["catalog_returns", "cr_refunded_cdemo_sk"], ["customer_demographics", "cd_demo_sk"], 0.8],
  [["artist", "type"], ["artist_type", "id"], 0.9],
  [["advisor", "s_ID"], ["student", "ID"], 0.6],
  [["trip", "FromWarehouseID"], ["tblWarehouse", "WarehouseID"], 0.8],
] as const)("%j names %j", ([table, column], [parent, key], least) => {
  const { score } = matchNames({ table, column }, { table: parent, column: key });
  expect(score).toBeGreaterThanOrEqual(least);
});

test.each([
  [
    ["orders", "quantity"],
    ["customers", "id"],
  ],
  [
    ["orders", "id"],
    ["customers", "id"],
  ],
  [
    ["orders", "product_id"],
    ["customers", "customer_id"],
  ],
  [
    ["a", "status"],
    ["stations", "station_id"],
  ],
  [
    ["reseller", "NumberEmployees"],
    ["employees", "id"],
  ],
] as const)("%j does not name %j", ([table, column], [parent, key]) => {
  const match = matchNames({ table, column }, { table: parent, column: key });
  expect(match).toEqual({ score: 0, why: `${column} does not name ${parent}` });
});

test("what is measured is told apart from what identifies", () => {
  expect(["quantity", "unit_price", "line_no"].map(isMeasureName)).toEqual([true, true, true]);
  expect(["customer_id", "store"].map(isMeasureName)).toEqual([false, false]);
});
