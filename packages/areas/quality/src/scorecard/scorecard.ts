import { DxError } from "@dx/core";
import type { Check, CheckResult, Dimension, Suite, SuiteResult } from "../check.ts";
import { dimensions } from "../dimensions.ts";

/** How much each dimension counts; those that are not named count 1. */
export type DimensionWeights = Readonly<Partial<Record<Dimension, number>>>;

/** What a scorecard is made with. */
export interface ScorecardOptions {
  /** How much each dimension counts: 0 or more. */
  readonly weights?: DimensionWeights;
  /** The ids of checks that compare with something known to be right, beside those that look values up in another table. Only such checks tell accuracy. */
  readonly references?: readonly string[];
  /** Earlier results of the same suite, the oldest first. */
  readonly history?: readonly SuiteResult[];
}

/** How many rows do not fail. */
export interface GoodRows {
  /** So many. */
  readonly good: number;
  /** Of so many that were looked at. */
  readonly of: number;
}

/** The score of one dimension. */
export interface DimensionScore {
  /** Which. */
  readonly dimension: Dimension;
  /** 0 to 1: `numerator / denominator`; `null` if nothing tells it. */
  readonly score: number | null;
  /** The sum of the scores of its checks: of a rule, the share of rows that do not fail; of a measure or a schema, 1 or 0. */
  readonly numerator: number;
  /** How many checks were judged. */
  readonly denominator: number;
  /** Rows that do not fail, of those looked at, over all its rules. */
  readonly rows: GoodRows;
  /** The checks that could not be evaluated, or had nothing to look at. */
  readonly notJudged: readonly string[];
  /** Why there is no score. */
  readonly reason?: string;
}

/** Scores at a time. */
export interface ScorePoint {
  /** When: ISO text. */
  readonly at: string;
  /** The weighted mean of the dimensions that are known; `null` if none is. */
  readonly score: number | null;
  /** By dimension. */
  readonly dimensions: Readonly<Record<Dimension, number | null>>;
}

/** How good the data are, by dimension. */
export interface Scorecard extends Pick<ScorePoint, "at" | "score"> {
  /** All six, in the order of the specification. */
  readonly dimensions: readonly DimensionScore[];
  /** The dimensions that the score is of, with their weights; the others are unknown, not 0. */
  readonly known: DimensionWeights;
  /** The same over time, this one last. */
  readonly history: readonly ScorePoint[];
}

/**
 * Scores a result by the six dimensions. A check that could not be evaluated, or had no rows to look at, is not judged: it is neither good nor bad. Accuracy is unknown unless a check
 * compares with a reference.
 * @throws DxError `DX_QUALITY_WEIGHTS` if a weight is negative or no number, or all are 0
 * @example
 * ```ts
 * import { scorecard, type CheckResult, type Suite } from "@dx/quality";
 * const rule = { kind: "not-null", column: "city" } as const;
 * const head = { id: "city", table: "shop", dimension: "completeness", severity: "error" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, rule, threshold: { of: "rows", failAbove: 0 } }] };
 * const counts = { failed: 1, considered: 4, rows: 4, observed: null } as const;
 * const result: CheckResult = { id: "city", outcome: "fail", ...counts, isVacuous: false, how: "scanned", sql: "" };
 * const card = scorecard(suite, { suite: "s", at: "2026-01-01", results: [result] });
 * if (card.score !== 0.75 || card.dimensions[0]?.score !== null) throw new Error();
 * ```
 */
export function scorecard(
  suite: Suite,
  result: SuiteResult,
  { weights = {}, references = [], history = [] }: ScorecardOptions = {},
): Scorecard {
  const given = Object.entries(weights);
  const isWrong = given.some(([, weight]) => !Number.isFinite(weight) || weight < 0);
  const isNothing = dimensions.every((dimension) => (weights[dimension] ?? 1) === 0);
  if (isWrong || isNothing)
    throw new DxError("DX_QUALITY_WEIGHTS", `weights: got ${JSON.stringify(weights)}`, {
      path: ["weights"],
      hint: "give numbers of 0 or more, not all 0",
    });
  const scoresOf = (one: SuiteResult): readonly DimensionScore[] =>
    dimensions.map((dimension) =>
      scoreDimension(dimension, suite, { results: one.results, references: new Set(references) }),
    );
  const pointOf = (one: SuiteResult): ScorePoint => {
    const scores = scoresOf(one);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each dimension
    const byDimension = Object.fromEntries(
      scores.map(({ dimension, score }) => [dimension, score]),
    ) as ScorePoint["dimensions"];
    return { at: one.at, score: weigh(scores, weights), dimensions: byDimension };
  };
  const scores = scoresOf(result);
  const known = Object.fromEntries(
    scores
      .filter(({ score }) => score !== null)
      .map(({ dimension }) => [dimension, weights[dimension] ?? 1]),
  );
  return {
    at: result.at,
    score: weigh(scores, weights),
    dimensions: scores,
    known,
    history: [...history, result].map(pointOf),
  };
}

function weigh(scores: readonly DimensionScore[], weights: DimensionWeights): number | null {
  let [sum, total] = [0, 0];
  for (const { dimension, score } of scores)
    if (score !== null) {
      const weight = weights[dimension] ?? 1;
      sum += weight * score;
      total += weight;
    }
  return total === 0 ? null : sum / total;
}

interface Scored {
  readonly results: readonly CheckResult[];
  readonly references: ReadonlySet<string>;
}

function scoreDimension(
  dimension: Dimension,
  { checks }: Suite,
  { results, references }: Scored,
): DimensionScore {
  const byId = new Map(results.map((result) => [result.id, result]));
  const all = checks.filter((check) => check.dimension === dimension);
  const mine =
    dimension === "accuracy"
      ? all.filter(
          (check) =>
            references.has(check.id) || ("rule" in check && check.rule.kind === "references"),
        )
      : all;
  const judged = mine.map((check) => ({ id: check.id, ...scoreCheck(check, byId.get(check.id)) }));
  const known = judged.flatMap(({ score, good, of }) =>
    score === null ? [] : [{ score, good, of }],
  );
  const sum = (key: "score" | "good" | "of"): number =>
    known.reduce((total, one) => total + one[key], 0);
  const reason = known.length > 0 ? undefined : reasonOf(dimension, all.length, mine.length);
  return {
    dimension,
    score: known.length === 0 ? null : sum("score") / known.length,
    numerator: sum("score"),
    denominator: known.length,
    rows: { good: sum("good"), of: sum("of") },
    notJudged: judged.filter(({ score }) => score === null).map(({ id }) => id),
    ...(reason === undefined ? {} : { reason }),
  };
}

function reasonOf(dimension: Dimension, all: number, mine: number): string {
  if (mine > 0) return "no check could be judged";
  if (dimension === "accuracy")
    return all > 0
      ? "its checks compare with no reference"
      : "nothing to compare with: no check has a reference";
  return "no check speaks of it";
}

function scoreCheck(
  check: Check,
  result: CheckResult | undefined,
): { readonly score: number | null; readonly good: number; readonly of: number } {
  const nothing = { score: null, good: 0, of: 0 };
  if (result === undefined || result.outcome === "error" || result.isVacuous) return nothing;
  if (!("rule" in check)) {
    const isOutside =
      result.outcome === "fail" || (check.severity === "warning" && result.outcome === "warn");
    return { score: isOutside ? 0 : 1, good: 0, of: 0 };
  }
  const of = check.threshold.of === "considered" ? result.considered : result.rows;
  if (of === null || of === 0 || result.failed === null) return nothing;
  const good = of - result.failed;
  return { score: good / of, good, of };
}
