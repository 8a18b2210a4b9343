import { checkTexts, columnCoverage, describeCheck, runbook, slaCompliance } from "@dx/quality";
import { readDialect, writeFiles, type Context } from "@dx/runner";
import { alertingConfig } from "./alerts.ts";
import { exportsOf, slug } from "./exports.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";

/** What a run has found, with all runs so far. */
export type Found = Omit<Outputs["made"], "sla" | "losses">;

/** Writes suites, contracts, alerts, runbooks and SQL, and hands everything over. */
export async function finish(inputs: Inputs, ctx: Context, found: Found): Promise<Outputs> {
  const { suite, tables, results, runs, at } = found;
  const dialect = await ctx.task(readDialect, {});
  const exported = exportsOf(inputs, { suite, tables, dialect });
  const texts = checkTexts(suite, tables, dialect);
  const watched = tables.filter(({ criticality }) => criticality !== null);
  const coverage = columnCoverage(
    suite,
    watched.map(({ name, columns }) => ({ name, columns: columns.map((one) => one.name) })),
  );
  const described = new Map(suite.checks.map((check) => [check.id, describeCheck(check)]));
  const sqlOf = new Map(texts.map(({ id, sql }) => [id, sql]));
  const own = results.map((result) =>
    Object.assign({}, result, { sql: sqlOf.get(result.id) ?? result.sql }),
  );
  const earlier = runs.slice(0, -1);
  const books = suite.checks.flatMap((check) => {
    const result = own.find(({ id }) => id === check.id);
    if (result === undefined || result.outcome === "pass") return [];
    return [{ id: check.id, text: runbook({ check, result, history: earlier, at }) }];
  });
  const sla = slaCompliance(suite, [...earlier, { suite: suite.name, at, results: own }]);
  const alerting = alertingConfig(inputs, {
    suite,
    tables,
    runs: [...earlier, { suite: suite.name, at, results: own }],
  });
  await ctx.task(writeFiles, {
    "sql/checks.sql": texts
      .map(({ id, sql }) => `-- ${id}\n-- ${lineOf(described.get(id) ?? "")}\n${sql};\n`)
      .join("\n"),
    "sql/plan.sql": found.plan
      .map(
        ({ kind, table, checks, reason, sql }) =>
          `-- ${kind} on ${table}: ${reason}\n-- ${checks.join("; ")}\n${sql === null ? "-- nothing is scanned" : `${sql};`}\n`,
      )
      .join("\n"),
    ...exported.files,
    "losses.json": `${JSON.stringify(exported.losses, null, 2)}\n`,
    "alerting.json": `${JSON.stringify(alerting, null, 2)}\n`,
    ...Object.fromEntries(books.map(({ id, text }) => [`runbooks/${slug(id)}.md`, text])),
  });
  return {
    qualityCheckDefinitions: suite.checks.map((check) => `${check.id}: ${describeCheck(check)}`),
    expectationSuites: [...exported.suites],
    monitoringDashboard: "index.html",
    alertingConfig: alerting,
    dataContracts: [...exported.contracts],
    runbooks: books.map(({ text }) => text),
    qualityMetrics: {
      coveragePercent: Math.round((coverage.share ?? 0) * 1000) / 10,
      checkCount: suite.checks.length,
      slaCompliance: sla.compliance,
    },
    made: {
      ...found,
      runs: [...runs],
      sla: { numerator: sla.numerator, denominator: sla.denominator },
      losses: exported.losses.length,
    },
  };
}

function lineOf(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
