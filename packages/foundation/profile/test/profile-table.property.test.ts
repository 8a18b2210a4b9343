import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { profileTable } from "../src/index.ts";
import { expectedOf, type Expected } from "./model.ts";
import { randomTables, rowsOf } from "./random-table.ts";

/** Without the guess of meaning, and with float64 arithmetic to eleven digits. */
function comparable(profile: Expected): unknown {
  const { mean, stddev, lengths } = profile;
  const rounded = (value: number | null): string | null =>
    value === null ? null : value.toPrecision(11).replace(/^-(0[.0]*)$/, "$1");
  return {
    ...profile,
    meaning: null,
    mean: rounded(mean),
    stddev: rounded(stddev),
    lengths: lengths === null ? null : { ...lengths, mean: rounded(lengths.mean) },
  };
}

forEachDatabase("profiles are what a plain reading of the values tells", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(randomTables(), async (columns) => {
      await db.load("t", rowsOf(columns));
      const profile = await db.run(profileTable("t"));
      expect(profile.rows).toBe(columns[0]?.values.length);
      expect(profile.columns.map(comparable)).toEqual(
        columns.map((column) => comparable(expectedOf(column))),
      );
    }),
    budget(10, 30),
  );
});
