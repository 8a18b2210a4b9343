import type { Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { listGiven } from "./tasks/list-given.ts";

/**
 * @process data-quality-framework
 * @description Data Quality Framework.
 * @inputs dataSources, qualityDimensions, toolPreferences, qualityRules
 * @outputs qualityCheckDefinitions, expectationSuites, monitoringDashboard, alertingConfig, dataContracts, runbooks, qualityMetrics, given
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const given = await ctx.task(listGiven, inputs);
  return { given };
}
