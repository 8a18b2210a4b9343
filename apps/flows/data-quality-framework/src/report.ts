import { bars, formatNumber, lines } from "@dx/chart";
import {
  askChecks,
  describeCheck,
  describeResult,
  retargetSuite,
  scorecard,
  type SuiteResult,
} from "@dx/quality";
import type { Block } from "@dx/report";
import type { ReportTools } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";

/** What the page shows: scores by dimension, what failed and in which rows, what the checks would notice, trends, and the plan. */
export async function report(
  inputs: Inputs,
  { made, qualityMetrics }: Outputs,
  { databases: { target } }: ReportTools,
): Promise<readonly Block[]> {
  const { suite, results, at, runs, rates } = made;
  const run: SuiteResult = { suite: suite.name, at, results };
  const references = suite.checks.flatMap(({ id, dimension }) =>
    dimension === "accuracy" ? [id] : [],
  );
  const card = scorecard(suite, run, { references, history: runs.slice(0, -1) });
  const bad = results.filter(({ outcome }) => outcome !== "pass");
  const noticed = rates.reduce((sum, one) => sum + one.noticed, 0);
  const damages = rates.reduce((sum, one) => sum + one.damages, 0);
  const samples = await askSamples(inputs, made, target);
  return [
    {
      kind: "facts",
      facts: [
        {
          name: "score",
          value: card.score === null ? null : percent(card.score),
          unit: "%",
          note: "all dimensions alike",
        },
        { name: "checks that pass", value: `${results.length - bad.length} of ${results.length}` },
        {
          name: "damages noticed",
          value: `${noticed} of ${damages}`,
          note: "done to copies, without a look at the checks",
        },
        {
          name: "columns covered",
          value: qualityMetrics.coveragePercent,
          unit: "%",
          note: "named by a check",
        },
        {
          name: "runs without a failure",
          value: `${made.sla.numerator} of ${made.sla.denominator}`,
          note: "service level",
        },
        {
          name: "false alarms a week",
          value: round(made.backtest.alarmsPerWeek),
          note: "to expect, by a test on the past",
        },
      ],
    },
    {
      kind: "chart",
      title: "Scores by dimension",
      description: "The share of rows, or of figures, that are as they should be.",
      svg: bars(
        card.dimensions.map(({ dimension, score, denominator, rows, reason }) => ({
          label: dimension,
          value: score === null ? null : percent(score),
          detail: reason ?? detailOf(denominator, rows),
        })),
        { title: "Scores by dimension", unit: "%" },
      ).svg,
    },
    ...failures(made),
    ...samples,
    ...togetherTables(made),
    ...damagesNoticed(made),
    ...trends(made),
    ...details(made),
  ];
}

function failures({ suite, results }: Outputs["made"]): readonly Block[] {
  const checks = new Map(suite.checks.map((check) => [check.id, check]));
  const bad = results.filter(({ outcome }) => outcome !== "pass");
  return [
    { kind: "heading", text: "What did not pass" },
    {
      kind: "table",
      caption: "Checks that did not pass",
      rows: bad.map((result) => {
        const check = checks.get(result.id);
        return {
          check: check === undefined ? result.id : describeCheck(check),
          table: check?.table ?? "",
          outcome: result.outcome,
          found: describeResult(check, result),
          why: check?.reason ?? "",
        };
      }),
    },
  ];
}

function togetherTables({ suite, failing }: Outputs["made"]): readonly Block[] {
  const words = new Map(suite.checks.map((check) => [check.id, describeCheck(check)]));
  return failing.map(({ table, failing: some, rows, together }): Block => ({
    kind: "table",
    caption: `${table}: ${formatNumber(some)} of ${formatNumber(rows)} rows fail at least one rule for rows`,
    rows: together.slice(0, 8).map((one) => ({
      rows: one.rows,
      "fail together": one.checks.map((id) => words.get(id) ?? id).join("; and "),
    })),
  }));
}

function damagesNoticed({ rates, survivors }: Outputs["made"]): readonly Block[] {
  return [
    { kind: "heading", text: "What the checks would notice" },
    {
      kind: "text",
      text: rates
        .map(
          ({ table, noticed, damages, rows }) =>
            `${noticed} of ${damages} damages to a copy of ${formatNumber(rows)} rows of ${table} were noticed.`,
        )
        .join(" "),
    },
    ...missedChart(rates),
    {
      kind: "table",
      caption: "What nothing noticed, and a rule to try",
      rows: survivors.map(({ table, column, kind, damage, add, notices }) => ({
        table,
        "of column": column ?? "(the table)",
        damage: kind === "swap" ? damage : kind,
        "rule to try": add,
        "notices it": notices === null ? "to be completed by a person" : notices ? "yes" : "no",
      })),
    },
    {
      kind: "details",
      summary: "All kinds of damage, and how many of each were noticed",
      blocks: [
        {
          kind: "table",
          caption: "Damages noticed, by kind and table",
          rows: allKinds(rates).map(({ kind }) =>
            Object.assign({ kind }, ...rates.map((rate) => countIn(rate, kind))),
          ),
        },
      ],
    },
  ];
}

type Rates = Outputs["made"]["rates"];

/** How many damages of a kind were noticed in a table, under its name. */
function countIn({ table, byKind }: Rates[number], kind: string): Record<string, string> {
  const found = byKind.find((one) => one.kind === kind);
  return {
    [table]: found === undefined ? "none done" : `${found.noticed} of ${found.damages}`,
  };
}

/** The kinds of all damages, those that were noticed least first. */
function allKinds(rates: Rates): readonly { kind: string; share: number; detail: string }[] {
  const all = rates.flatMap(({ byKind }) => byKind);
  const kinds = [...new Set(all.map(({ kind }) => kind))].map((kind) => {
    const same = all.filter((one) => one.kind === kind);
    const noticed = same.reduce((sum, one) => sum + one.noticed, 0);
    const damages = same.reduce((sum, one) => sum + one.damages, 0);
    return { kind, share: noticed / damages, detail: `${noticed} of ${damages}` };
  });
  return kinds.toSorted((one, other) => one.share - other.share);
}

function missedChart(rates: Rates): readonly Block[] {
  const all = allKinds(rates);
  const missed = all.filter(({ share }) => share < 1);
  if (missed.length === 0) return [];
  const title = "Kinds of damage that were not always noticed";
  return [
    {
      kind: "chart",
      title,
      description: `The other ${all.length - missed.length} kinds were noticed each time.`,
      svg: bars(
        missed.map(({ kind, share, detail }) => ({ label: kind, value: percent(share), detail })),
        { title, unit: "%" },
      ).svg,
    },
  ];
}

function details(made: Outputs["made"]): readonly Block[] {
  const { tables, results, suite } = made;
  const checks = new Map(suite.checks.map((check) => [check.id, check]));
  return [
    {
      kind: "details",
      summary: `The plan: ${results.length} checks in ${made.plan.length} steps; reckoned to cost ${percent(made.weight / made.weightOneByOne)} % of one query for each check`,
      blocks: [
        {
          kind: "table",
          caption: "Steps",
          rows: made.plan.map(({ kind, table, checks: ids, weight, reason }) => ({
            step: kind,
            table,
            checks: ids.length,
            weight: round(weight),
            reason,
          })),
        },
      ],
    },
    {
      kind: "details",
      summary: `What was suggested: ${made.suggestions.length} checks, and what became of them`,
      blocks: [
        {
          kind: "table",
          caption: "Suggestions",
          rows: made.suggestions.map(({ check, reason, state }) => ({
            check: describeCheck(check),
            table: check.table,
            state,
            reason,
          })),
          limit: 200,
        },
      ],
    },
    {
      kind: "details",
      summary: `Tables: ${tables.map(({ name, rows }) => `${name}, ${formatNumber(rows)} rows`).join("; ")}`,
      blocks: [
        {
          kind: "table",
          caption: "All checks",
          rows: results.map((result) => ({
            check: result.id,
            outcome: result.outcome,
            asks: wordsOf(checks.get(result.id)),
            found: describeResult(checks.get(result.id), result),
          })),
          limit: 300,
        },
      ],
    },
  ];
}

function percent(share: number): number {
  return Math.floor(share * 1000) / 10;
}

function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}

function wordsOf(check: Parameters<typeof describeCheck>[0] | undefined): string {
  return check === undefined ? "" : describeCheck(check);
}

function detailOf(checks: number, { good, of }: { good: number; of: number }): string {
  return `${checks} checks${of === 0 ? "" : `; ${formatNumber(good)} of ${formatNumber(of)} values are as they should be`}`;
}

/** Rows that fail, of the checks that failed most: asked anew, so that no row of the data is in the journal. */
async function askSamples(
  { neverShown, rowNumbers }: Inputs,
  { suite, results, tables, at }: Outputs["made"],
  target: ReportTools["databases"]["target"],
): Promise<readonly Block[]> {
  const failed = results.filter(
    ({ outcome, failed: some }) => (outcome === "fail" || outcome === "warn") && (some ?? 0) > 0,
  );
  const chosen = failed.toSorted((a, b) => (b.failed ?? 0) - (a.failed ?? 0)).slice(0, 8);
  if (chosen.length === 0) return [];
  const ids = new Set(chosen.map(({ id }) => id));
  const places = Object.fromEntries(tables.map(({ name, staged }) => [name, staged]));
  const checks = suite.checks.filter(({ id }) => ids.has(id));
  const own = retargetSuite({ name: suite.name, checks }, places);
  const beside = Object.fromEntries(
    Object.entries(rowNumbers).map(([table, column]) => [places[table] ?? table, [column]]),
  );
  const found = await target.run(
    askChecks(own, {
      at,
      dialect: target.dialect,
      withSql: false,
      withFailingRows: false,
      samples: { rows: 5, beside, never: neverShown },
    }),
  );
  return found.results.flatMap(({ id, sample = [] }): readonly Block[] => {
    const check = checks.find((one) => one.id === id);
    if (check === undefined || sample.length === 0) return [];
    return [
      {
        kind: "table",
        caption: `Rows that fail: ${check.table}, ${describeCheck(check)}`,
        rows: sample.map((row) => cells(row)),
      },
    ];
  });
}

function cells(row: unknown): Record<string, string | null> {
  if (typeof row !== "object" || row === null) return {};
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "object" &&
      value !== null &&
      "value" in value &&
      typeof value.value === "string"
        ? value.value.replace(/(?<=:\d\d)\.0+$/, "")
        : null,
    ]),
  );
}

function trends({ series, runs }: Outputs["made"]): readonly Block[] {
  if (runs.length < 2)
    return [
      { kind: "heading", text: "Trends" },
      {
        kind: "text",
        text: "This was the first run: the next one on the same target is judged by it. A figure is judged once there are seven earlier runs.",
      },
    ];
  const alarms = series.filter(({ verdict }) => verdict === "alarm");
  const moved = series.filter(({ points }) => new Set(points.map(({ value }) => value)).size > 1);
  const shown = [...alarms, ...moved.filter((one) => !alarms.includes(one))].slice(0, 4);
  const judged = series.filter(({ verdict }) => verdict !== "unknown").length;
  const text = `${runs.length} runs; ${judged} of ${series.length} figures have enough earlier ones to be judged, ${alarms.length} are out of the ordinary, ${moved.length} have moved.`;
  return [
    { kind: "heading", text: "Trends" },
    { kind: "text", text },
    ...shown.map(({ id, points }): Block => ({
      kind: "chart",
      title: id,
      description: `The figure of ${id} over ${points.length} runs.`,
      svg: lines(
        [{ label: "figure", points: points.map(({ at, value }) => ({ x: at, y: value })) }],
        { title: id },
      ).svg,
    })),
  ];
}
