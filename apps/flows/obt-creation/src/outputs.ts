import { z } from "zod";

/** What the flow hands over: the specification's fields, each optional until it is built. */
export const outputs = z
  .strictObject({
    obtSQL: z.string(),
    dbtModel: z.string(),
    columnDocumentation: z.string(),
    biToolConfig: z.record(z.string(), z.json()),
    performanceMetrics: z.strictObject({
      queryTime: z.string(),
      storageSize: z.string(),
      refreshTime: z.string(),
    }),
  })
  .partial()
  .extend({
    /** The names of the inputs that were given. */
    given: z.array(z.string()),
  });

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
