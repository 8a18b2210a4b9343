import type { Check } from "../check.ts";
import type { PlanStep } from "./check-plan.ts";

type Shown = Pick<PlanStep, "weight" | "reason"> & { readonly column?: string };

/** A step of checks of the same rows. */
export function stepOf(kind: PlanStep["kind"], checks: readonly Check[], shown: Shown): PlanStep {
  const [first] = checks;
  return { kind, table: first?.table ?? "", where: first?.where ?? null, checks, ...shown };
}
