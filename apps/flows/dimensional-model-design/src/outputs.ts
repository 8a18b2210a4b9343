import { z } from "zod";
import { profileSchema } from "./design-schema.ts";
import { modelSchema } from "./model-schema.ts";

const pair = z.record(z.string(), z.string());

/** Keys of the star. */
export const keysSchema = z.strictObject({
  primary: z.array(z.string()),
  foreign: z.array(z.strictObject({ table: z.string(), column: z.string() })),
});

/** What of the run its claims and its page need. */
export const made = z.strictObject({
  /** Whether anything was run, or only written, for want of a source. */
  mode: z.enum(["run", "description"]),
  /** Whether no table of the star was there before. */
  isNew: z.boolean(),
  /** Where the source's tables were staged, by their names. */
  sources: pair,
  /** How many rows each has. */
  rows: z.record(z.string(), z.number()),
  /** What was counted of the source's tables. */
  profiles: z.array(profileSchema),
  /** The keys that the star's rows keep; none where nothing was run. */
  keys: keysSchema,
  /** Copies of the star's tables on which the same was loaded once more, by their names. */
  again: pair,
  /** Copies of dimensions that lived through a change, a delete, an insert and a return. */
  rehearsed: z.array(
    z.strictObject({
      dimension: z.string(),
      table: z.string(),
      days: z.tuple([z.string(), z.string(), z.string()]),
      times: z.tuple([z.string(), z.string(), z.string()]),
    }),
  ),
  /** How long each question took: of the source once, of the star so that 95 of 100 runs took no longer. */
  times: z.array(z.strictObject({ sourceMs: z.number(), starMs: z.number(), runs: z.number() })),
  /** When the source was so. */
  at: z.string(),
});

/** What the flow hands over: the specification's fields, and documented further ones. */
export const outputs = z.strictObject({
  dataModelDiagram: z.string().describe("the star as an entity relationship diagram of Mermaid"),
  factTables: z.array(
    z.strictObject({ name: z.string(), ddl: z.string(), loadingLogic: z.string() }),
  ),
  dimensionTables: z.array(
    z.strictObject({
      name: z.string(),
      ddl: z.string(),
      scdType: z.number(),
      loadingLogic: z.string(),
    }),
  ),
  testCases: z
    .array(z.string())
    .describe("SQL that returns no rows where a claim holds, one text each"),
  documentation: z.string().describe("the star, its grain, and why it is so, in Markdown"),
  model: modelSchema.describe("the star; change it and hand it in again as `model`"),
  /** How long the whole load took, in seconds; `null` if nothing was run. */
  loadSeconds: z.number().nullable(),
  /** Of this run; not for other programs. */
  made,
});

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
/** What of the run its claims and its page need. */
export type Made = z.infer<typeof made>;
