import { query, sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithin, isWithinSql } from "../src/is-within.ts";
import type { Allowance } from "../src/plan-comparison.ts";
import { sameJson } from "../src/same-json.ts";
import { forAllPairs } from "./with-databases.ts";

const json: readonly (readonly [string, string, boolean])[] = [
  ['{"a":1,"b":2}', ' {"b" : 2, "a" : 1} ', true],
  ["1.0", "1", true],
  ["100", "1e2", true],
  ["-0", "0", true],
  ["0.1", "0.10000000000000000001", false],
  ["9007199254740993", "9007199254740992", false],
  ["[1,2]", "[2,1]", false],
  ["[]", "{}", false],
  ['"1"', "1", false],
  ['"n1e0"', "1", false],
  ['"\\u0061"', '"a"', true],
  ['{"a":null}', "{}", false],
  ['{"a":1}', '[["a",1]]', false],
  ['{"entries":[]}', "{}", false],
  ["no json", "no  json", false],
  ["no json", "no json", true],
  ['"a\\"b: 1 "', '"a\\"b: 1 "', true],
  ['"1 "', '"1"', false],
  ["tru", "true", false],
];

test.each(json)("JSON %s and %s mean the same: %s", (left, right, same) => {
  expect(sameJson(left, right)).toBe(same);
  expect(sameJson(right, left)).toBe(same);
});

const number = fc.oneof(
  fc.double({ min: -1e100, max: 1e100 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 1, 1.1, 1.7e308, -1.7e308, 5e-324),
);

forAllPairs("a tolerance is the same in SQL and here", async ({ right: database }) => {
  const { numRuns, seed } = budget(100);
  const of = { numRuns, seed };
  const samples = fc.sample(
    fc.tuple(
      number,
      number,
      fc.oneof(fc.constant(0), fc.double({ min: 1e-17, max: 2, noNaN: true })),
    ),
    of,
  );
  for (const [index, [left, right, part]] of samples.entries()) {
    const [absolute, relative] = index % 2 === 0 ? [part, 0] : [0, part / 4];
    const allowance: Allowance = { kind: "float", absolute, relative };
    const edges = [left + part, left * (1 + relative), left + part * 1.005];
    const nears = [right, left, left * (1 + relative * 1.005), ...edges];
    const near = nears[(index >> 1) % nears.length] ?? right;
    const asked = query(
      "near",
      sql`select ${isWithinSql(sql`${left}`, sql`${near}`, allowance)} as near`,
      (rows) => rows.columns[0]?.values[0] === 1,
    );
    const text = (value: number): string => String(value);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await database.run(asked), `${left} ${near} ${part}`).toBe(
      isWithin(text(left), text(near), allowance),
    );
  }
});
