import { z } from "zod";
import { specSchema } from "./spec-schema.ts";

const times = z.array(z.number());

/** What was measured of star and wide table. */
const measured = z.strictObject({
  questions: z.array(z.strictObject({ title: z.string(), starMs: times, wideMs: times })),
  buildMs: z.number(),
  /** Of a refresh of the newest facts; `null` without `changedBy`. */
  refreshMs: z.number().nullable(),
  starBytes: z.number().nullable(),
  wideBytes: z.number().nullable(),
  rows: z.number(),
});

/** What of the run its claims and its page need. */
const made = z.strictObject({
  table: z.string(),
  /** By the tables as they were read. */
  spec: specSchema,
  /** By the tables' own names. */
  named: specSchema,
  /** Measures that were assumed to be summed. */
  assumed: z.array(z.string()),
  /** Whether the table was made anew, or brought up to date. */
  isRefresh: z.boolean(),
  /** What was made anew beside it. */
  rebuilt: z.string(),
  /** What a rehearsed refresh left, of a new table. */
  refreshed: z.string().nullable(),
  measured,
});

/** What the flow hands over: the specification's fields, and what was made of them. */
export const outputs = z.strictObject({
  obtSQL: z.string().describe("the statements that make the wide table"),
  dbtModel: z.string().describe("the same as a model of dbt"),
  columnDocumentation: z.string().describe("what each column is and where it is from, in Markdown"),
  biToolConfig: z
    .record(z.string(), z.json())
    .describe("fields, roles and aggregations for a BI tool, and where the workbook of Tableau is"),
  performanceMetrics: z.strictObject({
    queryTime: z.string(),
    storageSize: z.string(),
    refreshTime: z.string(),
  }),
  /** Of this run; not for other programs. */
  made,
});

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
/** What of the run its claims and its page need. */
export type Made = z.infer<typeof made>;
