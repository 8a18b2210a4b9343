import type { Json } from "@dx/core";
import type { Suite, SuiteResult } from "../check.ts";
import { describeCheck } from "../incident/describe-check.ts";
import { resultWords } from "./result-words.ts";

const levels = { fail: "error", error: "error", warn: "warning", pass: "none" } as const;

/**
 * The results of a suite as SARIF 2.1.0: a rule for each check, and a result for each that did not pass; what could not be
 * evaluated is of kind `review`, since nobody knows.
 * @example
 * ```ts
 * import { toSarif } from "@dx/quality";
 * const log = toSarif({ name: "s", checks: [] }, { suite: "s", at: "2026-01-01", results: [] });
 * if (log["version"] !== "2.1.0") throw new Error();
 * ```
 * @see OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"
 */
export function toSarif(suite: Suite, { results }: SuiteResult): Readonly<Record<string, Json>> {
  const checks = new Map(suite.checks.map((check) => [check.id, check]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "dx quality",
            rules: suite.checks.map((check) => ({
              id: check.id,
              shortDescription: { text: describeCheck(check) },
              properties: { dimension: check.dimension, table: check.table },
            })),
          },
        },
        results: results
          .filter(({ outcome }) => outcome !== "pass")
          .map((result) => ({
            ruleId: result.id,
            ruleIndex: suite.checks.findIndex(({ id }) => id === result.id),
            kind: result.outcome === "error" ? "review" : "fail",
            level: result.outcome === "error" ? "none" : levels[result.outcome],
            message: { text: resultWords(result) },
            locations: [
              {
                logicalLocations: [
                  { fullyQualifiedName: checks.get(result.id)?.table ?? "", kind: "object" },
                ],
              },
            ],
            properties: { sql: result.sql },
          })),
      },
    ],
  };
}
