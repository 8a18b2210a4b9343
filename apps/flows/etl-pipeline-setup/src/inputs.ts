import { columnNames, proportion, schedule, tableName } from "@dx/runner";
import { parseDuration, parseQualityCheck } from "@dx/pipeline";
import { messageOf } from "@dx/core";
import { z } from "zod";
import { api } from "./api-schema.ts";
import { transformation } from "./transformation-schema.ts";

const words = z.enum(["evolve", "freeze", "discard_row", "discard_value"]);
const cursor = z.union([
  z.string().min(1).describe("a column that grows: late commits are not seen"),
  z.strictObject({
    column: z.string(),
    start: z.enum(["closed", "open"]).optional(),
    lag: z.number().optional(),
    nulls: z.enum(["refuse", "skip", "include"]).optional(),
    backwards: z.enum(["refuse", "keep"]).optional(),
  }),
  z.strictObject({
    transactions: z
      .literal(true)
      .describe("tables of Postgres: what transactions wrote that were open"),
    changedAt: z.string().optional(),
  }),
]);

const connectionDetails = z.strictObject({
  file: z
    .string()
    .optional()
    .describe("of a file: its path, relative to these inputs; .csv, .json, .ndjson, .parquet, .gz"),
  rowNumber: z
    .string()
    .optional()
    .describe("of a file: a column that comes first, the place of each row in it"),
  database: z.string().default("source").describe("of a database: its name on the command line"),
  table: tableName.optional().describe("of a database: its table or view"),
  query: z
    .string()
    .optional()
    .describe("of a database: a query in its own SQL, instead of a table"),
  api: api.optional().describe("of an API: its address, and how it is read"),
  feed: z
    .strictObject({
      file: z.string(),
      rowNumber: z.string(),
      rows: z.int().min(1),
      waves: z.int().min(1),
    })
    .optional()
    .describe(
      "for demonstrations: the flow itself writes rows of a file to a table of the target while that is loaded",
    ),
  key: columnNames.optional().describe("what tells rows apart"),
  mode: z
    .enum(["append", "replace", "merge"])
    .optional()
    .describe("merge if there is a key, else replace"),
  merge: z
    .enum(["upsert", "delete-insert", "insert-only", "scd2"])
    .optional()
    .describe("scd2 keeps every version besides, in `<name>_history`"),
  replace: z.enum(["in-place", "swap"]).optional(),
  deletes: z.enum(["ignore", "by-keys"]).optional(),
  cursor: cursor.optional().describe("what is new, for the extraction type incremental"),
  contract: z
    .strictObject({
      tables: z.enum(["evolve", "freeze"]),
      columns: words,
      types: words,
      variants: z.boolean().describe("values of other types get a column of their own"),
    })
    .partial()
    .optional(),
  freshBy: z
    .string()
    .optional()
    .describe("the column of times whose newest value must not be too old"),
});

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "small letters, digits and _, a letter first");

const source = z
  .strictObject({
    type: z.enum(["database", "api", "file", "stream"]),
    name,
    connectionDetails,
    extractionType: z.enum(["full", "incremental"]),
    schedule,
  })
  // oxlint-disable-next-line complexity -- one rule a line
  .superRefine(({ type, connectionDetails: given, extractionType }, context) => {
    const wrong = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: ["connectionDetails", path], message });
    if (type === "stream")
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: `${type} is not there yet: load it to a file or a database first`,
      });
    if ((type === "api") !== (given.api !== undefined))
      wrong("api", "an api, and nothing else, needs `api`");
    if (type === "api" && given.deletes === "by-keys" && given.cursor !== undefined)
      wrong("deletes", "what is new of an api does not tell what is gone");
    if (type === "api" && typeof given.cursor === "object" && "transactions" in given.cursor)
      wrong("cursor", "records of an api do not tell their transactions");
    if (given.merge === "scd2" && given.key === undefined) wrong("key", "versions need a key");
    if (type === "file" && given.file === undefined) wrong("file", "a file needs its path");
    if (
      type === "database" &&
      [given.table, given.query, given.feed].filter((one) => one !== undefined).length !== 1
    )
      wrong("table", "name either a table, or a query, or a feed");
    if (type === "file" && given.cursor !== undefined) wrong("cursor", "files are read whole");
    if (type !== "file" && extractionType === "incremental" && given.cursor === undefined)
      wrong("cursor", "incremental needs a cursor");
    if (extractionType === "full" && given.cursor !== undefined)
      wrong("cursor", "full reads everything: leave the cursor out");
    if (given.mode === "merge" && given.key === undefined) wrong("key", "a merge needs a key");
  });

function readable(read: (text: string) => unknown) {
  return z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: messageOf(error) });
    }
  });
}

/** What the flow takes: the specification's fields, and documented optional ones. */
export const inputs = z
  .strictObject({
    projectName: name,
    sources: z.array(source).min(1),
    targetWarehouse: z.strictObject({
      platform: z.enum(["snowflake", "bigquery", "redshift"]),
      database: z.string().min(1),
      schema: name,
    }),
    transformationTool: z.enum(["dbt", "custom_sql", "spark"]),
    orchestrationTool: z.enum(["airflow", "prefect", "dagster"]),
    dataQualityRequirements: z.strictObject({
      freshnessThreshold: readable(parseDuration).describe("as 24 hours, 7 days"),
      completenessThreshold: proportion,
      qualityChecks: z
        .array(readable(parseQualityCheck))
        .describe("as unique(orders.id), not_null(orders.day), row_count(orders) >= 1"),
    }),
    transformations: z
      .array(transformation)
      .optional()
      .describe("tables made of the sources, in the layers staging, intermediate and marts"),
    onGateFailure: z
      .enum(["stop", "continue"])
      .default("stop")
      .describe("what if a gate fails: marts stay as they were, or are made all the same"),
    rehearseRows: z
      .int()
      .min(0)
      .default(1000)
      .describe("how many rows of each keyed source the rehearsal takes; 0 leaves it out"),
    unitTests: z
      .enum(["check", "record"])
      .default("check")
      .describe(
        "whether transformations must answer the rows of their unit tests as they did, or these are recorded anew",
      ),
    timeZone: z.string().default("UTC").describe("of the schedules"),
    alerts: z
      .strictObject({
        command: z
          .array(z.string())
          .min(1)
          .describe("a program and its arguments, where the scheduler runs"),
        lateAfterSeconds: z.int().min(1).optional(),
      })
      .optional()
      .describe("what tells people of a run that failed, or is not over in time"),
  })
  .superRefine(({ orchestrationTool, alerts }, context) => {
    if (orchestrationTool === "airflow" && alerts?.lateAfterSeconds !== undefined)
      context.addIssue({
        code: "custom",
        path: ["alerts", "lateAfterSeconds"],
        message:
          "files of DAGs cannot tell Airflow's triggerer of late runs: leave it out, or take dagster or prefect",
      });
  })
  .superRefine(({ sources, transformations = [], transformationTool }, context) => {
    const schedules = new Set(sources.map((one) => one.schedule));
    if (schedules.size > 1)
      context.addIssue({
        code: "custom",
        path: ["sources"],
        message: "sources of several schedules are not there yet: make a pipeline of each",
      });
    const names = [...sources.map((one) => one.name), ...transformations.map((one) => one.name)];
    if (new Set(names).size < names.length)
      context.addIssue({
        code: "custom",
        path: ["sources"],
        message: "two sources or transformations have one name",
      });
    for (const [at, one] of transformations.entries())
      if (transformationTool === "spark" && one.sql !== undefined)
        context.addIssue({
          code: "custom",
          path: ["transformations", at, "sql"],
          message:
            "spark takes `from` and `columns`: SQL of the target cannot be turned into Spark's",
        });
  });

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;

/** One of its sources. */
export type Source = Inputs["sources"][number];
