import type { DesignRequirements } from "@dx/dimensional";
import type { Inputs } from "./inputs.ts";

/** What the inputs ask of the design. */
export function requirementsOf(inputs: Inputs): DesignRequirements {
  const { businessProcess, modelingRequirements: asked, calendar, ...rest } = inputs;
  const { grainKey: key, factTables, additivity, degenerate } = rest;
  const sentence = asked.grainLevel.trim();
  return {
    process: businessProcess,
    dimensions: asked.dimensions,
    measures: asked.measures,
    scdTypes: asked.scdTypes,
    grain: {
      ...(sentence === "" ? {} : { sentence }),
      ...(key === undefined ? {} : { key }),
    },
    ...(factTables === undefined ? {} : { facts: factTables }),
    ...(additivity === undefined ? {} : { additivity }),
    ...(degenerate === undefined ? {} : { degenerate }),
    ...(calendar === undefined ? {} : { date: defined(calendar) }),
  };
}

/** Without fields that are there but undefined. */
function defined(
  calendar: NonNullable<Inputs["calendar"]>,
): NonNullable<DesignRequirements["date"]> {
  const { from, to, fiscalYearStartMonth, fiscalYearLabel, holidays } = calendar;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(fiscalYearStartMonth === undefined ? {} : { fiscalYearStartMonth }),
    ...(fiscalYearLabel === undefined ? {} : { fiscalYearLabel }),
    ...(holidays === undefined
      ? {}
      : {
          holidays: Array.from(holidays, (one) => {
            if (!("day" in one)) return one;
            const { observed, ...rest } = one;
            return observed === undefined ? rest : { ...rest, observed };
          }),
        }),
  };
}
