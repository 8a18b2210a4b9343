import type { Json, Rows } from "@dx/core";
import { inquire, type Inquiry, type Sql } from "@dx/sql";
import type { AskChecksOptions } from "../ask-one-by-one.ts";
import { checkSuite } from "../check-suite.ts";
import type { CheckResult, Suite, SuiteResult } from "../check.ts";
import { errorResult } from "../evaluate/judge.ts";
import { askFailingRows } from "./failing-rows.ts";
import { askSample, type SampleOptions } from "./ask-samples.ts";
import { askStep } from "./ask-step.ts";
import type { CheckPlan } from "./check-plan.ts";
import { planChecks, type PlanChecksOptions } from "./plan-checks.ts";

/** How a suite is asked by a plan. */
export interface AskPlanOptions extends AskChecksOptions {
  /** Which rows that fail are shown; without it, none. */
  readonly samples?: SampleOptions;
  /** Whether rows that fail any rule are counted, which is one more scan of each table that has such rows; so without a word. */
  readonly withFailingRows?: boolean;
}

/**
 * Finds out the checks of a plan, and for those that failed, how many rows fail any of them, and some of those rows. A
 * step that fails is asked again check by check, so that a check that cannot be evaluated is an `error` of its own.
 * All questions see one state of the data, until one fails.
 */
export function askPlan(
  { suite, steps, tables }: CheckPlan,
  { at, dialect, samples, withFailingRows = true, withSql = true }: AskPlanOptions,
): Inquiry<SuiteResult> {
  return inquire(`suite ${suite.name}`, function* () {
    const found = new Map<string, CheckResult>();
    for (const step of steps)
      for (const result of yield* askStep(step, { tables, dialect, withSql }))
        found.set(result.id, result);
    const results = suite.checks.map(
      (check) => found.get(check.id) ?? errorResult(check, "the plan has no step for it", ""),
    );
    const failing = withFailingRows
      ? { failing: yield* askFailingRows({ checks: suite.checks, results, tables }) }
      : {};
    if (samples === undefined) return { suite: suite.name, at, results, ...failing };
    const shown: CheckResult[] = [];
    for (const [index, check] of suite.checks.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      const isBad = ["fail", "warn"].includes(result.outcome) && (result.failed ?? 0) > 0;
      const sample = isBad ? yield* sampleOrNone(check, tables, samples) : [];
      shown.push(sample.length === 0 ? result : { ...result, sample });
    }
    return { suite: suite.name, at, results: shown, ...failing };
  });
}

/** What cannot be shown changes no result. */
function* sampleOrNone(
  ...given: Parameters<typeof askSample>
): Generator<readonly Sql[], readonly Json[], readonly Rows[]> {
  try {
    return yield* askSample(...given);
  } catch {
    return [];
  }
}

/** How a suite is planned and asked. */
export interface AskSuiteOptions extends AskPlanOptions, PlanChecksOptions {}

/**
 * Asks the checks of a suite with little work: plans, and finds out by the plan. The answers are those of `askOneByOne`.
 * @throws DxError `DX_QUALITY_SUITE` as `checkSuite` says, when it is called
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { askChecks, suiteOf } from "@dx/quality";
 * import { conduct } from "@dx/sql";
 * const asked = askChecks(suiteOf("shop", { orders: { id: "unique" } }), { at: "2026-01-01", dialect: "duckdb" });
 * // `await db.run(asked)`; here no table answers, and so the check is an error
 * const { results } = await conduct(asked, async (questions) => questions.map(() => createRows([])));
 * if (results[0]?.outcome !== "error") throw new Error();
 * ```
 */
export function askChecks(suite: Suite, options: AskSuiteOptions): Inquiry<SuiteResult> {
  checkSuite(suite);
  const { known, costly, ...asked } = options;
  return inquire(`suite ${suite.name}`, function* () {
    const plan = yield* planChecks(suite, {
      ...(known === undefined ? {} : { known }),
      ...(costly === undefined ? {} : { costly }),
    });
    return yield* askPlan(plan, asked);
  });
}
