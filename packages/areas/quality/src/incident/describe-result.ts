import type { Check, CheckResult } from "../check.ts";
import { figureWords, grouped } from "./figure-words.ts";

/**
 * What a check has found, for people: rows that fail of those considered, with their share; or the figure in its unit.
 * A share is never rounded to nothing, nor up to all.
 * @example
 * ```ts
 * import { describeResult, suiteOf } from "@dx/quality";
 * const [check] = suiteOf("shop", { t: { n: ">= 0" } }).checks;
 * const counts = { failed: 1, considered: 4000, rows: 5000, observed: null, isVacuous: false } as const;
 * const words = describeResult(check, { id: "a", outcome: "fail", ...counts, how: "scanned", sql: "" });
 * if (words !== "1 of 4,000 rows with a value (0.025 %), of 5,000") throw new Error(words);
 * ```
 */
export function describeResult(check: Check | undefined, result: CheckResult): string {
  const { outcome, error, observed, failed, isVacuous, detail } = result;
  if (outcome === "error") return error ?? "could not be evaluated";
  if (isVacuous) return "there was nothing to look at";
  if (detail !== undefined) return detail;
  if (failed !== null) return countWords(failed, result);
  if (observed === null) return "as it should be";
  return check !== undefined && "measure" in check
    ? figureWords(check.measure, observed)
    : grouped(observed);
}

function countWords(failed: number, { considered, rows }: CheckResult): string {
  const of = considered ?? rows ?? 0;
  const share = failed === 0 || of === 0 ? "" : ` (${shareWords(failed, of)})`;
  if (rows === null || rows === of) return `${grouped(failed)} of ${grouped(of)} rows${share}`;
  return `${grouped(failed)} of ${grouped(of)} rows with a value${share}, of ${grouped(rows)}`;
}

function shareWords(some: number, all: number): string {
  const share = (some / all) * 100;
  const digits = [3, 4, 5, 6, 8, 10, 12, 15].find((one) => Number(share.toPrecision(one)) !== 100);
  return some === all ? "100 %" : `${Number(share.toPrecision(digits ?? 15))} %`;
}
