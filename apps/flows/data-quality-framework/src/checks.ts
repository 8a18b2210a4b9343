import { findNamed, type Verdict } from "@dx/core";
import type { NamedCheckFunction } from "@dx/database";
import {
  askChecks,
  backtestAlarms,
  columnsOfCheck,
  metricsByDay,
  type CheckResult,
} from "@dx/quality";
import { z } from "zod";
import { checkSchema } from "./schemas.ts";
import { seriesRequest } from "./tasks/backtest.ts";
import { validateExports } from "./validate-exports.ts";

const one = z.object({ check: checkSchema });

/** Asks one check of the data again. */
const checkHolds: NamedCheckFunction = async (given, { database }) => {
  const { check } = one.parse(given);
  const suite = { name: check.id, checks: [check] };
  const options = { at: "1970-01-01T00:00:00", dialect: database.dialect, withSql: false };
  const { results } = await database.run(askChecks(suite, options));
  const [result] = results;
  if (result === undefined || result.outcome === "error")
    return { verdict: "unknown", because: "error", reason: result?.error ?? "there is no result" };
  const figures = figuresOf(result);
  if (result.isVacuous)
    return { verdict: "unknown", because: "no-data", reason: "no row was considered", figures };
  if (result.outcome === "pass") return { verdict: "holds", figures };
  return {
    verdict: "fails",
    figures,
    ...(result.detail === undefined ? {} : { counterexample: { detail: result.detail } }),
  };
};

function figuresOf(result: CheckResult): Readonly<Record<string, number>> {
  const { failed, considered, rows, observed, figures = {} } = result;
  const known = Object.entries({ failed, considered, rows, observed }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(known), ...figures };
}

const covered = z.object({
  places: z.array(z.object({ name: z.string(), staged: z.string() })),
  suite: z.object({ checks: z.array(checkSchema) }),
});

/** Compares the columns that the tables have with those that checks name. */
const coverage: NamedCheckFunction = async (given, { database }) => {
  const { places, suite } = covered.parse(given);
  const missing: string[] = [];
  let all = 0;
  for (const { name, staged } of places) {
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const { columns } = await database.describe(staged);
    all += columns.length;
    const checks = suite.checks.filter((check) => check.table === name && !("schema" in check));
    const named = new Set(
      checks
        .flatMap((check) => columnsOfCheck(check))
        .map((column) => findNamed(columns, column)?.name),
    );
    const without = columns.filter((column) => !named.has(column.name));
    missing.push(...without.map((column) => `${name}.${column.name}`));
  }
  const figures = { columns: all, covered: all - missing.length };
  return missing.length === 0
    ? { verdict: "holds", figures }
    : { verdict: "fails", counterexample: { uncovered: missing }, figures };
};

const tested = z.object({ requests: z.array(seriesRequest), most: z.number() });

/** Judges each day by the days before it, and compares what would have been alarms with what is bearable. */
const falseAlarms: NamedCheckFunction = async (given, { database }): Promise<Verdict> => {
  const { requests, most } = tested.parse(given);
  const series = [];
  for (const { table, ...options } of requests)
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    series.push(...(await database.run(metricsByDay(table, options))));
  const { judged, alarms, alarmsPerWeek, alarmsPerWeekTo } = backtestAlarms(series, {
    pointsPerWeek: 7,
  });
  if (alarmsPerWeek === null || alarmsPerWeekTo === null)
    return { verdict: "unknown", because: "no-data", reason: "no series has more than seven days" };
  const figures = { series: series.length, judged, alarms, alarmsPerWeek, alarmsPerWeekTo };
  return alarmsPerWeek <= most ? { verdict: "holds", figures } : { verdict: "fails", figures };
};

const exported = z.object({
  framework: z.enum(["great_expectations", "dbt", "soda"]),
  suites: z.array(z.unknown()),
  contracts: z.array(z.string()),
});

/** Holds what is handed over against its owners' schemas. */
const exportsValid: NamedCheckFunction = (given): Verdict => {
  const { validated, invalid, unknown } = validateExports(exported.parse(given));
  const figures = { validated, invalid: invalid.length };
  const [first] = invalid;
  if (first !== undefined) return { verdict: "fails", counterexample: { ...first }, figures };
  if (unknown !== null)
    return { verdict: "unknown", because: "not-checkable", reason: unknown, figures };
  return { verdict: "holds", figures };
};

/** What the flow's named checks do. */
export const checks: Readonly<Record<string, NamedCheckFunction>> = {
  checkHolds,
  coverage,
  exportsValid,
  falseAlarms,
};
