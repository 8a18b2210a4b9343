import { DxError } from "@dx/core";
import { checkModel, designStar, sayAdditivity, type DimensionalModel } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { referenceSchema, tableSchema } from "../design-schema.ts";
import { inputs, type Inputs } from "../inputs.ts";
import { letDataSpeak } from "../let-data-speak.ts";
import { modelSchema } from "../model-schema.ts";
import { requirementsOf } from "../requirements-of.ts";

/**
 * Designs the star, or takes the one that the inputs give, and lets the data speak against sums that nobody has spoken about: what they
 * refute is rolled up otherwise.
 */
export const design = defineTask("design", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    inputs,
    tables: z.array(tableSchema),
    references: z.array(referenceSchema),
    /** Where the source's tables were staged; `null` if there are only descriptions. */
    sources: z.record(z.string(), z.string()).nullable(),
  }),
  output: modelSchema,
  run: async ({ inputs: given, tables, references, sources }, { databases: { target } }) => {
    if (given.model !== undefined) return takeModel(given, given.model);
    const model = designStar({ tables, references }, requirementsOf(given));
    return sources === null ? model : letDataSpeak(model, target, sources);
  },
});

/** The model that was given, with what people say of sums beside it. */
function takeModel(
  { modelingRequirements: { scdTypes }, additivity = {} }: Inputs,
  model: DimensionalModel,
): DimensionalModel {
  for (const [name, type] of Object.entries(scdTypes)) {
    const found = model.dimensions.find((one) => [one.name, one.source].includes(name));
    if (found !== undefined && found.scdType === type) continue;
    const has = found === undefined ? "no such dimension" : `type ${found.scdType}`;
    throw new DxError("DX_FLOW_MODEL", `scdTypes: ${name} is ${type}, the model has ${has}`, {
      path: ["modelingRequirements", "scdTypes", name],
      hint: "change it in both",
    });
  }
  return checkModel(sayAdditivity(model, additivity));
}
