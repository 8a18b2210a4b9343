import { proportion, schedule } from "@dx/runner";
import { parserDialects, type ParserDialect } from "@dx/sql-parser";
import { z } from "zod";

const name = z.string().min(1);
const dialect: z.ZodType<ParserDialect> = z.enum([...parserDialects]);

const folder = z.strictObject({
  folder: name.describe(
    "the folder of its SQL files (*.sql, those of its folders too, in the order of their paths), relative to the inputs",
  ),
  dialect: dialect.describe("whose SQL it is"),
  defaultSchema: name.optional().describe("the schema of tables that are named without one"),
  skip: z
    .array(name)
    .optional()
    .describe("the names of folders in it that are left out, as tests: SQL that moves no data"),
});
const live = z.strictObject({
  database: name.describe(
    "the name of a database of the run, as target; its tables and views are read",
  ),
});
const given = z.strictObject({
  edges: z
    .array(z.strictObject({ from: name, to: name }))
    .describe("from column to column, as mart.orders.total and dashboard.revenue"),
});
const manifest = z.strictObject({
  manifest: name.describe("dbt's target/manifest.json, relative to the inputs"),
  catalog: name
    .optional()
    .describe("dbt's target/catalog.json: the columns of all tables; they count as live"),
  dialect: dialect.optional().describe("whose SQL it is, if dbt's adapter does not say"),
  omitDatabase: name.optional().describe("tables of this database are named without it"),
});
const log = z.strictObject({
  log: name.describe(
    "a file of JSON lines {sql, at?, session?, status?: ok or failed, defaultSchema?}",
  ),
  dialect: dialect.describe("whose SQL it is"),
});
const events = z.strictObject({
  events: name.describe("a file of OpenLineage events, as JSON lines or a list"),
  namespaces: z
    .record(z.string(), z.string())
    .optional()
    .describe("by namespace, what stands before the names of its tables and goes"),
  dialect: dialect.optional().describe("whose names they are, where a namespace does not say"),
});

const change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("drop-column"), table: name, column: name }),
  z.strictObject({ kind: z.literal("rename-column"), table: name, column: name, to: name }),
  z.strictObject({ kind: z.literal("change-type"), table: name, column: name, type: name }),
  z.strictObject({ kind: z.literal("add-column"), table: name, column: name, type: name }),
  z.strictObject({ kind: z.literal("drop-table"), table: name }),
]);

/** By what each type of system is given. */
const waysOf = {
  bi: ["edges", "events"],
  transformation: ["folder", "manifest", "log", "events"],
  database: ["folder", "database", "log"],
  warehouse: ["folder", "database", "log"],
} as const;

const system = z
  .strictObject({
    type: z.enum(["database", "warehouse", "transformation", "bi"]),
    name: z.string().regex(/^[\w-]+$/, "letters, digits, _ and -"),
    connectionDetails: z.union([folder, live, given, manifest, log, events]),
  })
  .superRefine(({ type, connectionDetails }, context) => {
    const wanted = waysOf[type];
    if (!wanted.some((key) => key in connectionDetails))
      context.addIssue({
        code: "custom",
        path: ["connectionDetails"],
        message: `a ${type} is given by ${wanted.join(" or ")}`,
      });
  });

/** What the flow takes: the specification's fields, and documented optional ones. */
export const inputs = z
  .strictObject({
    lineageTool: z
      .enum(["marquez", "datahub", "apache_atlas", "native"])
      .describe(
        "in whose form the lineage is written besides dx's own: OpenLineage events, metadata change proposals, entities",
      ),
    systemsToInclude: z
      .array(system)
      .min(1)
      .describe(
        "a transformation: { folder, dialect, defaultSchema? } of SQL, { manifest, catalog? } of dbt, { log, dialect } of queries, or { events } of OpenLineage; a database or warehouse: { database }, a folder of SQL that makes its tables, or a log; bi: { edges } that somebody knows of, or { events }",
      ),
    granularity: z
      .enum(["table", "column"])
      .describe("what the exchanged form and the picture show; the proof is always by column"),
    updateFrequency: schedule.describe(
      "when the lineage is made again: cron, or words as daily at 06:00",
    ),

    changes: z
      .array(change)
      .optional()
      .describe(
        "what if: changes of tables whose impact is told and tried; without it, some of the most read source tables",
      ),
    seed: z.int().optional().describe("of the data that the lineage is held against; 1 without it"),
    mostUncovered: proportion
      .optional()
      .describe("what share of the catalogue's tables may have no lineage; 10 % without it"),
    orchestrator: z
      .enum(["airflow", "dagster", "prefect"])
      .optional()
      .describe("whose file the refresh job is; without it, all three"),
    timeZone: name.optional().describe("of updateFrequency, as Europe/Berlin; UTC without it"),
  })
  .superRefine(({ systemsToInclude }, context) => {
    const seen = new Set<string>();
    for (const [index, one] of systemsToInclude.entries()) {
      if (seen.has(one.name))
        context.addIssue({
          code: "custom",
          path: ["systemsToInclude", index, "name"],
          message: `two systems are called ${one.name}`,
        });
      seen.add(one.name);
    }
  });

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
/** What lineage is read from. */
export type System = Inputs["systemsToInclude"][number];
