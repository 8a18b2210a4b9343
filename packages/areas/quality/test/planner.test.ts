import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { askChecks, askOneByOne, type CheckResult } from "../src/index.ts";
import { anySuite, anyTable, types } from "./any-suite.ts";

const at = "2026-01-02T00:00:00";
const known = { some_rows: { rows: 1000, distinct: { t: 3, '"Id"': 2, big: 2, d: 2, yes: 2 } } };

/** All that two ways of asking share: not how it was found, and of errors only that there is one. */
function figuresOf(results: readonly CheckResult[]): readonly object[] {
  return results.map((result) =>
    Object.assign({}, result, { how: null, sample: null, error: result.error !== undefined }),
  );
}

forEachDatabase("planned queries answer as one query for each check does", async ({ db }) => {
  const words = [
    { key: 1, word: "a" },
    { key: 2, word: null },
    { key: null, word: "é" },
  ];
  await db.load("other", words, { types: { key: "int32", word: "text" } });
  const { dialect } = db;
  await fc.assert(
    fc.asyncProperty(anyTable, anySuite, fc.boolean(), async (rows, suite, isKnown) => {
      await db.load("some_rows", rows, { types });
      const asked = { at, dialect, withSql: isKnown };
      const options = { ...asked, samples: { rows: 2 }, ...(isKnown ? { known } : {}) };
      const planned = await db.run(askChecks(suite, options));
      const plain = await db.run(askOneByOne(suite, asked));
      expect(figuresOf(planned.results)).toEqual(figuresOf(plain.results));
    }),
    budget(8, 40),
  );
});
