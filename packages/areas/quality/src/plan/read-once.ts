import type { Check } from "../check.ts";
import { columnsOf } from "../evaluate/columns-of.ts";
import type { KnownFacts } from "../facts/known-facts.ts";
import type { PlanStep } from "./check-plan.ts";

/** The tables that are read once, and why. */
export function whyCostly(
  facts: ReadonlyMap<string, KnownFacts>,
  told: readonly string[] | undefined,
): ReadonlyMap<string, string> {
  if (told !== undefined)
    return new Map(told.map((table) => [table, "its rows are costly to read"]));
  return new Map(
    [...facts].flatMap(([table, { costly }]) => (costly === undefined ? [] : [[table, costly]])),
  );
}

const joinable: ReadonlySet<PlanStep["kind"]> = new Set([
  "fused",
  "dictionary",
  "distinct",
  "unique",
  "groups",
]);

/** The steps of a table in one query that reads it once. */
export function readOnce(
  steps: readonly PlanStep[],
  table: string,
  why: string,
): readonly PlanStep[] {
  const own = steps.filter((one) => one.table === table && joinable.has(one.kind));
  if (own.length < 2) return steps;
  const checks = own.flatMap((one) => one.checks);
  const columns = checks.some((check) => namesOthers(check))
    ? {}
    : { columns: [...new Set(checks.flatMap((check) => columnsOf(check)))] };
  const joined: PlanStep = {
    kind: "once",
    table,
    where: null,
    checks,
    steps: own,
    weight: own.reduce((sum, one) => sum + one.weight, 0),
    reason: `${why}: they are read once`,
    ...columns,
  };
  return [joined, ...steps.filter((one) => !own.includes(one))];
}

/** Whether a check has SQL of its own, which may name any column, or names none. */
function namesOthers(check: Check): boolean {
  return (
    check.where !== undefined ||
    columnsOf(check).length === 0 ||
    JSON.stringify(check, (_, value: unknown) => (typeof value === "bigint" ? "" : value)).includes(
      '"sql":',
    )
  );
}
