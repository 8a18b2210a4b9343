import type { Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { listGiven } from "./tasks/list-given.ts";

/**
 * @process obt-creation
 * @description One Big Table (OBT) Creation.
 * @inputs factTable, dimensions, aggregationLevel, calculatedFields, filters, refreshFrequency
 * @outputs obtSQL, dbtModel, columnDocumentation, biToolConfig, performanceMetrics, given
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const given = await ctx.task(listGiven, inputs);
  return { given };
}
