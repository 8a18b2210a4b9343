import { foldName } from "@dx/sql";
import type { Dialect } from "@dx/core";
import type { Check, CheckValue } from "../check.ts";
import type { Expectation } from "./great-expectations-native.ts";
import { isPlainValue } from "./words.ts";

/** What GX has an expectation for of the rules that most tools have no words for: values as a whole, outliers, pairs, numbers of columns. */
// oxlint-disable-next-line complexity -- one case for each rule
export function nativeWide(check: Check, dialect: Dialect): Expectation | undefined {
  if (check.where !== undefined || check.groupBy !== undefined || "schema" in check)
    return undefined;
  const name = (column: string): string => foldName(column, dialect);
  if ("measure" in check) {
    const { min, max, strictMin, strictMax, outside } = check.bounds;
    const ends = [min, max].flatMap((bound) => bound ?? []);
    const isPlain = strictMin !== true && strictMax !== true && outside !== true;
    const areCounts = ends.length > 0 && ends.every((end) => Number.isInteger(end) && end >= 0);
    if (check.measure.kind !== "columns-count" || !isPlain || !areCounts) return undefined;
    return {
      type: "expect_table_column_count_to_be_between",
      kwargs: {
        ...(min === undefined ? {} : { min_value: min }),
        ...(max === undefined ? {} : { max_value: max }),
      },
    };
  }
  const { rule, threshold } = check;
  if (threshold.of === "count") return undefined;
  const isStrict = threshold.failAbove === 0 && threshold.warnAbove === undefined;
  switch (rule.kind) {
    case "contains":
    case "most-common": {
      if (!isStrict || !arePlain(rule.values)) return undefined;
      const kwargs = { column: name(rule.column), value_set: rule.values };
      if (rule.kind === "contains")
        return { type: "expect_column_distinct_values_to_contain_set", kwargs };
      const ties = rule.tiesAllowed === true ? { ties_okay: true } : {};
      return {
        type: "expect_column_most_common_value_to_be_in_set",
        kwargs: { ...kwargs, ...ties },
      };
    }
    case "z-score":
      return {
        type: "expect_column_value_z_scores_to_be_less_than",
        kwargs: {
          column: name(rule.column),
          threshold: rule.below,
          double_sided: rule.bothSides,
        },
      };
    case "in-tuples": {
      const [left, right, ...more] = rule.columns;
      const isPair = left !== undefined && right !== undefined && more.length === 0;
      const areValues = rule.tuples.every((tuple) => arePlain(tuple));
      if (!isPair || !areValues || (rule.leaveOut ?? "any-null") !== "any-null") return undefined;
      return {
        type: "expect_column_pair_values_to_be_in_set",
        kwargs: {
          column_A: name(left),
          column_B: name(right),
          value_pairs_set: rule.tuples,
          ignore_row_if: "either_value_is_missing",
        },
      };
    }
    default:
      return undefined;
  }
}

/** Why GX may judge such an expectation otherwise; `undefined` if it does not. */
export function wideLoss(check: Check): readonly [what: string, why: string] | undefined {
  if (!("rule" in check)) return undefined;
  switch (check.rule.kind) {
    case "most-common":
      return [
        "a column without values",
        "GX fails there, having no most common value; in dx it passes",
      ];
    case "z-score":
      return [
        "values that are all the same",
        "GX divides by their standard deviation, which is 0; in dx none of them fails",
      ];
    default:
      return undefined;
  }
}

function arePlain(values: readonly (CheckValue | null)[]): boolean {
  return values.every(
    (value) => value !== null && isPlainValue(value) && typeof value !== "boolean",
  );
}
