import { foldName } from "@dx/sql";
import type { Dialect } from "@dx/core";
import type { Bounds, Check, Measure, RowRule, RowThreshold } from "../check.ts";
import { nativeWide } from "./great-expectations-native-wide.ts";
import { isNarrowRule, isWide, type NarrowRule } from "./wide.ts";
import { complement, isComplementExact, isPlainValue } from "./words.ts";

/** An expectation's type and what it is given. */
export interface Expectation {
  /** As `expect_column_values_to_not_be_null`. */
  readonly type: string;
  /** Its arguments. */
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** What GX has an expectation for that means the same: the rule, without its threshold. */
export function nativeExpectation(check: Check, dialect: Dialect): Expectation | undefined {
  const wide = nativeWide(check, dialect);
  if (wide !== undefined) return wide;
  if (check.where !== undefined || isWide(check)) return undefined;
  const name = (column: string): string => foldName(column, dialect);
  if ("schema" in check) {
    const { columns, ordered = false, others = false } = check.schema;
    if (columns.some(({ type }) => type !== undefined) || (ordered && others)) return undefined;
    const list = columns.map((column) => name(column.name));
    return ordered
      ? { type: "expect_table_columns_to_match_ordered_list", kwargs: { column_list: list } }
      : {
          type: "expect_table_columns_to_match_set",
          kwargs: { column_set: list, exact_match: !others },
        };
  }
  if ("measure" in check) return nativeMeasure(check.measure, check.bounds, name);
  return isNarrowRule(check.rule) ? nativeRule(check.rule, dialect, name) : undefined;
}

/** `mostly`, if the threshold can be said by it: GX counts of the rows considered, in hundredths. */
export function mostlyOf(
  check: Check,
  failAbove: number,
): Readonly<Record<string, number>> | undefined {
  if (!("rule" in check)) return {};
  if (failAbove === 0) return {};
  const ofAll = check.rule.kind === "not-null" || check.rule.kind === "is-null";
  if (check.threshold.of === "rows" && !ofAll) return undefined;
  const mostly = complement(failAbove);
  const isHundredths = Number(mostly.toFixed(2)) === mostly;
  return isHundredths && isComplementExact(failAbove) ? { mostly } : undefined;
}

/** The threshold that `mostly` means. */
export function thresholdOf(mostly: number | undefined): RowThreshold {
  return { of: "considered", failAbove: mostly === undefined ? 0 : complement(mostly) };
}

type Naming = (column: string) => string;

// oxlint-disable-next-line complexity -- one case for each rule
function nativeRule(rule: NarrowRule, dialect: Dialect, name: Naming): Expectation | undefined {
  switch (rule.kind) {
    case "not-null":
      return { type: "expect_column_values_to_not_be_null", kwargs: { column: name(rule.column) } };
    case "is-null":
      return { type: "expect_column_values_to_be_null", kwargs: { column: name(rule.column) } };
    case "between": {
      const { min, max, strictMin = false, strictMax = false } = rule;
      if ([min, max].some((bound) => bound !== undefined && !isBound(bound))) return undefined;
      if (min === undefined && max === undefined) return undefined;
      return {
        type: "expect_column_values_to_be_between",
        kwargs: {
          column: name(rule.column),
          ...(min === undefined ? {} : { min_value: min }),
          ...(max === undefined ? {} : { max_value: max }),
          ...(strictMin ? { strict_min: true } : {}),
          ...(strictMax ? { strict_max: true } : {}),
        },
      };
    }
    case "in-set":
    case "not-in-set": {
      if (
        rule.values.length === 0 ||
        !rule.values.every((value) => isPlainValue(value) && typeof value !== "boolean")
      )
        return undefined;
      const type =
        rule.kind === "in-set"
          ? "expect_column_values_to_be_in_set"
          : "expect_column_values_to_not_be_in_set";
      return { type, kwargs: { column: name(rule.column), value_set: rule.values } };
    }
    case "matches":
      if (dialect === "duckdb" || dialect === "snowflake") return undefined;
      return {
        type:
          rule.not === true
            ? "expect_column_values_to_not_match_regex"
            : "expect_column_values_to_match_regex",
        kwargs: { column: name(rule.column), regex: rule.pattern },
      };
    case "length": {
      const { min, max } = rule;
      if (min === undefined && max === undefined) return undefined;
      const bounds = {
        ...(min === undefined ? {} : { min_value: min }),
        ...(max === undefined ? {} : { max_value: max }),
      };
      return {
        type: "expect_column_value_lengths_to_be_between",
        kwargs: { column: name(rule.column), ...bounds },
      };
    }
    case "compare":
      return nativeComparison(rule, name);
    case "unique":
      return rule.columns.length === 1
        ? {
            type: "expect_column_values_to_be_unique",
            kwargs: { column: name(rule.columns[0] ?? "") },
          }
        : {
            type: "expect_compound_columns_to_be_unique",
            kwargs: { column_list: rule.columns.map(name), ignore_row_if: "any_value_is_missing" },
          };
    case "not-nan":
    case "condition":
    case "references":
    case "increasing":
    case "determines":
      return undefined;
  }
}

function isBound(value: unknown): boolean {
  return typeof value === "number"
    ? Number.isFinite(value)
    : typeof value === "string" &&
        /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(
          value,
        );
}

function nativeComparison(
  { left, is, right }: Extract<RowRule, { kind: "compare" }>,
  name: Naming,
): Expectation | undefined {
  if (is === "<>") return undefined;
  const isSwapped = is === "<" || is === "<=";
  const [a, b] = isSwapped ? [right, left] : [left, right];
  const kwargs = { column_A: name(a), column_B: name(b), ignore_row_if: "either_value_is_missing" };
  if (is === "=") return { type: "expect_column_pair_values_to_be_equal", kwargs };
  return {
    type: "expect_column_pair_values_a_to_be_greater_than_b",
    kwargs: { ...kwargs, ...(is.endsWith("=") ? { or_equal: true } : {}) },
  };
}

const measures = {
  "row-count": "expect_table_row_count_to_be_between",
  "distinct-count": "expect_column_unique_value_count_to_be_between",
  "distinct-share": "expect_column_proportion_of_unique_values_to_be_between",
  min: "expect_column_min_to_be_between",
  max: "expect_column_max_to_be_between",
  mean: "expect_column_mean_to_be_between",
  sum: "expect_column_sum_to_be_between",
  stddev: "expect_column_stdev_to_be_between",
} as const;

/** The measure that an expectation bounds. */
export function measureOf(type: string): keyof typeof measures | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are kinds
  const kinds = Object.keys(measures) as (keyof typeof measures)[];
  return kinds.find((kind) => measures[kind] === type);
}

function kindOfExpectation(kind: Measure["kind"]): string | undefined {
  const all: Readonly<Partial<Record<Measure["kind"], string>>> = measures;
  return all[kind];
}

function nativeMeasure(
  measure: Measure,
  { min, max }: Bounds,
  name: Naming,
): Expectation | undefined {
  const type = kindOfExpectation(measure.kind);
  if (type === undefined || (min === undefined && max === undefined)) return undefined;
  const isCount = measure.kind === "row-count" || measure.kind === "distinct-count";
  if (
    isCount &&
    [min, max].some((bound) => bound !== undefined && (!Number.isInteger(bound) || bound < 0))
  )
    return undefined;
  if (
    measure.kind === "distinct-share" &&
    [min, max].some((bound) => bound !== undefined && (bound < 0 || bound > 1))
  )
    return undefined;
  return {
    type,
    kwargs: {
      ...("column" in measure ? { column: name(measure.column) } : {}),
      ...(min === undefined ? {} : { min_value: min }),
      ...(max === undefined ? {} : { max_value: max }),
    },
  };
}
