import type { DataTypeKind } from "@dx/core";
import type { Check, RowRule } from "../check.ts";
import { isRowRule } from "../evaluate/count-form.ts";
import { writePatterns } from "../pattern/write-pattern.ts";

/**
 * What a check costs for each row, in units of about a nanosecond of one core in DuckDB, as measured on ten million
 * rows: rough, and only compared with each other.
 */
// oxlint-disable-next-line complexity -- one case for each kind
export function weightOf(check: Check): number {
  if ("schema" in check) return 0;
  if ("measure" in check)
    switch (check.measure.kind) {
      case "row-count":
        return 0.1;
      case "distinct-count":
      case "distinct-share":
        return 150;
      case "quantile":
        return 70;
      case "stddev":
        return 6;
      case "expression":
        return 10;
      case "shift": {
        const { baseline } = check.measure;
        return 2 * ("values" in baseline ? baseline.values.length : baseline.edges.length);
      }
      case "failing":
        return isRowRule(check.measure.rule) ? weightOfRow(check.measure.rule) : 150;
      default:
        return 1;
    }
  switch (check.rule.kind) {
    case "unique":
      return 100;
    case "references":
      return 40;
    case "increasing":
    case "steps":
    case "ranges":
      return 300;
    case "z-score":
      return 20;
    case "fences":
      return 140;
    case "contains":
    case "most-common":
      return 150;
    case "extreme":
      return 5;
    case "determines":
      return 150;
    default:
      return weightOfRow(check.rule);
  }
}

// oxlint-disable-next-line complexity -- one case for each kind
function weightOfRow(rule: RowRule): number {
  switch (rule.kind) {
    case "not-null":
    case "is-null":
    case "not-nan":
      return 0.5;
    case "between":
      return 1;
    case "compare":
      return 2;
    case "row-sum":
    case "distinct-in-row":
    case "equal-in-row":
      return 2 * rule.columns.length ** 2;
    case "in-tuples":
      return 4 * Math.min(rule.tuples.length, 50);
    case "json":
      return 60;
    case "all-of":
      return [...rule.rules, ...(rule.among ?? [])].reduce((sum, one) => sum + weightOfRow(one), 0);
    case "matches-list":
      return rule.patterns.reduce(
        (sum, pattern) => sum + weightOfRow({ kind: "matches", column: rule.column, pattern }),
        0,
      );
    case "in-set":
    case "not-in-set":
      return 4 + 2 * Math.min(rule.values.length, 20);
    case "length":
      return 6;
    case "condition":
      return 10;
    case "matches": {
      const [first, ...others] = writePatterns(rule.pattern, { lowered: true });
      if (first?.like !== undefined) return 15 * (1 + others.length);
      return first?.glob === undefined ? 60 : 30;
    }
  }
}

/** What it costs for each row to group them by a column, by how many different values there are, as DuckDB does it in memory. */
export function groupWeight(
  { share, distinct }: { readonly share: number; readonly distinct: number },
  kind: DataTypeKind,
): number {
  if (distinct <= 4096) return kind === "text" ? 22 : distinct <= 256 ? 4 : 9;
  return share < 0.1 ? 45 : 200;
}
