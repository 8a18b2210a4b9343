import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { afterAll, expect } from "vitest";
import { conduct } from "@dx/sql";
import {
  askChecks,
  askOneByOne,
  askPlan,
  planChecks,
  retargetSuite,
  suiteOf,
  type CheckResult,
} from "../src/index.ts";
import { declareRows, parquetRows } from "./declare-rows.ts";
import { anySuite, anyTable, types } from "./any-suite.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-planner-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
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
    fc.asyncProperty(
      anyTable,
      anySuite,
      fc.tuple(fc.boolean(), fc.boolean(), fc.constantFrom("loaded", "declared", "parquet")),
      // oxlint-disable-next-line max-params -- what is drawn
      async (rows, drawn, [isKnown, isCostly, from]) => {
        await db.load(from === "loaded" ? "some_rows" : "loaded_rows", rows, { types });
        if (from !== "loaded") await declareRows(db, "loaded_rows", "some_rows");
        const isFile = from === "parquet" && dialect === "duckdb";
        const table = isFile ? await parquetRows(db, "loaded_rows", folder) : "some_rows";
        const suite = retargetSuite(drawn, { some_rows: table });
        const asked = { at, dialect, withSql: isKnown };
        const told = from !== "parquet" && isCostly ? { costly: [table] } : {};
        const options = {
          ...asked,
          samples: { rows: 2 },
          ...(isKnown ? { known } : {}),
          ...told,
        };
        const planned = await db.run(askChecks(suite, options));
        const plain = await db.run(askOneByOne(suite, asked));
        expect(figuresOf(planned.results)).toEqual(figuresOf(plain.results));
      },
    ),
    budget(5, 40),
  );
});

forEachDatabase("what is costly to read is read once, by one question", async ({ db }) => {
  const rows = Array.from({ length: 30 }, (_, id) => ({
    id,
    t: id % 2 === 0 ? "a" : "b",
    n: id % 7,
  }));
  await db.load("some_rows", rows, { types: { id: "int64", t: "text", n: "int64" } });
  const suite = suiteOf("s", {
    some_rows: {
      id: ["unique", "not null", "references some_rows(id)", "strictly increasing by n"],
      t: ["in (a, b)", "distinct count = 2", "determines n"],
      n: ["between 0 and 6", "mean <= 3", "quantile 0.5 = 3"],
    },
  });
  const plan = await db.run(planChecks(suite, { costly: ["some_rows"] }));
  expect(plan.steps.map(({ kind, columns }) => [kind, columns?.toSorted()])).toEqual([
    ["once", ["id", "n", "t"]],
  ]);
  let questions = 0;
  const { results } = await conduct(
    askPlan(plan, { at, dialect: db.dialect, withFailingRows: false, withSql: false }),
    async (asked) => {
      questions += asked.length;
      return Promise.all(asked.map(async (one) => db.query(one)));
    },
  );
  expect(questions).toBe(1);
  const plain = await db.run(askOneByOne(suite, { at, dialect: db.dialect, withSql: false }));
  expect(figuresOf(results)).toEqual(figuresOf(plain.results));
});

forEachDatabase("checks of the same groups are found out by one scan", async ({ db }) => {
  const rows = [
    { g: "a", n: 1, t: "x" },
    { g: "a", n: 7, t: null },
    { g: null, n: null, t: "y" },
  ];
  await db.load("some_rows", rows, { types: { g: "text", n: "int64", t: "text" } });
  const { checks } = suiteOf("s", {
    some_rows: { n: ["<= 5", "mean <= 3", "distinct count >= 1"], t: ["not null", "in (x, y)"] },
  });
  const by = (...columns: readonly string[]): typeof checks =>
    // oxlint-disable-next-line oxc/no-map-spread -- a check is put together of parts
    checks.map((check) => ({ ...check, id: `${check.id} ${columns.join()}`, groupBy: columns }));
  const suite = { name: "s", checks: [...by("g"), ...by("g", "t")] };
  const plan = await db.run(planChecks(suite));
  expect(plan.steps.map((one) => [one.kind, one.checks.length])).toEqual([
    ["by-group", 5],
    ["by-group", 5],
  ]);
  const asked = { at, dialect: db.dialect, withSql: false };
  const { results } = await db.run(askPlan(plan, asked));
  expect(figuresOf(results)).toEqual(figuresOf((await db.run(askOneByOne(suite, asked))).results));
  expect(results.map(({ outcome, figures }) => [outcome, figures?.["groups"]])).toEqual([
    ["fail", 2], // 7 of a
    ["error", 2], // no mean of the values of NULL
    ["fail", 2], // no value of NULL
    ["fail", 2], // NULL of a
    ["pass", 2],
    ["fail", 3],
    ["error", 3],
    ["fail", 3],
    ["fail", 3],
    ["pass", 3],
  ]);
});
