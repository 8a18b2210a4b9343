import type { Additivity, Decision, FactKey, Measure, RollUp } from "../model.ts";
import { dateName } from "./design-date.ts";
import type { DesignColumn, DesignRequirements, DesignTable } from "./design-input.ts";
import { meansColumn } from "./find-table.ts";
import { isNumber } from "./kinds.ts";
import { looksLikeKey, nameIn } from "./names.ts";

/** The measures of a fact, with the columns that they are made of. */
export function designMeasures(
  table: DesignTable,
  {
    requirements,
    used,
    kept,
    fact,
    keys,
  }: {
    readonly requirements: DesignRequirements;
    readonly used: ReadonlySet<string>;
    /** Columns that name something: measures only where people say so. */
    readonly kept: readonly string[];
    readonly fact: string;
    readonly keys: readonly FactKey[];
  },
): {
  readonly measures: readonly Measure[];
  readonly sources: readonly string[];
  readonly decisions: readonly Decision[];
} {
  const { measures: wanted = [], additivity = {} } = requirements;
  const isWanted = ({ name, type }: DesignColumn): boolean => {
    if (!isNumber(type) || used.has(name)) return false;
    if (wanted.length === 0) return !looksLikeKey(name) && !kept.includes(name);
    return wanted.some((one) => meansColumn(one, table.name, name));
  };
  const chosen = table.columns.filter(isWanted);
  const measures = chosen.map(({ name, type }): Measure => {
    const said = Object.entries(additivity).find(([one]) =>
      meansColumn(one, table.name, name),
    )?.[1];
    return {
      name: nameIn(table, name),
      source: name,
      type,
      additivity: said ?? "unknown",
      saidBy: said === undefined ? "nobody" : "person",
      rollUp: rollUpFor(said ?? "unknown", keys),
    };
  });
  return {
    measures,
    sources: chosen.map(({ name }) => name),
    decisions: measures.flatMap((measure): readonly Decision[] => [
      {
        subject: `${fact}.${measure.name}`,
        about: "measure",
        decision: "a measure",
        ...(wanted.length === 0
          ? { by: "names", reason: "a number that is no key" }
          : { by: "person", reason: "the inputs say so" }),
      },
      {
        subject: `${fact}.${measure.name}`,
        about: "additivity",
        decision: measure.additivity,
        ...(measure.saidBy === "person"
          ? { by: "person", reason: "a person said so in the inputs" }
          : { by: "names", reason: hintOf(measure.name) }),
      },
    ]),
  };
}

/** How a measure is rolled up, by its additivity. */
export function rollUpFor(additivity: Additivity, keys: readonly FactKey[]): RollUp {
  switch (additivity) {
    case "additive":
      return { kind: "sum" };
    case "semi-additive": {
      const date = keys.find(({ dimension }) => dimension === dateName);
      return date === undefined ? { kind: "none" } : { kind: "last", role: date.role };
    }
    case "non-additive":
      return { kind: "average" };
    case "unknown":
      return { kind: "none" };
  }
}

function hintOf(name: string): string {
  if (/(balance|level|stock|inventory|on_hand|headcount|outstanding)/.test(name))
    return "nobody has said; by its name it is a balance, which may be summed over all but time";
  if (/(price|rate|ratio|percent|pct|average|avg|mean|share|per_|unit)/.test(name))
    return "nobody has said; by its name it is a rate or a price, which may not be summed";
  return "nobody has said whether it may be summed";
}
