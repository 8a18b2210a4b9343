import { z } from "zod";

/** What the flow takes: the specification's fields. */
export const inputs = z.strictObject({
  businessProcess: z.string(),
  sourceData: z.strictObject({
    tables: z.array(z.strictObject({ name: z.string(), schema: z.record(z.string(), z.json()) })),
    relationships: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  }),
  modelingRequirements: z.strictObject({
    grainLevel: z.string(),
    dimensions: z.array(z.string()),
    measures: z.array(z.string()),
    scdTypes: z.record(z.string(), z.number()),
  }),
  targetWarehouse: z.string(),
});

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
