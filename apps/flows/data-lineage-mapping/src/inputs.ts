import { z } from "zod";

/** What the flow takes: the specification's fields. */
export const inputs = z.strictObject({
  lineageTool: z.enum(["marquez", "datahub", "apache_atlas", "native"]),
  systemsToInclude: z.array(
    z.strictObject({
      type: z.enum(["database", "warehouse", "transformation", "bi"]),
      name: z.string(),
      connectionDetails: z.record(z.string(), z.json()),
    }),
  ),
  granularity: z.enum(["table", "column"]),
  updateFrequency: z.string(),
});

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
