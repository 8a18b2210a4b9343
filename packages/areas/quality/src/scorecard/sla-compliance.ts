import type { Check, Suite, SuiteResult } from "../check.ts";

/** A run that broke a promise. */
export interface BrokenRun {
  /** When it was: ISO text. */
  readonly at: string;
  /** The checks that failed. */
  readonly checks: readonly string[];
}

/** How often a promise was kept. */
export interface SlaCompliance {
  /** 0 to 1; `null` if no run could be judged. */
  readonly compliance: number | null;
  /** Runs in which every check of it passed or only warned. */
  readonly numerator: number;
  /** Runs that could be judged. */
  readonly denominator: number;
  /** When a check of it could not be evaluated and none failed: such runs are not counted. */
  readonly notJudged: readonly string[];
  /** When it was broken, and by which checks. */
  readonly broken: readonly BrokenRun[];
}

/** Which checks a promise is about. */
export interface SlaComplianceOptions {
  /** Only these; without it, all whose failure is an error. */
  readonly isPartOf?: (check: Check) => boolean;
}

/**
 * In how many runs everything that was promised was kept. A run in which a check failed breaks it; one in which some could not be evaluated, and none failed, is not judged.
 * @example
 * ```ts
 * import { slaCompliance } from "@dx/quality";
 * if (slaCompliance({ name: "s", checks: [] }, []).compliance !== null) throw new Error();
 * ```
 */
export function slaCompliance(
  { checks }: Suite,
  runs: readonly SuiteResult[],
  { isPartOf = ({ severity }) => severity === "error" }: SlaComplianceOptions = {},
): SlaCompliance {
  const ids = new Set(checks.filter(isPartOf).map(({ id }) => id));
  const judged = runs.map(({ at, results }) => {
    const mine = results.filter(({ id }) => ids.has(id));
    const failed = mine.filter(({ outcome }) => outcome === "fail").map(({ id }) => id);
    const isComplete = mine.length === ids.size && mine.every(({ outcome }) => outcome !== "error");
    return { at, failed, isComplete };
  });
  const broken = judged
    .filter(({ failed }) => failed.length > 0)
    .map(({ at, failed }) => ({ at, checks: failed }));
  const kept =
    ids.size === 0
      ? []
      : judged.filter(({ failed, isComplete }) => failed.length === 0 && isComplete);
  const denominator = kept.length + broken.length;
  return {
    compliance: denominator === 0 ? null : kept.length / denominator,
    numerator: kept.length,
    denominator,
    notJudged: judged
      .filter(({ failed, isComplete }) => failed.length === 0 && (!isComplete || ids.size === 0))
      .map(({ at }) => at),
    broken,
  };
}
