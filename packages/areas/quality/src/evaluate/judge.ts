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
  const of = threshold.of === "rows" ? rows : considered;
  const share = of === 0 ? 0 : failed / of;
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
  const problem =
    error ??
    (observed === null && !mayBeNothing
      ? `there is no ${check.measure.kind}: ${rows === 0 ? "there are no rows" : "all values are NULL"}`
      : Number.isNaN(observed)
        ? `the ${check.measure.kind} is NaN, since a value is`
        : undefined);
  if (problem !== undefined)
    return { ...base, observed: null, outcome: "error", isVacuous: false, error: problem };
  if (observed === null) return { ...base, outcome: "pass", isVacuous: true };
  const { bounds, warnBounds } = check;
  const isWarned = warnBounds !== undefined && !isWithin(observed, warnBounds);
  const outcome = isWithin(observed, bounds) ? (isWarned ? "warn" : "pass") : "fail";
  return { ...base, outcome: soften(check, outcome), isVacuous: false };
}

function isWithin(value: number, { min = -Infinity, max = Infinity }: Bounds): boolean {
  return value >= min && value <= max;
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
