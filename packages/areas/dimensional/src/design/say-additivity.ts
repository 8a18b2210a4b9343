import type { Additivity, Decision, DimensionalModel, FactTable, Measure } from "../model.ts";
import { rollUpFor } from "./design-measures.ts";
import { unknownName } from "./find-table.ts";

/**
 * A model with a person's word on over what measures may be summed, and how they are rolled up then.
 * @param said - by measure, as `delay`, `fct_flight.delay` or `flights.delay`
 * @throws DxError `DX_DIMENSIONAL_NAME` for a name that means no measure
 * @example
 * ```ts
 * import { sayAdditivity } from "@dx/dimensional";
 * const delay = { name: "delay", source: "delay", type: { kind: "int64" }, additivity: "unknown", saidBy: "nobody", rollUp: { kind: "none" } } as const;
 * const fact = { name: "fct_flight", kind: "transaction", source: "flights", grain: { sentence: "one row per flight", key: [] }, keys: [], measures: [delay], degenerate: [] } as const;
 * const model = sayAdditivity({ name: "flights", facts: [fact], dimensions: [], date: null, decisions: [] }, { delay: "additive" });
 * if (model.facts[0]?.measures[0]?.rollUp.kind !== "sum") throw new Error();
 * ```
 */
export function sayAdditivity(
  model: DimensionalModel,
  said: Readonly<Record<string, Exclude<Additivity, "unknown">>>,
): DimensionalModel {
  const decisions: Decision[] = [];
  const used = new Set<string>();
  const say = (fact: FactTable, measure: Measure): Measure => {
    const names = [fact.name, fact.source].flatMap((table) => [
      `${table}.${measure.name}`,
      `${table}.${measure.source}`,
    ]);
    const name = [...names, measure.name, measure.source].find((one) => Object.hasOwn(said, one));
    const additivity = name === undefined ? undefined : said[name];
    if (name === undefined || additivity === undefined) return measure;
    used.add(name);
    decisions.push({
      subject: `${fact.name}.${measure.name}`,
      about: "additivity",
      decision: additivity,
      by: "person",
      reason: "a person said so in the inputs",
    });
    return { ...measure, additivity, saidBy: "person", rollUp: rollUpFor(additivity, fact.keys) };
  };
  const facts = Array.from(model.facts, (fact) => ({
    ...fact,
    measures: fact.measures.map((measure) => say(fact, measure)),
  }));
  const known = model.facts.flatMap(({ name, measures }) =>
    measures.map((one) => `${name}.${one.name}`),
  );
  const stray = Object.keys(said).find((name) => !used.has(name));
  if (stray !== undefined) throw unknownName(stray, known, "additivity");
  const isSaid = ({ subject, about }: Decision): boolean =>
    about === "additivity" && decisions.some((one) => one.subject === subject);
  const kept = model.decisions.filter((one) => !isSaid(one));
  return { ...model, facts, decisions: [...kept, ...decisions] };
}
