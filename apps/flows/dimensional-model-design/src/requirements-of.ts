import type { DesignRequirements } from "@dx/dimensional";
import type { Inputs } from "./inputs.ts";

/** What the inputs ask of the design. */
export function requirementsOf(inputs: Inputs): DesignRequirements {
  const { businessProcess, modelingRequirements: asked, calendar, timeOfDay, ...rest } = inputs;
  const {
    grainKey: key,
    factTables,
    additivity,
    degenerate,
    junk,
    bridges,
    headers,
    allocate,
  } = rest;
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
    ...(junk === undefined ? {} : { junk }),
    ...(bridges === undefined ? {} : { bridges }),
    ...(headers === undefined ? {} : { headers }),
    ...(allocate === undefined ? {} : { allocate }),
    ...(calendar === undefined ? {} : { date: defined(calendar) }),
    ...(timeOfDay === undefined ? {} : { time: timeOf(timeOfDay) }),
  };
}

/** Without fields that are there but undefined. */
function timeOf(
  time: NonNullable<Inputs["timeOfDay"]>,
): NonNullable<DesignRequirements["time"]> | false {
  if (time === false) return false;
  const { granularity, dayParts } = time;
  return {
    ...(granularity === undefined ? {} : { granularity }),
    ...(dayParts === undefined ? {} : { dayParts }),
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
