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

const change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("drop-column"), table: name, column: name }),
  z.strictObject({ kind: z.literal("rename-column"), table: name, column: name, to: name }),
  z.strictObject({ kind: z.literal("change-type"), table: name, column: name, type: name }),
  z.strictObject({ kind: z.literal("add-column"), table: name, column: name, type: name }),
  z.strictObject({ kind: z.literal("drop-table"), table: name }),
]);

const system = z
  .strictObject({
    type: z.enum(["database", "warehouse", "transformation", "bi"]),
    name: z.string().regex(/^[\w-]+$/, "letters, digits, _ and -"),
    connectionDetails: z.union([folder, live, given]),
  })
  .superRefine(({ type, connectionDetails }, context) => {
    const wanted =
      type === "bi" ? "edges" : type === "transformation" ? "folder" : "folder or database";
    if (!wanted.split(" or ").some((key) => key in connectionDetails))
      context.addIssue({
        code: "custom",
        path: ["connectionDetails"],
        message: `a ${type} is given by ${wanted}`,
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
        "a transformation: { folder, dialect, defaultSchema? } of SQL; a database or warehouse: { database }, or a folder of SQL that makes its tables; bi: { edges } that somebody knows of",
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
