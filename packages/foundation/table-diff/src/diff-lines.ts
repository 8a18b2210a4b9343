import type { DiffTotals, RowDifference, TableDiff } from "./table-diff.ts";

/**
 * A result as JSON lines: one for each sample, and a last one of kind `totals`; what `dx diff` prints. A command ends
 * with 0 if `equal`, else with 1.
 */
export function diffLines({ samples, ...totals }: TableDiff): readonly string[] {
  return [...samples, totals].map(diffLine);
}

/** One line: a difference, or the totals. */
export function diffLine(found: RowDifference | DiffTotals): string {
  return JSON.stringify("kind" in found ? found : { kind: "totals", ...found });
}
