/* oxlint-disable typescript/no-unsafe-type-assertion -- answers of programs beside this file */
// The real Great Expectations loads and runs what dx exports, on Postgres, and judges as was found by hand.
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { beforeAll, beforeEach, expect } from "vitest";
import { fromGreatExpectations, toGreatExpectations, type Check } from "../src/index.ts";
import { cases, checks, rows, types } from "../test/level-cases.ts";
import { runProgram, tryInstall } from "./run-program.ts";

const requirements = [
  "great_expectations==1.24.1",
  "psycopg2-binary==2.9.10",
  "sqlalchemy==2.0.43",
];
let python = "";
let missing: string | undefined;

beforeAll(() => {
  const installed = tryInstall({ requirements });
  missing = installed.missing;
  python = installed.python ?? "";
}, 600_000);

beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

interface Answer {
  readonly refused?: string;
  readonly loaded: number;
  readonly written: unknown;
  readonly results: readonly {
    readonly type: string;
    readonly check: string;
    readonly severity: string;
    readonly success: boolean;
    readonly error: string | null;
  }[];
}

async function run(url: string, suites: readonly object[]): Promise<readonly Answer[]> {
  const db = await openDatabase(url);
  await db.load("shop", rows, { types, mode: "replace" }).finally(async () => db.close());
  return runProgram(python, "great-expectations.py", {
    url: url.replace("postgres:", "postgresql+psycopg2:"),
    table: "shop",
    suites,
  }) as readonly Answer[];
}

const schema = (columns: readonly string[], more: object): Check => ({
  id: `columns ${columns.join()} ${JSON.stringify(more)}`,
  table: "shop",
  dimension: "validity",
  severity: "error",
  schema: { kind: "columns", columns: columns.map((name) => ({ name })), ...more },
});
const all = ["id", "n", "m", "parent", "twice", "price", "at", "city"];
const schemas: readonly (readonly [number, Check])[] = [
  [0, schema(all, { ordered: true })],
  [2, schema(all.toReversed(), { ordered: true })],
  [0, schema(all.toReversed(), {})],
  [2, schema(["id"], {})],
  [0, schema(["id"], { others: true })],
  [2, schema(["no"], { others: true })],
];

testWithPostgres(
  "what dx exports is loaded, run, and judged as by hand",
  async ({ postgresUrl }) => {
    const asked = [...checks.map((check, at) => [cases[at]?.[0], check] as const), ...schemas];
    const { document, losses } = toGreatExpectations(
      { name: "all", checks: asked.map(([, check]) => check) },
      { dialect: "postgres" },
    );
    const [answer] = await run(postgresUrl, document);
    expect(answer?.loaded).toBe(document[0]?.expectations.length);
    expect(answer?.results.filter(({ error }) => error !== null)).toEqual([]);
    const dropped = new Set(
      losses.filter(({ effect }) => effect === "dropped").map(({ check }) => check),
    );
    const levels = new Map<string, number>();
    for (const { check, severity, success } of answer?.results ?? [])
      levels.set(
        check,
        Math.max(levels.get(check) ?? 0, success ? 0 : severity === "critical" ? 2 : 1),
      );
    const kept = asked.filter(([, { id }]) => !dropped.has(id));
    expect(kept.map(([, { id }]) => [id, levels.get(id)])).toEqual(
      kept.map(([level, { id }]) => [id, level]),
    );
    expect(new Set(answer?.results.map(({ type }) => type)).size).toBe(20);
  },
);

testWithPostgres(
  "a suite that GX wrote itself is read as the one that it was given",
  async ({ postgresUrl }) => {
    const { document, losses } = toGreatExpectations(
      { name: "all", checks },
      { dialect: "postgres" },
    );
    const dropped = new Set(
      losses.filter(({ effect }) => effect === "dropped").map(({ check }) => check),
    );
    const [answer] = await run(postgresUrl, document);
    const { suite, losses: more } = fromGreatExpectations(answer?.written, { dialect: "postgres" });
    expect(more).toEqual([]);
    expect(suite.checks).toEqual(checks.filter(({ id }) => !dropped.has(id)));
  },
);

const broken = (expectation: object): object => ({ name: "broken", expectations: [expectation] });

testWithPostgres(
  "broken twins are refused, or their expectation is not loaded",
  async ({ postgresUrl }) => {
    const answers = await run(postgresUrl, [
      broken({ type: "expect_column_values_to_not_be_null", kwargs: { colum: "city" } }),
      broken({ type: "expect_column_values_to_not_be_nul", kwargs: { column: "city" } }),
      broken({
        type: "unexpected_rows_expectation",
        kwargs: { unexpected_rows_query: "select 1 from {batch} where '{'" },
      }),
    ]);
    expect(
      answers.map(({ refused, loaded }) => (refused === undefined ? loaded : "refused")),
    ).toEqual(["refused", 0, "refused"]);
  },
);
