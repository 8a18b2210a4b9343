import type { Finding } from "@dx/core";
import { lintRules, type LintRuleId } from "./lint-rules.ts";

/** The code of the findings of a rule. */
export function codeOf(rule: LintRuleId): string {
  return `DX_DIMENSIONAL_${rule.toUpperCase().replaceAll("-", "_")}`;
}

/** A breach of a rule. */
export function findingOf(
  rule: LintRuleId,
  found: Pick<Finding, "subject" | "message" | "count" | "example">,
): Finding {
  const severity = lintRules.find(({ id }) => id === rule)?.severity ?? "warning";
  return { code: codeOf(rule), severity, ...found };
}
