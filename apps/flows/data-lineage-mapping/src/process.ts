import type { Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { listGiven } from "./tasks/list-given.ts";

/**
 * @process data-lineage-mapping
 * @description Data Lineage Mapping.
 * @inputs lineageTool, systemsToInclude, granularity, updateFrequency
 * @outputs lineageGraph, visualizations, impactAnalysisTools, catalogIntegration, documentation, coverageReport, given
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const given = await ctx.task(listGiven, inputs);
  return { given };
}
