import type { Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { listGiven } from "./tasks/list-given.ts";

/**
 * @process etl-pipeline-setup
 * @description ETL/ELT Pipeline Setup.
 * @inputs projectName, sources, targetWarehouse, transformationTool, orchestrationTool, dataQualityRequirements
 * @outputs pipelineName, ingestionConfig, transformationCode, orchestrationDag, testSuite, documentation, monitoringDashboard, given
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const given = await ctx.task(listGiven, inputs);
  return { given };
}
