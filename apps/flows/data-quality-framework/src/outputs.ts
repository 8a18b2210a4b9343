import { z } from "zod";

/** What the flow hands over: the specification's fields, each optional until it is built. */
export const outputs = z
  .strictObject({
    qualityCheckDefinitions: z.array(z.string()),
    expectationSuites: z.array(z.record(z.string(), z.json())),
    monitoringDashboard: z.string(),
    alertingConfig: z.record(z.string(), z.json()),
    dataContracts: z.array(z.string()),
    runbooks: z.array(z.string()),
    qualityMetrics: z.strictObject({
      coveragePercent: z.number(),
      checkCount: z.number(),
      slaCompliance: z.number(),
    }),
  })
  .partial()
  .extend({
    /** The names of the inputs that were given. */
    given: z.array(z.string()),
  });

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
