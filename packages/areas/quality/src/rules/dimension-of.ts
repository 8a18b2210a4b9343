import type { Dimension, Measure, RowRule, SetRule } from "../check.ts";

/** The dimension that a rule or a measure is usually counted to. */
export function dimensionOf(
  part: { readonly rule: RowRule | SetRule } | { readonly measure: Measure },
): Dimension {
  if ("measure" in part)
    switch (part.measure.kind) {
      case "null-share":
      case "row-count":
        return "completeness";
      case "freshness-minutes":
        return "timeliness";
      case "distinct-share":
        return "uniqueness";
      default:
        return "validity";
    }
  switch (part.rule.kind) {
    case "not-null":
      return "completeness";
    case "unique":
      return "uniqueness";
    case "references":
    case "compare":
    case "determines":
      return "consistency";
    case "increasing":
      return "timeliness";
    default:
      return "validity";
  }
}
