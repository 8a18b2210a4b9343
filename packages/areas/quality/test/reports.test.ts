import { expect, test } from "vitest";
import {
  checkTexts,
  explainPlan,
  planChecks,
  suiteOf,
  toJUnit,
  toSarif,
  type SuiteResult,
} from "../src/index.ts";
import { createRows } from "@dx/core";
import { conduct } from "@dx/sql";

const suite = suiteOf("a & b", { t: { n: ["not null", "unique", ">= 0"] } });
const base = {
  observed: null,
  failed: 1,
  considered: 2,
  rows: 2,
  isVacuous: false,
  how: "scanned",
  sql: "select '<' \u0001",
} as const;
const result: SuiteResult = {
  suite: suite.name,
  at: "2026-01-02 03:04:05.000000",
  results: [
    { ...base, id: "t.n.1", outcome: "fail" },
    { ...base, id: "t.n.2", outcome: "error", error: 'no "n"' },
    { ...base, id: "t.n.3", outcome: "warn" },
  ],
};

test("results are written as JUnit XML and SARIF: an error is no failure", () => {
  const xml = toJUnit(suite, result);
  expect(xml).toContain(
    '<testsuite name="a &amp; b" tests="3" failures="1" errors="1" skipped="0" time="0" timestamp="2026-01-02T03:04:05">',
  );
  expect(xml).toContain("1 of 2 considered rows fail, of 2 rows");
  expect(xml).toContain("could not be evaluated: no &quot;n&quot;");
  expect(xml).not.toContain("\u0001");
  const [run] = JSON.parse(JSON.stringify(toSarif(suite, result))).runs;
  expect(
    run.results.map(
      ({ kind, level, ruleId }: Record<string, string>) => `${ruleId} ${kind} ${level}`,
    ),
  ).toEqual(["t.n.1 fail error", "t.n.2 review none", "t.n.3 fail warning"]);
});

test("each check tells its SQL without a database; what does not fit says so", () => {
  const texts = checkTexts(
    suite,
    [{ name: "t", columns: [{ name: "n", type: { kind: "text" } }] }],
    "postgres",
  );
  expect(texts.map(({ sql }) => sql.startsWith("--"))).toEqual([false, false, true]);
  expect(texts[0]?.sql).toContain("count(*) filter");
});

test("a plan tells its steps, their cost, and the SQL", async () => {
  const plan = await conduct(planChecks(suite), async (questions) =>
    questions.map(() => createRows([])),
  );
  expect(explainPlan(plan, "duckdb").map(({ kind, checks }) => [kind, checks.length])).toEqual([
    ["alone", 1],
    ["alone", 1],
    ["alone", 1],
  ]);
});
