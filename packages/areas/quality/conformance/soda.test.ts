/* oxlint-disable typescript/no-unsafe-type-assertion -- answers of programs beside this file */
// The real Soda, of both versions, runs what dx exports on DuckDB, and judges as was found by hand.
import { toRows } from "@dx/core";
import { planTable, renderSql } from "@dx/sql";
import { expect, test, type TestContext } from "vitest";
import { toSodaCl, toSodaContract, type Check, type Loss } from "../src/index.ts";
import { cases, checks, rows, types } from "../test/level-cases.ts";
import { runProgram, tryInstall } from "./run-program.ts";

interface Answer {
  readonly checks: readonly { readonly name: string; readonly outcome: string | null }[];
  readonly errors: readonly string[];
}

const tableOf = (name: string): readonly string[] =>
  planTable(name, toRows(rows, types))
    .flat()
    .map(({ sql }) => renderSql(sql, "duckdb").text);

function ask(
  { skip }: TestContext,
  program: string,
  requirements: readonly string[],
): (documents: readonly string[], table: string) => readonly Answer[] {
  const { python, missing } = tryInstall({ requirements });
  if (python === undefined) skip(missing);
  return (documents, table) =>
    runProgram(python ?? "", program, {
      statements: tableOf(table),
      documents,
    }) as readonly Answer[];
}

/** A measure of nothing is not evaluated, which for dx is an error, and for tools that cannot say so fails. */
const levels: Readonly<Record<string, number>> = {
  pass: 0,
  passed: 0,
  warn: 1,
  warning: 1,
  warned: 1,
  fail: 2,
  failed: 2,
  not_evaluated: 2,
};
const lostOf = (losses: readonly Loss[]): ReadonlySet<string> =>
  new Set(losses.filter(({ effect }) => effect === "dropped").map(({ check }) => check));

/** What Soda judges by its own clock is not compared. */
const asked = checks
  .map((check, at) => [cases[at]?.[0] ?? 0, check] as const)
  .filter(([, check]) => !("measure" in check && check.measure.kind === "freshness-minutes"));
const compare = (
  { checks: found, errors }: Answer,
  kept: readonly (readonly [number, Check])[],
): void => {
  expect(errors).toEqual([]);
  const byName = new Map(
    found.map(({ name, outcome }) => [name, levels[outcome ?? "not_evaluated"] ?? outcome]),
  );
  expect(kept.map(([, { id }]) => [id, byName.get(id)])).toEqual(
    kept.map(([level, { id }]) => [id, level]),
  );
};

test("SodaCL is run by Soda 3, and judged as by hand; a broken twin is refused", (context) => {
  const run = ask(context, "soda-3.py", ["soda-core-duckdb==3.5.6"]);
  const { document, losses } = toSodaCl(
    { name: "s", checks: asked.map(([, check]) => check) },
    { dialect: "duckdb" },
  );
  const [answer, broken] = run([document, "checks for shop:\n  - mising_count(city) = 0"], "shop");
  const lost = lostOf(losses);
  compare(
    answer ?? { checks: [], errors: ["no answer"] },
    asked.filter(([, { id }]) => !lost.has(id)),
  );
  expect(broken?.errors).not.toEqual([]);
});

test("contracts are verified by Soda 4, and judged as by hand; a broken twin is refused", (context) => {
  const run = ask(context, "soda-4.py", [
    "soda-core==4.28.0",
    "soda-duckdb==4.28.0",
    "duckdb==1.5.6",
  ]);
  const ofMain = asked.map(([level, check]) => [level, { ...check, table: "main.shop" }] as const);
  const { document, losses } = toSodaContract(
    { name: "s", checks: ofMain.map(([, check]) => check) },
    { dialect: "duckdb", dataSource: "lake" },
  );
  const [answer, broken] = run(
    [
      ...document.map(({ text }) => text),
      "dataset: lake/main/shop\ncolumns:\n  - name: city\n    checks:\n      - mising:\n",
    ],
    "main.shop",
  );
  const lost = lostOf(losses);
  compare(
    answer ?? { checks: [], errors: ["no answer"] },
    ofMain.filter(([, { id }]) => !lost.has(id)),
  );
  expect(broken?.errors).not.toEqual([]);
});
