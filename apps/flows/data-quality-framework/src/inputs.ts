import { z } from "zod";

/** What the flow takes: the specification's fields. */
export const inputs = z.strictObject({
  dataSources: z.array(
    z.strictObject({
      name: z.string(),
      tables: z.array(z.string()),
      criticalityLevel: z.enum(["high", "medium", "low"]),
    }),
  ),
  qualityDimensions: z.strictObject({
    accuracyThreshold: z.number(),
    completenessThreshold: z.number(),
    freshnessThresholdMinutes: z.number(),
  }),
  toolPreferences: z.strictObject({
    framework: z.enum(["great_expectations", "dbt", "soda"]),
    observability: z.enum(["monte_carlo", "datafold", "custom"]),
    alerting: z.enum(["slack", "pagerduty", "email"]),
  }),
  qualityRules: z.array(
    z.strictObject({
      table: z.string(),
      column: z.string(),
      rule: z.string(),
      threshold: z.number(),
    }),
  ),
});

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
