import type { CheckResult } from "../check.ts";

/** What was found, in one sentence with its numerator and denominator. */
export function resultWords(result: CheckResult): string {
  const { outcome, error, observed, failed, considered, rows, isVacuous, detail } = result;
  if (outcome === "error") return `could not be evaluated: ${error ?? "no reason was given"}`;
  if (isVacuous) return "there was nothing to look at";
  if (detail !== undefined) return detail;
  if (failed !== null)
    return `${failed} of ${considered ?? 0} considered rows fail, of ${rows ?? 0} rows`;
  return observed === null ? "as it should be" : `the figure is ${observed}`;
}
