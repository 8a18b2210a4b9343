import { checkModel, designStar, refuteAdditivity, rollUpFor } from "@dx/dimensional";
import type { Decision, DimensionalModel, FactTable, Measure } from "@dx/dimensional";
import type { Database } from "@dx/database";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { referenceSchema, tableSchema } from "../design-schema.ts";
import { inputs } from "../inputs.ts";
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
    if (given.model !== undefined) return checkModel(given.model);
    const model = designStar({ tables, references }, requirementsOf(given));
    return sources === null ? model : letDataSpeak(model, target, sources);
  },
});

async function letDataSpeak(
  model: DimensionalModel,
  target: Database,
  sources: Readonly<Record<string, string>>,
): Promise<DimensionalModel> {
  const decisions = new Map(
    model.decisions
      .filter(({ about }) => about === "additivity")
      .map((one) => [one.subject, one] as const),
  );
  const speak = async (fact: FactTable, measure: Measure): Promise<Measure> => {
    if (measure.saidBy !== "nobody") return measure;
    const { refuted } = await target.run(refuteAdditivity(model, { fact, measure }, { sources }));
    if (refuted === null) return measure;
    const { additivity, reason } = refuted;
    const subject = `${fact.name}.${measure.name}`;
    decisions.set(subject, {
      subject,
      about: "additivity",
      decision: additivity,
      by: "data",
      reason,
    });
    return { ...measure, additivity, saidBy: "data", rollUp: rollUpFor(additivity, fact.keys) };
  };
  const facts: FactTable[] = [];
  for (const fact of model.facts) {
    const measures: Measure[] = [];
    for (const measure of fact.measures)
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      measures.push(await speak(fact, measure));
    facts.push({ ...fact, measures });
  }
  const spoken = (one: Decision): Decision =>
    one.about === "additivity" ? (decisions.get(one.subject) ?? one) : one;
  return { ...model, facts, decisions: model.decisions.map(spoken) };
}
