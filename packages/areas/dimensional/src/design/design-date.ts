import { DxError } from "@dx/core";
import type { DateDimension, Decision, FactTable } from "../model.ts";
import type { DesignRequirements, DesignSource } from "./design-input.ts";
import { findTable } from "./find-table.ts";

/** The name of the calendar. */
export const dateName = "dim_date";

/** The calendar that the dates of facts need; `null` if they have none. */
export function designDate(
  { tables }: DesignSource,
  {
    facts,
    requirements,
  }: { readonly facts: readonly FactTable[]; readonly requirements: DesignRequirements },
): { readonly date: DateDimension | null; readonly decisions: readonly Decision[] } {
  const dates = facts.flatMap((fact) =>
    fact.keys
      .filter(({ dimension, from }) => dimension === dateName && from === undefined)
      .map(({ source: [column = ""] }) => ({
        column,
        figures: findTable(tables, fact.source, "facts").figures?.[column],
      })),
  );
  if (dates.length === 0) return { date: null, decisions: [] };
  const { date: wanted = {} } = requirements;
  const found = dates
    .flatMap(({ figures }) => [figures?.min, figures?.max])
    .filter((one) => typeof one === "string");
  const days = found.filter((one) => /^\d{4}-/.test(one)).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  const from = wanted.from ?? (first === undefined ? undefined : `${first.slice(0, 4)}-01-01`);
  const to = wanted.to ?? (last === undefined ? undefined : `${last.slice(0, 4)}-12-31`);
  if (from === undefined || to === undefined)
    throw new DxError("DX_DIMENSIONAL_DATE", `nothing says which days ${dateName} has`, {
      path: ["date"],
      hint: "give its first and last day: the facts' dates are not known",
    });
  const { fiscalYearStartMonth = 1, fiscalYearLabel = "end", holidays = [] } = wanted;
  const isGiven = wanted.from !== undefined && wanted.to !== undefined;
  return {
    date: { name: dateName, from, to, fiscalYearStartMonth, fiscalYearLabel, holidays },
    decisions: [
      {
        subject: dateName,
        about: "dimension",
        decision: `the days from ${from} to ${to}`,
        by: isGiven ? "person" : "data",
        reason: isGiven
          ? "the inputs say so"
          : `the whole years that the dates in ${dates.map(({ column }) => column).join(", ")} are in`,
      },
    ],
  };
}
