import { columnCoverage, planAppendHistory, planCheckHistory } from "@dx/quality";
import { joinPlans } from "@dx/sql";
import type { Context } from "@dx/runner";
import { buildSuite } from "./build-suite.ts";
import { finish } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { StagedTable } from "./schemas.ts";
import { stage } from "./stage.ts";
import { backtest, type SeriesRequest } from "./tasks/backtest.ts";
import { judgeHistory } from "./tasks/judge-history.ts";
import { measureKills } from "./tasks/measure-kills.ts";
import { profileSurvivors } from "./tasks/profile-survivors.ts";
import { proposeChecks } from "./tasks/propose-checks.ts";
import { runChecks } from "./tasks/run-checks.ts";

/**
 * @process data-quality-framework
 * @description Watches tables: profiles them, proposes checks, runs them, measures what they would notice, and writes suites, contracts, alerts and runbooks.
 * @inputs dataSources, qualityDimensions, toolPreferences, qualityRules; optional ones in inputs.ts
 * @outputs qualityCheckDefinitions, expectationSuites, monitoringDashboard, alertingConfig, dataContracts, runbooks, qualityMetrics
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const at = ctx.now.replace("Z", "");
  const asOf = (inputs.asOf ?? at).replace("Z", "");
  const tables = [...(await stage(inputs, ctx))];
  const watched = tables.filter(({ criticality }) => criticality !== null);
  const proposed = await ctx.task(proposeChecks, {
    tables: watched.map((table) => ({ table, by: laterBy(inputs, table.name) })),
    now: asOf,
  });
  const suite = buildSuite(inputs, { tables, suggestions: proposed.suggestions, asOf });
  const own = { name: suite.name, checks: [...suite.checks] };
  const { covered, columns } = columnCoverage(
    suite,
    watched.map(({ name, columns: all }) => ({ name, columns: all.map((one) => one.name) })),
  );
  await ctx.breakpoint({
    title: `Adopt these ${suite.checks.length} checks?`,
    shows: {
      checks: suite.checks.map(({ id, reason = "" }) => `${id}: ${reason}`),
      columnsCovered: `${covered} of ${columns}`,
      refuted: proposed.suggestions.flatMap(({ check, state }) =>
        state === "refuted" ? [check.id] : [],
      ),
    },
  });
  const places = Object.fromEntries(tables.map(({ name, staged }) => [name, staged]));
  const found = await ctx.task(runChecks, { suite: own, tables: places, at });
  const history = inputs.historyTable;
  await ctx.approvePlan(
    "history",
    () =>
      joinPlans(
        planCheckHistory(history),
        planAppendHistory(history, { suite: suite.name, at, results: found.results }),
      ),
    { title: `Add ${found.results.length} results to ${history}?` },
  );
  const judged = await ctx.task(judgeHistory, { table: history, suite: suite.name });
  const kills = await ctx.task(measureKills, { suite: own, tables, at, damages: inputs.damages });
  const requests = seriesOf(inputs, watched);
  const tested = await ctx.task(backtest, { requests });
  const survivors = await ctx.task(profileSurvivors, {
    rates: kills.rates,
    tables,
    at,
    damages: inputs.damages,
  });
  return finish(inputs, ctx, {
    at,
    asOf,
    suite: own,
    tables,
    results: found.results,
    failing: found.failing,
    suggestions: proposed.suggestions,
    tested: proposed.tested,
    rates: kills.rates,
    survivors,
    backtest: tested,
    requests,
    series: judged.series,
    runs: judged.runs,
    weight: found.weight,
    weightOneByOne: found.weightOneByOne,
    plannedMs: found.plannedMs,
    oneByOneMs: found.oneByOneMs,
    plan: found.plan,
    places: {
      history,
      planned: found.planned,
      plain: found.plain,
      damages: kills.damagesTable,
      unharmed: kills.unharmedTable,
      tested: proposed.testedTable,
    },
  });
}

/** What says which rows of a table are later. */
function laterBy({ timeColumns, rowNumbers }: Inputs, table: string): string | null {
  return timeColumns[table] ?? rowNumbers[table] ?? null;
}

/** The figures by day that are tested on the past: rows, and means of a few columns of numbers. */
function seriesOf({ timeColumns }: Inputs, tables: readonly StagedTable[]): SeriesRequest[] {
  return tables.flatMap(({ name, staged, columns }) => {
    const day = timeColumns[name];
    if (day === undefined) return [];
    const means = columns
      .filter(({ type }) => ["int32", "int64", "float64", "decimal"].includes(type.kind))
      .map((column) => column.name)
      .slice(0, 3);
    return [{ table: staged, day, nullShares: [], means }];
  });
}
