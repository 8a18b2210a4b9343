import { toObjects } from "@dx/core";
import { identifier, sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { formulaSql } from "../src/formula/formula-sql.ts";
import { parseFormula } from "../src/index.ts";

const column = (name: string) => identifier(name);
const cases: Readonly<Record<string, unknown>> = {
  "a + 2 * 3": 11,
  "(a + 2) * 3": 21,
  "a - 2 - 1": 2,
  "- a + 7": 2,
  "a / 2": 2.5,
  "a / zero": null,
  "8 / 4 / 2": 1,
  "a / nothing": null,
  "1.10 + 0.20": "1.30",
  "name || '-' || upper('a') || lower('A')": "Ångström-Aa",
  "length('it''s')": 4,
  "a > 3 and not a = 6": true,
  "a > 3 or 1 = 0 and a < 0": true,
  "not a > 3 or a = 5": true,
  "nothing is null": true,
  "nothing is not null": false,
  "nothing = 1": null,
  "a in (1, 5)": true,
  "a not in (1, 5)": false,
  "a between 5 and 6": true,
  "a not between 5 and 6": false,
  "name like 'Ång%'": true,
  "name not like 'ång%'": true,
  "case when a < 3 then 'low' when a < 9 then 'mid' else 'high' end": "mid",
  "case when a < 3 then 'low' end": null,
  "coalesce(nothing, a, 7)": 5,
  "nullif(a, 5)": null,
  "year(day) * 100 + month(day)": 202402,
  "day(day)": 29,
  "day = date '2024-02-29'": true,
  "abs(0 - a)": 5,
  '"Odd ""name"""': 1,
  "true and false": false,
};

forEachDatabase("formulas mean what they say", async ({ db }) => {
  const row = {
    a: 5,
    zero: 0,
    nothing: null,
    name: "Ångström",
    day: "2024-02-29",
    'Odd "name"': 1,
  };
  await db.load("t", [row], {
    types: { a: "int64", zero: "int64", nothing: "int64", day: "date" },
  });
  const columns = Object.keys(cases).map(
    (formula, index) =>
      sql`${formulaSql(parseFormula(formula), column)} as ${identifier(`c${index}`)}`,
  );
  const [found = {}] = toObjects(await db.query(sql`select ${columns} from t`), "js");
  const values = Object.values(found).map((value) =>
    typeof value === "bigint" ? Number(value) : value,
  );
  const byFormula = Object.keys(cases).map((formula, index) => [formula, values[index]]);
  const wanted = Object.entries(cases).map(([formula, value]) => [formula, value]);
  expect(byFormula.map(([formula, value]) => [formula, loose(value)])).toEqual(
    wanted.map(([formula, value]) => [formula, loose(value)]),
  );
});

/** Whole numbers and decimals have several types; they are compared as numbers. */
function loose(value: unknown): unknown {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

forEachDialect("formulas are written", ({ check }) => {
  for (const formula of Object.keys(cases))
    check(sql`select ${formulaSql(parseFormula(formula), column)} as v from t`);
});

test.each([
  ["a +", "wanted a column, value or function, found the end, at character 4"],
  ["a b", "wanted an operator or the end, found b, at character 3"],
  ["(a", "wanted ), found the end, at character 3"],
  ["a = b = c", "wanted an operator or the end, found =, at character 7"],
  ["sum(a)", "sum is no function here, at character 1"],
  ["coalesce(a)", "coalesce takes 2 to 9 values, at character 1"],
  ["a; drop table t", '";" has no meaning here, at character 2'],
  ["'open", '"\'" has no meaning here, at character 1'],
  ["a like b", "like wants a 'text' without a backslash, at character 8"],
  ["case a when 1 then 2 end", "wanted when, found a, at character 6"],
  ["date '2024-13-01'", "2024-13-01 is no date, at character 6"],
  ["select", "select stands in a wrong place, at character 1"],
  ["a not b", "wanted in, between or like after not, at character 7"],
  ["(".repeat(2000) + "a", "this is nested too deeply"],
  ["", "a formula is empty"],
])("refuses %j", (formula, message) => {
  expect(() => parseFormula(formula)).toThrow(message);
});
