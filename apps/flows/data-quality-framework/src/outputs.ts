import { z } from "zod";
import {
  backtestSchema,
  checkSchema,
  failingSchema,
  killRateSchema,
  resultSchema,
  runSchema,
  stagedTable,
  suggestionSchema,
  survivorSchema,
} from "./schemas.ts";
import { seriesRequest } from "./tasks/backtest.ts";
import { judgedSeries } from "./tasks/judge-history.ts";

const json = z.record(z.string(), z.json());

/** What the flow hands over: the specification's fields, and what its claims and its page stand on. */
export const outputs = z.strictObject({
  qualityCheckDefinitions: z.array(z.string()),
  expectationSuites: z.array(json),
  monitoringDashboard: z.string(),
  alertingConfig: json,
  dataContracts: z.array(z.string()),
  runbooks: z.array(z.string()),
  qualityMetrics: z.strictObject({
    coveragePercent: z.number(),
    checkCount: z.number(),
    slaCompliance: z.number().nullable(),
  }),
  made: z.strictObject({
    at: z.string(),
    asOf: z.string(),
    suite: z.strictObject({ name: z.string(), checks: z.array(checkSchema) }),
    tables: z.array(stagedTable),
    results: z.array(resultSchema),
    failing: z.array(failingSchema),
    suggestions: z.array(suggestionSchema),
    tested: z.array(resultSchema),
    rates: z.array(killRateSchema),
    survivors: z.array(survivorSchema),
    backtest: backtestSchema,
    requests: z.array(seriesRequest),
    series: z.array(judgedSeries),
    runs: z.array(runSchema),
    sla: z.strictObject({ numerator: z.number(), denominator: z.number() }),
    losses: z.number(),
    weight: z.number(),
    weightOneByOne: z.number(),
    plannedMs: z.number(),
    oneByOneMs: z.number(),
    plan: z.array(
      z.strictObject({
        kind: z.string(),
        table: z.string(),
        checks: z.array(z.string()),
        weight: z.number(),
        reason: z.string(),
        sql: z.string().nullable(),
      }),
    ),
    places: z.strictObject({
      history: z.string(),
      planned: z.string(),
      plain: z.string(),
      damages: z.string(),
      unharmed: z.string(),
      tested: z.string(),
    }),
  }),
});

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
