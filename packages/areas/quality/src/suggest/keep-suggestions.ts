import type { CheckResult } from "../check.ts";
import type { Suggestion } from "./suggest-checks.ts";

/** Suggestions after they were asked of rows that they were not learned from. */
export interface KeptSuggestions {
  /** Those that hold there. */
  readonly kept: readonly Suggestion[];
  /** Those that do not, with what was found. */
  readonly refuted: readonly (Suggestion & {
    /** What was found. */
    readonly result: CheckResult;
  })[];
}

/**
 * Keeps the suggestions that hold of later rows.
 * @param results - of the suggested checks, asked of those rows; what was not asked, is not kept
 */
export function keepSuggestions(
  suggestions: readonly Suggestion[],
  results: readonly CheckResult[],
): KeptSuggestions {
  const byId = new Map(results.map((result) => [result.id, result]));
  const kept = suggestions.filter(({ check }) => byId.get(check.id)?.outcome === "pass");
  const refuted = suggestions.flatMap(({ check, reason }) => {
    const result = byId.get(check.id);
    return result === undefined || result.outcome === "pass" ? [] : [{ check, reason, result }];
  });
  return { kept, refuted };
}
