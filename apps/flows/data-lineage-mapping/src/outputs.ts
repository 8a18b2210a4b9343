import { z } from "zod";

/** What the flow hands over: the specification's fields, each optional until it is built. */
export const outputs = z
  .strictObject({
    lineageGraph: z.record(z.string(), z.json()),
    visualizations: z.array(z.string()),
    impactAnalysisTools: z.string(),
    catalogIntegration: z.record(z.string(), z.json()),
    documentation: z.string(),
    coverageReport: z.strictObject({
      tablesWithLineage: z.number(),
      totalTables: z.number(),
      coveragePercent: z.number(),
    }),
  })
  .partial()
  .extend({
    /** The names of the inputs that were given. */
    given: z.array(z.string()),
  });

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
