import { joinSql, sql, type Sql } from "@dx/sql";
import { diffTables, type DiffOptions } from "@dx/table-diff";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { forAllPairs } from "./with-databases.ts";

const number = fc.oneof(
  fc.double({ min: -1e100, max: 1e100 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 1, 1.1, 1.7e308, -1.7e308, 5e-324),
);
const part = fc.oneof(fc.constant(0), fc.double({ min: 1e-17, max: 0.5, noNaN: true }));

function tableOf(values: readonly number[]): Sql {
  const rows = values.map((x, id) => sql`(${id}, ${x})`);
  return sql`select id, x from (values ${joinSql(rows, ", ")}) as t (id, x)`;
}

forAllPairs("a tolerance is the same in SQL and here", async ({ left, right }) => {
  const { numRuns, seed } = budget(4, 6);
  const pairs = fc.array(fc.tuple(number, number, fc.nat({ max: 5 })), { minLength: 1 });
  const samples = fc.sample(fc.tuple(pairs, part, fc.boolean()), { numRuns, seed });
  for (const [numbers, size, isRelative] of samples) {
    const [absolute, relative] = isRelative ? [0, size] : [size, 0];
    const others = numbers.map(([one, other, how]) => {
      const nears = [other, one, one * (1 + relative * 1.005), one * (1 + relative)];
      return [...nears, one + absolute, one + absolute * 1.005][how] ?? other;
    });
    const sides = [
      { database: left, table: tableOf(numbers.map(([one]) => one)) },
      { database: right, table: tableOf(others) },
    ] as const;
    const options: DiffOptions = {
      key: "id",
      tolerance: { x: { absolute, relative } },
      samples: 1000,
    };
    // oxlint-disable no-await-in-loop -- one after the other
    const here = await diffTables(...sides, { ...options, method: "bisected" });
    const within = await diffTables(...sides, options);
    // oxlint-enable no-await-in-loop
    const keys = ({ samples: found }: typeof here): readonly unknown[] =>
      found.map(({ key }) => Number(key["id"]?.value)).toSorted((a, b) => a - b);
    expect(within.method).toBe(left === right ? "joined" : "bisected");
    expect(keys(within)).toEqual(keys(here));
  }
});
