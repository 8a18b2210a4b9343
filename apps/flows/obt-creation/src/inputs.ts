import { z } from "zod";

/** What the flow takes: the specification's fields. */
export const inputs = z.strictObject({
  factTable: z.string(),
  dimensions: z.array(
    z.strictObject({
      table: z.string(),
      joinKey: z.string(),
      attributes: z.array(z.string()),
      currentOnly: z.boolean(),
    }),
  ),
  aggregationLevel: z.enum(["detail", "daily", "monthly"]),
  calculatedFields: z.array(z.strictObject({ name: z.string(), formula: z.string() })),
  filters: z.array(z.string()),
  refreshFrequency: z.string(),
});

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
