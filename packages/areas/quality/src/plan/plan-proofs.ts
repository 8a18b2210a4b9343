import type { Check } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { columnsOf } from "../evaluate/columns-of.ts";
import type { KnownFacts } from "../facts/known-facts.ts";
import { proofOf } from "../facts/proof-of.ts";
import { provedFigures } from "../facts/proved-figures.ts";
import { defined } from "../formats/defined.ts";
import type { CheckProof, PlanStep } from "./check-plan.ts";
import { stepOf } from "./step-of.ts";

/** Proofs, by the ids of their checks. */
export type Proofs = Readonly<Record<string, CheckProof>>;

/** Why checks of the same rows need no look at values, by their ids. */
export function proofsOf(
  checks: readonly Check[],
  tables: FoundTables,
  facts: ReadonlyMap<string, KnownFacts>,
): Proofs {
  return Object.fromEntries(
    checks.flatMap((check) => {
      const [found, known] = [tables.get(check.table), facts.get(check.table)];
      if (found === undefined || known === undefined) return [];
      const figures = provedFigures(check, known, found);
      const reason = figures === undefined ? proofOf(check, known, found) : `${known.from} say it`;
      if (reason === undefined) return [];
      const allThere = columnsOf(check).every((column) => {
        const name = found.columns.get(column)?.name ?? "";
        return known.columns.get(name)?.isNotNull === true;
      });
      return [[check.id, { reason, allThere, ...defined({ figures }) }] as const];
    }),
  );
}

/** The proofs of some checks. */
export function pick(proofs: Proofs, checks: readonly Check[]): Proofs {
  const ids = new Set(checks.map(({ id }) => id));
  return Object.fromEntries(Object.entries(proofs).filter(([id]) => ids.has(id)));
}

/** The step of checks that are proved; none if there are none. */
export function provedStep(checks: readonly Check[], proofs: Proofs): readonly PlanStep[] {
  if (checks.length === 0) return [];
  const own = pick(proofs, checks);
  const asksRows = Object.values(own).some(({ figures }) => figures === undefined);
  const reason = [...new Set(Object.values(own).map((one) => one.reason))].join("; ");
  const shown = { weight: asksRows ? 0.1 : 0, reason };
  return [{ ...stepOf("proved", checks, shown), proofs: own }];
}
