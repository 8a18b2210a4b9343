import { columnNames, platform, proportion, schedule, tableName } from "@dx/runner";
import { z } from "zod";

const name = z.string().min(1);

const dimension = z.strictObject({
  table: tableName,
  joinKey: name.describe("the column of the fact that names its rows"),
  attributes: z.array(name).min(1).describe("what is taken of it"),
  currentOnly: z.boolean().describe("takes today's version, whatever version the fact names"),
  role: name
    .optional()
    .describe("what its columns begin with; without it, the join key without its ending"),
  dimensionKey: name
    .optional()
    .describe("the counterpart of joinKey in the dimension; without it, of the same name"),
  businessKey: columnNames
    .optional()
    .describe(
      "what all versions of a member share; needed for currentOnly where there are versions",
    ),
  currentFlag: name
    .optional()
    .describe("the flag of today's versions; is_current, if there is one"),
  validFrom: name.optional().describe("with validTo and at: finds the version of the fact's time"),
  validTo: name
    .optional()
    .describe("the end of a version; valid_to, if there is one and no currentFlag"),
  at: name.optional().describe("the time in the fact by which its version is found"),
});

/** What the flow takes: the specification's fields, and documented optional ones. */
export const inputs = z
  .strictObject({
    factTable: tableName,
    dimensions: z.array(dimension).min(1),
    aggregationLevel: z.enum(["detail", "daily", "monthly"]).describe("the grain"),
    calculatedFields: z
      .array(z.strictObject({ name, formula: name }))
      .describe("fields that are computed, in the language of parseFormula of @dx/obt"),
    filters: z
      .array(name)
      .describe("conditions in the same language; rows for which one is not true are left out"),
    refreshFrequency: schedule,

    table: tableName
      .optional()
      .describe("what the wide table is called; without it, obt_ and the fact's name"),
    factKey: columnNames
      .optional()
      .describe("what tells facts apart; without it, the declared primary key"),
    measures: z
      .array(
        z.strictObject({
          column: name,
          rollUp: z.enum(["sum", "min", "max", "average", "last", "none"]),
          per: columnNames.optional(),
        }),
      )
      .optional()
      .describe(
        "what is measured, and how it is brought together; without it, every number of the fact that is no key, summed: an assumption, shown before anything is made",
      ),
    factColumns: columnNames.optional().describe("further columns of the fact that are kept"),
    timeColumn: name.optional().describe("the time of a fact, for daily and monthly"),
    changedBy: name
      .optional()
      .describe(
        "a column of the fact by which a refresh knows what is new; without it, the table is made anew; days and months are compared, and made anew where they differ",
      ),
    backfill: z
      .strictObject({ from: z.iso.date(), before: z.iso.date() })
      .refine(({ from, before }) => from < before, "the range ends before it begins")
      .optional()
      .describe(
        "makes only these days anew: from the first one, before the second; of a detailed table by timeColumn or changedBy, of months those that begin within it",
      ),
    sourceFiles: z
      .record(name, z.strictObject({ file: name, rowNumber: name.optional() }))
      .optional()
      .describe(
        "files (CSV, JSON, Parquet) that are loaded as these tables, relative to the inputs file; rowNumber names a column for the place of a row in its file",
      ),
    mostMissing: z
      .record(name, proportion)
      .optional()
      .describe("by role, the share of facts that may have no member"),
    queryTimeReduction: proportion
      .optional()
      .describe("the share of query time that is to be saved, as a claim"),
    dbtSource: z
      .string()
      .regex(/^\w+$/)
      .optional()
      .describe("the source in dbt's sense that has the star; without it, its tables are models"),
    biServer: z
      .strictObject({
        server: name.exactOptional(),
        port: z.int().min(1).max(65_535).exactOptional(),
        database: name.exactOptional(),
      })
      .optional()
      .describe("where the workbook finds the table; what is left out, Tableau asks for"),
    hierarchies: z
      .record(name, z.array(name).min(1))
      .optional()
      .describe("by name, columns of the wide table to drill down, the coarsest first"),
    job: z
      .strictObject({
        tool: z.enum(["airflow", "dagster", "prefect", "local"]).default("airflow"),
        inputs: name.default("obt-creation.yaml"),
        databases: z.array(name).default(["env:DATABASE_URL"]),
        timeZone: name.default("UTC"),
      })
      .prefault({})
      .describe(
        "the job that refreshes the table at refreshFrequency: for which tool, with which file of inputs and which databases, by whose clock",
      ),
    platform: platform.optional().describe("whose SQL is written; without it, that of the target"),
  })
  .superRefine((given, context) => {
    if (given.aggregationLevel !== "detail" && given.timeColumn === undefined)
      context.addIssue({
        code: "custom",
        path: ["timeColumn"],
        message: `${given.aggregationLevel} needs timeColumn: the column of the fact that says when`,
      });
    for (const [index, one] of given.dimensions.entries())
      if (one.at !== undefined && (one.validFrom === undefined || one.validTo === undefined))
        context.addIssue({
          code: "custom",
          path: ["dimensions", index, "at"],
          message: "a version of a time needs validFrom and validTo too",
        });
  });

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
/** One of its dimensions. */
export type DimensionInput = Inputs["dimensions"][number];
