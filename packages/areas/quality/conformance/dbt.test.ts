/* oxlint-disable typescript/no-unsafe-type-assertion -- answers of programs beside this file */
// The real dbt parses and runs what dx exports, on DuckDB, and judges as was found by hand.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toDbtTests, type Check, type DbtTestsOptions } from "../src/index.ts";
import { testName } from "../src/formats/to-dbt-tests.ts";
import { cases, checks, rows, types } from "../test/level-cases.ts";
import { runProgram, tryInstall } from "./run-program.ts";

const packages = {
  requirements: ["dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.6"],
  overrides: ['dbt-core-experimental-parser ; sys_platform == "never"'],
};
const folder = mkdtempSync(join(tmpdir(), "dx-dbt-tests-"));
const file = join(folder, "shop.duckdb");
let python = "";
let missing: string | undefined;

beforeAll(async () => {
  const installed = tryInstall(packages);
  missing = installed.missing;
  python = installed.python ?? "";
  const db = await openDatabase(`duckdb:${file}`);
  await db.load("shop", rows, { types });
  await db.close();
}, 600_000);

beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly refused?: string;
  readonly results?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string | null;
  }[];
}

const run = (projects: readonly object[]): readonly Answer[] =>
  runProgram(python, "dbt-test.py", {
    folder: join(folder, "project"),
    file,
    command: ["test"],
    projects,
  }) as readonly Answer[];

const odd: readonly (readonly [number, Check])[] = [
  [
    2,
    {
      ...checks[0],
      id: "Jinja {{ is }} left alone",
      rule: { kind: "condition", sql: "city <> 'Ulm' or city = '{{ x }} {% y'" },
      threshold: { of: "rows", failAbove: 0 },
    } as Check,
  ],
  [
    0,
    {
      ...checks[0],
      id: "filter with Jinja",
      where: "city = '{{ x }}'",
      rule: { kind: "not-null", column: "n" },
      threshold: { of: "rows", failAbove: 0 },
    } as Check,
  ],
  [
    1,
    {
      ...checks[0],
      id: "native warning",
      severity: "warning",
      rule: { kind: "unique", columns: ["n"] },
      threshold: { of: "rows", failAbove: 0 },
    } as Check,
  ],
  [
    2,
    {
      ...checks[0],
      id: "native numbers",
      rule: { kind: "in-set", column: "n", values: [5] },
      threshold: { of: "rows", failAbove: 0 },
    } as Check,
  ],
];
const asked = [...checks.map((check, at) => [cases[at]?.[0] ?? 0, check] as const), ...odd];

const levels: Readonly<Record<string, number>> = { pass: 0, warn: 1, fail: 2 };
const models = { shop: "select * from main.shop_raw" };

test.each([
  { dialect: "duckdb", layout: "data_tests", tables: "sources" },
  { dialect: "duckdb", layout: "tests", tables: "sources" },
  { dialect: "duckdb", layout: "data_tests", tables: "models" },
] satisfies readonly DbtTestsOptions[])(
  "what dx exports as $layout of $tables is parsed, run, and judged as by hand",
  async (options) => {
    if (options.tables === "models") {
      const db = await openDatabase(`duckdb:${file}`);
      await db.load("shop_raw", rows, { types });
      await db.close();
    }
    const { document, macros, losses } = toDbtTests(
      { name: "raw", checks: asked.map(([, check]) => check) },
      options,
    );
    const [answer] = run([
      {
        document,
        macros,
        strict: options.layout !== "tests",
        ...(options.tables === "models" ? { models } : {}),
      },
    ]);
    expect(answer?.refused).toBeUndefined();
    const lost = new Set(
      losses
        .filter(({ effect }) => effect === "dropped" || effect === "one-way")
        .map(({ check }) => check),
    );
    const found = new Map(
      answer?.results?.map(({ name, status, message }) => [name, levels[status] ?? message]),
    );
    const kept = asked.filter(([, { id }]) => !lost.has(id));
    expect(kept.map(([, { id }]) => [id, found.get(testName(id))])).toEqual(
      kept.map(([level, { id }]) => [id, level]),
    );
    expect(found.size).toBe(kept.length);
  },
);

const tests = (test_: string): object => ({
  document: `version: 2\nsources: [{ name: raw, schema: main, tables: [{ name: shop, columns: [{ name: city, data_tests: [${test_}] }] }] }]`,
});

test("broken twins are refused", () => {
  const answers = run([
    tests("no_such_test"),
    tests("{ accepted_values: { arguments: { valuez: [a] } } }"),
    tests("{ accepted_values: { values: [a] } }"),
  ]);
  expect(
    answers.map(
      ({ refused, results }) =>
        refused !== undefined || results?.some(({ status }) => status === "error"),
    ),
  ).toEqual([true, true, true]);
});
