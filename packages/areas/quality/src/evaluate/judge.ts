import { defined } from "../formats/defined.ts";
import type { Bounds, Check, CheckResult, HowFound, Outcome, RowThreshold } from "../check.ts";

/** Counts of rows. */
export interface RowCounts {
  readonly rows: number;
  readonly considered: number;
  readonly failed: number;
  /** What else was counted. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** What a judgement has beside its figures. */
export interface Judged {
  readonly how: HowFound;
  readonly sql: string;
}

/** The result of a rule, by its counts. Of nothing, nothing fails: it passes, and is vacuous. */
export function judgeRows(
  check: Extract<Check, { rule: object }>,
  { rows, considered, failed, figures }: RowCounts,
  { how, sql }: Judged,
): CheckResult {
  const { threshold } = check;
  const share = failedOf(threshold, { rows, considered, failed });
  return {
    id: check.id,
    outcome: soften(check, outcomeOfShare(share, threshold)),
    observed: null,
    failed,
    considered,
    rows,
    isVacuous: considered === 0,
    how,
    sql,
    ...(figures === undefined ? {} : { figures }),
  };
}

/** What a threshold is held against: a share, 0 of nothing, or a number of rows. */
function failedOf({ of }: RowThreshold, { rows, considered, failed }: RowCounts): number {
  if (of === "count") return failed;
  const all = of === "rows" ? rows : considered;
  return all === 0 ? 0 : failed / all;
}

function outcomeOfShare(share: number, { failAbove, warnAbove }: RowThreshold): Outcome {
  if (share > failAbove) return "fail";
  return warnAbove !== undefined && share > warnAbove ? "warn" : "pass";
}

/** A failure of what is only a warning is a warning. */
function soften({ severity }: Check, outcome: Outcome): Outcome {
  return outcome === "fail" && severity === "warning" ? "warn" : outcome;
}

/** A figure of a table. */
export interface Observation {
  readonly rows: number;
  /** `null` where there is none. */
  readonly observed: number | null;
  /** Rows with a value. */
  readonly considered: number;
  /** Why there is no figure that could be judged. */
  readonly error?: string;
  /** Whether nothing to look at is no fault. */
  readonly mayBeNothing: boolean;
}

/** The result of a measure: what could not be measured is an error, but a share of nothing passes, and is vacuous. */
export function judgeMeasure(
  check: Extract<Check, { measure: object }>,
  { rows, observed, considered, error, mayBeNothing }: Observation,
  { how, sql }: Judged,
): CheckResult {
  const base = { id: check.id, observed, failed: null, considered, rows, how, sql };
  const problem = error ?? problemOf(check, { observed, rows, mayBeNothing });
  if (problem !== undefined) {
    const isNothing = observed === null && error === undefined;
    if (isNothing && check.ofNothing === "pass")
      return { ...base, outcome: "pass", isVacuous: true };
    return isNothing && check.ofNothing === "fail"
      ? { ...base, outcome: soften(check, "fail"), isVacuous: false, detail: problem }
      : { ...base, observed: null, outcome: "error", isVacuous: false, error: problem };
  }
  if (observed === null) return { ...base, outcome: "pass", isVacuous: true };
  const { bounds, warnBounds } = check;
  const isWarned = warnBounds !== undefined && !isWithin(observed, warnBounds);
  const outcome = isWithin(observed, bounds) ? (isWarned ? "warn" : "pass") : "fail";
  return { ...base, outcome: soften(check, outcome), isVacuous: false };
}

/** Why there is no figure that could be judged. */
function problemOf(
  { measure }: Extract<Check, { measure: object }>,
  { observed, rows, mayBeNothing }: Pick<Observation, "observed" | "rows" | "mayBeNothing">,
): string | undefined {
  if (observed === null && !mayBeNothing)
    return `there is no ${measure.kind}: ${rows === 0 ? "there are no rows" : "all values are NULL"}`;
  return Number.isNaN(observed) ? `the ${measure.kind} is NaN, since a value is` : undefined;
}

/** The result of a measure of failing rows, by the result of its rule; a share of nothing passes, and is vacuous. */
export function judgeFailing(
  check: Extract<Check, { measure: object }>,
  of: CheckResult,
  judged: Judged,
): CheckResult {
  const { rows, considered, failed, figures, detail } = of;
  const observed = figureOf(check, {
    rows: rows ?? 0,
    considered: considered ?? 0,
    failed: failed ?? 0,
    ...defined({ figures }),
  });
  const seen = { rows: rows ?? 0, considered: considered ?? 0, observed, mayBeNothing: true };
  return { ...judgeMeasure(check, seen, judged), failed, ...defined({ figures, detail }) };
}

function figureOf(
  { measure }: Extract<Check, { measure: object }>,
  { rows, considered, failed, figures }: RowCounts,
): number | null {
  if (measure.kind !== "failing") return null;
  switch (measure.as) {
    case "count":
      return failed;
    case "share-of-rows":
      return rows === 0 ? null : failed / rows;
    case "share-of-considered":
      return considered === 0 ? null : failed / considered;
    case "duplicatedValues":
    case "excessRows":
      return figures?.[measure.as] ?? null;
  }
}

/** Whether a figure is where bounds allow it. */
function isWithin(value: number, bounds: Bounds): boolean {
  const { min = -Infinity, max = Infinity, strictMin = false, strictMax = false } = bounds;
  const isInside =
    (strictMin ? value > min : value >= min) && (strictMax ? value < max : value <= max);
  return bounds.outside === true ? !isInside : isInside;
}

/** The result of a rule for a table's columns. */
export function judgeSchema(
  check: Extract<Check, { schema: object }>,
  differences: readonly string[],
  sql: string,
): CheckResult {
  return {
    id: check.id,
    outcome: differences.length === 0 ? "pass" : soften(check, "fail"),
    observed: null,
    failed: null,
    considered: null,
    rows: null,
    isVacuous: false,
    how: "scanned",
    sql,
    ...(differences.length === 0 ? {} : { detail: differences.join("; ") }),
  };
}

/** The result of a check that could not be evaluated: neither a pass nor a failure. */
export function errorResult({ id }: Check, error: string, sql: string): CheckResult {
  return {
    id,
    outcome: "error",
    observed: null,
    failed: null,
    considered: null,
    rows: null,
    isVacuous: false,
    how: "scanned",
    sql,
    error,
  };
}
