import { z } from "zod";

/** What the flow hands over: the specification's fields, each optional until it is built. */
export const outputs = z
  .strictObject({
    pipelineName: z.string(),
    ingestionConfig: z.record(z.string(), z.json()),
    transformationCode: z.array(z.string()),
    orchestrationDag: z.string(),
    testSuite: z.array(z.string()),
    documentation: z.string(),
    monitoringDashboard: z.string(),
  })
  .partial()
  .extend({
    /** The names of the inputs that were given. */
    given: z.array(z.string()),
  });

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
