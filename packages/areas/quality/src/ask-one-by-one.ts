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
}

/**
 * Asks the checks of a suite one query each: the plain form that `askChecks` is held against. A check that cannot be
 * evaluated has the outcome `error`; the others are asked nevertheless.
 * @throws DxError `DX_QUALITY_SUITE` as `checkSuite` says, when it is called
 * @example
 * ```ts
 * import { openDatabase } from "@dx/database";
 * import { askOneByOne } from "@dx/quality";
 * const db = await openDatabase("duckdb:");
 * await db.load("orders", [{ id: 1, price: 5 }, { id: 2, price: null }]);
 * const suite = {
 *   name: "orders",
 *   checks: [{
 *     id: "price-there", table: "orders", dimension: "completeness", severity: "error",
 *     rule: { kind: "not-null", column: "price" }, threshold: { of: "rows", failAbove: 0 },
 *   }],
 * } as const;
 * const { results } = await db.run(askOneByOne(suite, { at: "2026-01-01", dialect: db.dialect }));
 * if (results[0]?.outcome !== "fail" || results[0].failed !== 1) throw new Error();
 * await db.close();
 * ```
 */
export function askOneByOne(suite: Suite, { at, dialect }: AskChecksOptions): Inquiry<SuiteResult> {
  const { name, checks } = checkSuite(suite);
  return inquire(`suite ${name}`, function* () {
    const tables = yield* findTables(suite);
    const results: CheckResult[] = [];
    for (const check of checks)
      results.push(yield* askOne(check, tables, { dialect, withSql: true }));
    return { suite: name, at, results };
  });
}
