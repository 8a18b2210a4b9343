import type { Dialect } from "@dx/core";
import { inquire, type Inquiry } from "@dx/sql";
import { checkSuite } from "./check-suite.ts";
import type { CheckResult, Suite, SuiteResult } from "./check.ts";
import { findTables } from "./evaluate/column-types.ts";
import { askOne } from "./evaluate/naive-form.ts";

/** How checks are asked. */
export interface AskChecksOptions {
  /** When, as ISO text: what the result says; no clock is read. */
  readonly at: string;
  /** Whose SQL the texts in the result are: that of the database that is asked. */
  readonly dialect: Dialect;
  /** Whether results have the SQL of their check, whose writing takes longer than asking a small table; so without a word. */
  readonly withSql?: boolean;
}

/**
 * Asks the checks of a suite one query each: the plain form that `askChecks` is held against. A check that cannot be
 * evaluated has the outcome `error`; the others are asked nevertheless.
 * @throws DxError `DX_QUALITY_SUITE` as `checkSuite` says, when it is called
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { askOneByOne, suiteOf } from "@dx/quality";
 * import { conduct } from "@dx/sql";
 * const asked = askOneByOne(suiteOf("shop", { orders: { price: ">= 0" } }), { at: "2026-01-01", dialect: "duckdb" });
 * // `await db.run(asked)`; here no table answers, and so the check is an error
 * const { results } = await conduct(asked, async (questions) => questions.map(() => createRows([])));
 * if (results[0]?.outcome !== "error") throw new Error();
 * ```
 */
export function askOneByOne(
  suite: Suite,
  { at, dialect, withSql = true }: AskChecksOptions,
): Inquiry<SuiteResult> {
  const { name, checks } = checkSuite(suite);
  return inquire(`suite ${name}`, function* () {
    const tables = yield* findTables(suite);
    const results: CheckResult[] = [];
    for (const check of checks) results.push(yield* askOne(check, tables, { dialect, withSql }));
    return { suite: name, at, results };
  });
}
