import type { Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { listGiven } from "./tasks/list-given.ts";

/**
 * @process dimensional-model-design
 * @description Dimensional Model Design.
 * @inputs businessProcess, sourceData, modelingRequirements, targetWarehouse
 * @outputs dataModelDiagram, factTables, dimensionTables, testCases, documentation, given
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const given = await ctx.task(listGiven, inputs);
  return { given };
}
