/* oxlint-disable typescript/no-unsafe-type-assertion -- answers of a program beside this file */
// Other people's models of SARIF 2.1.0 and JUnit XML read what dx writes, and refuse broken twins.
import { expect, test } from "vitest";
import { suiteOf, toJUnit, toSarif, type SuiteResult } from "../src/index.ts";
import { runProgram, tryInstall } from "./run-program.ts";

const suite = suiteOf("a & b", { t: { n: ["not null", "unique", ">= 0", "<= 9"] } });
const base = {
  observed: null,
  failed: 1,
  considered: 2,
  rows: 2,
  isVacuous: false,
  how: "scanned",
  sql: "select '<é>'",
} as const;
const result: SuiteResult = {
  suite: suite.name,
  at: "2026-01-02 03:04:05.000000",
  results: [
    { ...base, id: "t.n.1", outcome: "fail" },
    { ...base, id: "t.n.2", outcome: "error", error: 'no "n"' },
    { ...base, id: "t.n.3", outcome: "warn" },
    { ...base, id: "t.n.4", outcome: "pass", failed: 0 },
  ],
};

test("SARIF and JUnit XML are read as they were meant; broken twins are refused", ({ skip }) => {
  const { python, missing } = tryInstall({
    requirements: ["sarif-pydantic==0.6.2", "junitparser==4.0.2"],
  });
  if (python === undefined) skip(missing);
  const [sarif, junit] = [JSON.stringify(toSarif(suite, result)), toJUnit(suite, result)];
  const answers = runProgram(python ?? "", "reports.py", {
    sarif: [sarif, sarif.replace('"level":"warning"', '"level":"grave"')],
    junit: [junit, junit.replace("</testsuites>", "")],
  }) as readonly Readonly<Record<string, unknown>>[];
  const [read, broken, cases, torn] = answers;
  expect(read).toMatchObject({ version: "2.1.0", levels: ["error", "none", "warning"] });
  expect(broken).toHaveProperty("refused");
  expect(cases).toMatchObject({ cases: [["Failure"], ["Error"], [], []] });
  expect(torn).toHaveProperty("refused");
});
