/* oxlint-disable typescript/no-unsafe-type-assertion, oxc/no-map-spread -- answers of a program beside this file; documents are put together of parts */
// dbt's own tests, with thresholds of all kinds, are judged by dx as by the real dbt on the same rows of DuckDB.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { afterAll, expect, test } from "vitest";
import { askChecks, fromDbt } from "../src/index.ts";
import { runProgram, tryInstall } from "./run-program.ts";

const packages = {
  requirements: ["dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.6"],
  overrides: ['dbt-core-experimental-parser ; sys_platform == "never"'],
};
const folder = mkdtempSync(join(tmpdir(), "dx-dbt-read-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const rows = Array.from({ length: 20 }, (_, at) => ({
  n: at % 4 === 0 ? null : at % 7,
  t: at % 3 === 0 ? "x" : at % 3 === 1 ? "y" : null,
}));
const types = { n: "int64", t: "text" } as const;
const limits: readonly object[] = [
  {},
  { severity: "warn" },
  { error_if: ">4" },
  { error_if: ">5" },
  { error_if: ">= 5", warn_if: ">2" },
  { error_if: ">100", warn_if: ">100" },
  { error_if: "=5" },
  { error_if: "!= 5", warn_if: "= 5" },
  { error_if: "<3", warn_if: "<6" },
  { error_if: "between 4 and 6" },
  { severity: "warn", warn_if: ">5", error_if: ">1" },
  { where: "n is not null", error_if: ">2" },
];
/** Tests of a column. `accepted_values` fails for one value alone, since dbt counts values, and dx rows. */
const tests: readonly (readonly [column: string, type: string, given: object])[] = [
  ["n", "not_null", {}],
  ["n", "unique", {}],
  ["n", "relationships", { to: "source('raw', 'parent')", field: "id" }],
];
const strict: readonly (readonly [column: string, type: string, given: object])[] = [
  ["t", "accepted_values", { values: ["x", "y"] }],
  ["t", "accepted_values", { values: ["x"] }],
  ["n", "accepted_values", { values: [1, 2, 3, 4, 5, 6, 0], quote: false }],
  ["n", "accepted_values", { values: [1, 2, 3] }],
];
const all = [
  ...tests.flatMap((one) => limits.map((config) => [...one, config] as const)),
  ...strict.map((one) => [...one, {}] as const),
];

test("dbt's tests are judged as by dbt, thresholds included", async ({ skip }) => {
  const { python, missing } = tryInstall(packages);
  if (python === undefined) skip(missing);
  const file = join(folder, "shop.duckdb");
  const db = await openDatabase(`duckdb:${file}`);
  await db.load("shop", rows, { types });
  await db.load("parent", [{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }], {
    types: { id: "int64" },
  });
  const columns = all.map(([column, type, given, config], at) => ({
    name: column,
    data_tests: [
      {
        [type]: {
          name: `c${at}`,
          ...(Object.keys(given).length === 0 ? {} : { arguments: given }),
          config,
        },
      },
    ],
  }));
  const byName = ["n", "t"].map((name) => ({
    name,
    data_tests: columns.filter((one) => one.name === name).flatMap((one) => one.data_tests),
  }));
  const document = {
    version: 2,
    sources: [
      {
        name: "raw",
        schema: "main",
        tables: [{ name: "shop", columns: byName }, { name: "parent" }],
      },
    ],
  };
  const read = fromDbt(document, { dialect: "duckdb" });
  expect(read.losses).toEqual([]);
  const checks = read.suite.checks.map((check) => Object.assign({}, check, { table: "shop" }));
  const own = checks.map((check) =>
    "rule" in check && check.rule.kind === "references"
      ? { ...check, rule: { ...check.rule, table: "parent" } }
      : "measure" in check &&
          check.measure.kind === "failing" &&
          check.measure.rule.kind === "references"
        ? {
            ...check,
            measure: { ...check.measure, rule: { ...check.measure.rule, table: "parent" } },
          }
        : check,
  );
  const { results } = await db.run(
    askChecks({ name: "dbt", checks: own }, { at: "2024-01-01", dialect: "duckdb" }),
  );
  await db.close();
  const ordered = byName.flatMap((one) =>
    one.data_tests.map((entry) => Object.values(entry)[0] as { readonly name: string }),
  );
  expect(results).toHaveLength(all.length);
  const [answer] = runProgram(python ?? "", "dbt-test.py", {
    folder: join(folder, "project"),
    file,
    command: ["test"],
    projects: [{ document: JSON.stringify(document), strict: true }],
  }) as readonly {
    readonly results?: readonly { readonly name: string; readonly status: string }[];
    readonly refused?: string;
  }[];
  expect(answer?.refused).toBeUndefined();
  const found = new Map(answer?.results?.map(({ name, status }) => [name, status]));
  const both = ordered.map(({ name }, at) => ({
    asked: all[Number(name.slice(1))],
    dbt: found.get(name),
    dx: results[at]?.outcome,
  }));
  expect(both.filter(({ dbt, dx }) => dbt !== dx)).toEqual([]);
  expect(new Set(both.map(({ dbt }) => dbt))).toEqual(new Set(["pass", "warn", "fail"]));
  // oxlint-disable-next-line no-console -- the figures are what this is for
  console.log(JSON.stringify({ tests: both.length, alike: both.length }));
});
