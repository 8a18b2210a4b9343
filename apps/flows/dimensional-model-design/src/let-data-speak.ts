import type { Database } from "@dx/database";
import { refuteAdditivity, rollUpFor } from "@dx/dimensional";
import type { Decision, DimensionalModel, FactTable, Measure } from "@dx/dimensional";

/**
 * Lets the data speak against sums that nobody has spoken about: what they refute is rolled up otherwise.
 * @param sources - where the source's tables are, if not under their names
 */
export async function letDataSpeak(
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
