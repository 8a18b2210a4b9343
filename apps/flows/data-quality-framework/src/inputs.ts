import { z } from "zod";
import { faultsOf } from "./input-faults.ts";

const name = z.string().min(1);
const share = z.number().min(0).max(1);

/** What the flow takes: the specification's fields, and documented optional ones. */
export const inputs = z
  .strictObject({
    dataSources: z
      .array(
        z.strictObject({
          name,
          tables: z.array(name).min(1),
          criticalityLevel: z.enum(["high", "medium", "low"]),
        }),
      )
      .min(1)
      .describe(
        "what is watched: of high and medium ones a failed rule is an error, of low ones a warning; of high ones every column is covered",
      ),
    qualityDimensions: z.strictObject({
      accuracyThreshold: share.describe(
        "the least share of values that must be found in the table that a rule refers to",
      ),
      completenessThreshold: share.describe(
        "the least share of rows with a value, in each column of a source of high criticality",
      ),
      freshnessThresholdMinutes: z
        .number()
        .positive()
        .describe("how old the latest row may be, where `timeColumns` names a column"),
    }),
    toolPreferences: z.strictObject({
      framework: z.enum(["great_expectations", "dbt", "soda"]),
      observability: z.enum(["monte_carlo", "datafold", "custom"]),
      alerting: z.enum(["slack", "pagerduty", "email"]),
    }),
    qualityRules: z.array(
      z.strictObject({
        table: name,
        column: name,
        rule: name.describe("in the grammar of `parseRule` of @dx/quality, as `between 0 and 100`"),
        threshold: share.describe("the least share of considered rows that must fulfil it"),
      }),
    ),

    files: z
      .record(name, name)
      .default({})
      .describe(
        "the files of tables, by their names; other tables are read from the database `source`",
      ),
    rowNumbers: z
      .record(name, name)
      .default({})
      .describe("of tables from files, a column that is added: the place of each row in its file"),
    timeColumns: z
      .record(name, name)
      .default({})
      .describe(
        "the column of each table that says when: for freshness, figures by day, and what is later",
      ),
    references: z
      .array(name)
      .default([])
      .describe("tables that others refer to, and that are not themselves checked"),
    asOf: z
      .string()
      .optional()
      .describe("when freshness is judged, as ISO text; without it, when the run began"),
    historyTable: name
      .default("dx_quality_history")
      .describe("the table of the target to which each run adds its results"),
    leastKillRate: share
      .default(0.7)
      .describe("the share of damages that the checks are to notice"),
    mostRefuted: share
      .default(0.05)
      .describe("the share of suggested checks that may fail on the latest rows"),
    mostFalseAlarmsPerWeek: z
      .number()
      .positive()
      .default(2)
      .describe("how many false alarms of figures by day are bearable in a week"),
    damages: z
      .strictObject({
        seed: z.number().int().default(1),
        most: z.number().int().min(1).default(60),
        rows: z.number().int().min(1).default(20_000),
      })
      .default({ seed: 1, most: 60, rows: 20_000 })
      .describe(
        "which damages are done to each table: by a seed, so many, to a copy of so many rows",
      ),
    alertAddresses: z
      .strictObject({ from: z.email(), to: z.array(z.email()).min(1) })
      .optional()
      .describe("from whom to whom alerts are written, if they are e-mails"),
    monteCarlo: z
      .strictObject({ warehouse: name, intervalMinutes: z.number().int().positive() })
      .optional()
      .describe("for monitors of Monte Carlo: what it calls the warehouse, and how often they run"),
    datafold: z
      .strictObject({ connectionId: z.number().int().positive(), cron: name })
      .optional()
      .describe("for monitors of Datafold: its number of the connection, and when they run"),
    escalateAfterMinutes: z
      .array(z.number().positive())
      .default([15, 60])
      .describe("after how many minutes without an answer the next person is asked"),
    neverShown: z
      .array(name)
      .default([])
      .describe("columns whose values are in no sample of failing rows, as those of persons"),
  })
  .superRefine((given, ctx) => {
    for (const { path, message } of faultsOf(given))
      ctx.addIssue({ code: "custom", path, message });
  });

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
