import type { Decision, FactTable, TimeDimension } from "../model.ts";
import type { DesignFigures, DesignRequirements, DesignSource } from "./design-input.ts";
import { findTable } from "./find-table.ts";

/** The name of the dimension of times of day. */
export const timeName = "dim_time_of_day";

const dayParts = [
  { name: "night", from: "00:00" },
  { name: "morning", from: "06:00" },
  { name: "afternoon", from: "12:00" },
  { name: "evening", from: "18:00" },
] as const;

/** Whether a name in the requirements means the times of day. */
export function meansTime(name: string): boolean {
  return /^(dim_)?time(_of_day)?$/.test(name);
}

/** Whether times of a column are worth a key: people ask for them, or they are not all at midnight. */
export function hasTimes(
  figures: DesignFigures | undefined,
  { time, dimensions = [] }: DesignRequirements,
): boolean {
  const isNamed = dimensions.some(meansTime);
  if (time === false || (dimensions.length > 0 && !isNamed)) return false;
  return figures?.timed === undefined ? isNamed || time !== undefined : figures.timed > 0;
}

/** The times of day that facts refer to; `undefined` if none does. */
export function designTime(
  { tables }: DesignSource,
  {
    facts,
    requirements: { time: wanted = {} },
  }: { readonly facts: readonly FactTable[]; readonly requirements: DesignRequirements },
): { readonly time?: TimeDimension; readonly decisions: readonly Decision[] } {
  const given = wanted === false ? {} : wanted;
  const times = facts.flatMap((fact) =>
    fact.keys
      .filter(({ dimension, from }) => dimension === timeName && from === undefined)
      .map(({ source: [column = ""] }) => ({
        column,
        figures: findTable(tables, fact.source, "facts").figures?.[column],
      })),
  );
  if (times.length === 0) return { decisions: [] };
  const exact = times.filter(({ figures }) => (figures?.withSeconds ?? 0) > 0);
  const granularity = given.granularity ?? (exact.length > 0 ? "second" : "minute");
  return {
    time: { name: timeName, granularity, dayParts: given.dayParts ?? dayParts },
    decisions: [
      {
        subject: timeName,
        about: "dimension",
        decision: `the ${granularity}s of a day`,
        ...(given.granularity === undefined
          ? {
              by: "data",
              reason:
                exact.length > 0
                  ? `${exact.map(({ column }) => column).join(", ")} has seconds`
                  : `no seconds are known of ${times.map(({ column }) => column).join(", ")}`,
            }
          : { by: "person", reason: "the inputs say so" }),
      },
      {
        subject: timeName,
        about: "attribute",
        decision: (given.dayParts ?? dayParts)
          .map(({ name, from }) => `${name} from ${from}`)
          .join(", "),
        ...(given.dayParts === undefined
          ? { by: "names", reason: "nobody has said when the parts of the day begin" }
          : { by: "person", reason: "the inputs say so" }),
      },
    ],
  };
}
