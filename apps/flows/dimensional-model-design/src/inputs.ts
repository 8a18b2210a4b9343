import { columnNames, platform, proportion, tableName } from "@dx/runner";
import { z } from "zod";
import { modelSchema } from "./model-schema.ts";

const name = z.string().min(1);
const additivity = z.enum(["additive", "semi-additive", "non-additive"]);
const month = z.int().min(1).max(12);

const holiday = z.union([
  z.strictObject({ name, month, day: z.int().min(1).max(31), observed: z.boolean().optional() }),
  z.strictObject({ name, month, weekday: z.int().min(1).max(7), nth: z.int().min(-1).max(5) }),
  z.strictObject({ name, easter: z.int() }),
]);

const question = z.strictObject({
  question: name,
  sourceSql: name.describe("answers it from the source's tables, by their names in `sourceData`"),
  starSql: name.describe("answers it from the star"),
  slaSeconds: z
    .number()
    .positive()
    .optional()
    .describe("how long the star may take; 5 without a word"),
});

/** What the flow takes: the specification's fields, and documented optional ones. */
export const inputs = z
  .strictObject({
    businessProcess: name.describe("what the star is about, as flights"),
    sourceData: z.strictObject({
      tables: z
        .array(z.strictObject({ name: tableName, schema: z.record(z.string(), z.json()) }))
        .min(1)
        .describe(
          "the source's tables, each with its columns and their types; empty where they are to be looked up",
        ),
      relationships: z
        .array(z.strictObject({ from: name, to: name }))
        .describe(
          "which columns refer to which, as from flights.origin to airports.iata; others are looked for",
        ),
    }),
    modelingRequirements: z.strictObject({
      grainLevel: z
        .string()
        .describe("what one row of the fact is, as one row per flight; may be empty"),
      dimensions: z
        .array(name)
        .describe(
          "the dimensions that are wanted, as airport; date is the calendar, time the times of day; empty means all",
        ),
      measures: z
        .array(name)
        .describe("the columns that are measures; empty means all numbers that are no keys"),
      scdTypes: z
        .record(name, z.union([z.literal(0), z.literal(1), z.literal(2)]))
        .describe(
          "what changes of dimensions do: 0 nothing, 1 overwrite, 2 a new version; without a word, 1",
        ),
    }),
    targetWarehouse: platform.describe("whose SQL is written to artefacts/sql"),

    sourceFiles: z
      .record(
        name,
        z.strictObject({
          file: name,
          rowNumber: name
            .optional()
            .describe(
              "a column that comes first: the row's number in the file, where nothing else tells rows apart",
            ),
        }),
      )
      .optional()
      .describe(
        "files (CSV, JSON, Parquet) by table; tables without one are read from the database `source`; without both, SQL is written and nothing is run",
      ),
    grainKey: columnNames
      .optional()
      .describe("the columns that tell the rows of the only fact apart"),
    factTables: z
      .array(name)
      .min(1)
      .optional()
      .describe("the tables that become facts; without it, by their references"),
    additivity: z
      .record(name, additivity)
      .optional()
      .describe(
        "over what measures may be summed, by a person's word, as delay: additive; else unknown",
      ),
    degenerate: z.array(name).optional().describe("columns that are kept in the fact as they are"),
    calendar: z
      .strictObject({
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        fiscalYearStartMonth: month.optional(),
        fiscalYearLabel: z.enum(["start", "end"]).optional(),
        holidays: z.array(holiday).optional(),
      })
      .optional()
      .describe(
        "the days of the calendar (without a word, the whole years of the facts' dates), fiscal years and holidays",
      ),
    bridges: z
      .union([z.literal(false), z.record(name, name.nullable())])
      .optional()
      .describe(
        "tables that link facts, or what they name, to several members of a dimension, each with its column of shares, or null for equal ones; false for none; without a word, those that have nothing else",
      ),
    inferMembers: z
      .boolean()
      .optional()
      .describe(
        "whether what facts name and no dimension has yet becomes a member, which the source may describe later; without a word it is the unknown member; of type 1 only",
      ),
    headers: z
      .union([z.literal(false), z.array(name)])
      .optional()
      .describe(
        "facts whose dimensions their lines have too, as orders; false for none; without a word, those that others are lines of by names or keys",
      ),
    allocate: z
      .record(name, name)
      .optional()
      .describe(
        "measures of headers that are shared out to lines, as orders.freight, by a column of the lines, or equally; others stay with the header",
      ),
    junk: z
      .union([z.literal(false), z.array(name)])
      .optional()
      .describe(
        "columns of facts whose combinations become one dimension, as payments.is_gift; false for none; without a word, flags of few values that no table describes",
      ),
    timeOfDay: z
      .union([
        z.literal(false),
        z.strictObject({
          granularity: z.enum(["minute", "second"]).optional(),
          dayParts: z
            .array(z.strictObject({ name, from: name }))
            .min(1)
            .optional(),
        }),
      ])
      .optional()
      .describe(
        "the times of day of the facts' timestamps: by minute or second, and the parts of the day, as morning from 06:00; false for none; without a word, where they are not all at midnight",
      ),
    mostOrphans: proportion
      .optional()
      .describe(
        "how many of the source's rows may refer to no member of a dimension; none without a word",
      ),
    businessQuestions: z
      .array(question)
      .optional()
      .describe("questions that are answered from the source and from the star, and timed"),
    model: modelSchema
      .optional()
      .describe(
        "the whole star, as `dx init` proposes it or an earlier run wrote it to model.json; then nothing else is designed, `additivity` counts, and scdTypes must be those of the model",
      ),
  })
  .superRefine((given, context) => {
    if (given.model === undefined) return;
    for (const field of [
      "factTables",
      "grainKey",
      "degenerate",
      "calendar",
      "timeOfDay",
      "junk",
      "bridges",
      "headers",
      "allocate",
    ] as const)
      if (given[field] !== undefined)
        context.addIssue({
          code: "custom",
          path: [field],
          message: "the model says it already: leave this field out, or change the model",
        });
  });

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
