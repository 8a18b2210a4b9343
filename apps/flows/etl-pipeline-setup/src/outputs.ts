import { z } from "zod";

const column = z.strictObject({ name: z.string(), type: z.json() });

/** What became of one source. */
export const loaded = z.strictObject({
  source: z.string(),
  table: z.string(),
  status: z.enum(["loaded", "unchanged"]),
  read: z.number(),
  inserted: z.number(),
  updated: z.number(),
  deleted: z.number(),
  rejected: z.number(),
  bytes: z.number().nullable(),
  seconds: z.number(),
  created: z.boolean(),
  changed: z.array(z.string()),
  columns: z.array(column),
});

/** What a rehearsal made. */
export const drilled = z.strictObject({
  source: z.string(),
  live: z.string(),
  copy: z.string(),
  once: z.string(),
  drift: z.string(),
  late: z.enum(["seen", "unknown"]),
  reason: z.string(),
  columns: z.array(z.string()),
});

/** The unit test of a transformation. */
export const unitTested = z.strictObject({
  name: z.string(),
  state: z.enum(["recorded", "kept"]).describe("by this run, or of an earlier one"),
  columns: z.array(z.string()),
  now: z.array(z.string()).describe("the columns that the transformation has now"),
  reason: z.string().optional().describe("why it cannot be told any more"),
});

/** What the flow hands over: the specification's fields, and what claims and pages are made of. */
export const outputs = z.strictObject({
  pipelineName: z.string(),
  ingestionConfig: z.record(z.string(), z.json()),
  transformationCode: z.array(z.string()),
  orchestrationDag: z.string(),
  testSuite: z.array(z.string()),
  documentation: z.string(),
  monitoringDashboard: z.string().describe("the page below artefacts"),
  made: z.strictObject({
    now: z.string(),
    dialect: z.string(),
    loads: z.array(loaded),
    truths: z.array(z.strictObject({ source: z.string(), truth: z.string(), once: z.string() })),
    histories: z.array(
      z.strictObject({ source: z.string(), history: z.string(), columns: z.array(z.string()) }),
    ),
    drills: z.array(drilled),
    transformed: z.array(
      z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: z.number() }),
    ),
    units: z.array(unitTested),
    waves: z.array(z.array(z.string())),
    dagFile: z.string(),
    gates: z.array(
      z.strictObject({ stage: z.string(), statement: z.string(), verdict: z.string() }),
    ),
    files: z.array(z.string()),
  }),
});

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
/** What became of one source. */
export type Loaded = z.infer<typeof loaded>;
/** The unit test of a transformation. */
export type UnitTested = z.infer<typeof unitTested>;
/** What a rehearsal made. */
export type Drilled = z.infer<typeof drilled>;
