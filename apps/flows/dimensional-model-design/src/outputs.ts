import { z } from "zod";

/** What the flow hands over: the specification's fields, each optional until it is built. */
export const outputs = z
  .strictObject({
    dataModelDiagram: z.string(),
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
    testCases: z.array(z.string()),
    documentation: z.string(),
  })
  .partial()
  .extend({
    /** The names of the inputs that were given. */
    given: z.array(z.string()),
  });

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
