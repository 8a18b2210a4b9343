import { z } from "zod";

/** What the flow takes: the specification's fields. */
export const inputs = z.strictObject({
  projectName: z.string(),
  sources: z.array(
    z.strictObject({
      type: z.enum(["database", "api", "file", "stream"]),
      name: z.string(),
      connectionDetails: z.record(z.string(), z.json()),
      extractionType: z.enum(["full", "incremental"]),
      schedule: z.string(),
    }),
  ),
  targetWarehouse: z.strictObject({
    platform: z.enum(["snowflake", "bigquery", "redshift"]),
    database: z.string(),
    schema: z.string(),
  }),
  transformationTool: z.enum(["dbt", "custom_sql", "spark"]),
  orchestrationTool: z.enum(["airflow", "prefect", "dagster"]),
  dataQualityRequirements: z.strictObject({
    freshnessThreshold: z.string(),
    completenessThreshold: z.number(),
    qualityChecks: z.array(z.string()),
  }),
});

/** The flow's inputs, checked. */
export type Inputs = z.infer<typeof inputs>;
