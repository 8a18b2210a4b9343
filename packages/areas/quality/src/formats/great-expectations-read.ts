import type { Dialect } from "@dx/core";
import type { Bounds, CheckValue, RowThreshold } from "../check.ts";
import { measureOf, thresholdOf, type Expectation } from "./great-expectations-native.ts";
import type { LossEffect } from "./loss.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { nameOf, sqlNameOf, type CheckBody } from "./words.ts";

/** What reading an expectation needs. */
export interface ReadingExpectation {
  readonly dialect: Dialect;
  readonly lose: (...loss: readonly [effect: LossEffect, what: string, why: string]) => void;
}

/** What of a check an expectation says, its condition on rows included; `undefined`, with a loss, if dx cannot say it. */
export function readExpectation(
  { type, kwargs }: Expectation,
  reading: ReadingExpectation,
): (CheckBody & { readonly where?: string }) | undefined {
  const { lose } = reading;
  const where = whereOf(kwargs, reading);
  if (where === null) return undefined;
  const body = bodyOf(type, kwargs, reading);
  if (body === undefined) {
    lose("dropped", type, "dx has no check for it, or not with these arguments");
    return undefined;
  }
  return { ...body, ...(where === undefined ? {} : { where }) };
}

type Kwargs = Readonly<Record<string, unknown>>;

/** The condition on rows as SQL; `null`, with a loss, if it cannot be read. */
function whereOf(kwargs: Kwargs, { lose, dialect }: ReadingExpectation): string | null | undefined {
  const condition = kwargs["row_condition"];
  if (condition === undefined || condition === null) return undefined;
  const parser = textOf(kwargs["condition_parser"]) ?? "sql";
  const isText = typeof condition === "string";
  if (isText && parser === "sql") return condition;
  const read = isText ? readCondition(condition, dialect) : readComparison(condition, dialect);
  if (read !== undefined) return read;
  lose("dropped", "row_condition", `${JSON.stringify(condition)} is not read as SQL`);
  return null;
}

/** A condition in GX's own words, as `col("n") > 1` or `col("n").notNull()`. */
function readCondition(text: string, dialect: Dialect): string | undefined {
  const [, column, rest = ""] = /^col\("([^"]+)"\)\s*(.*)$/s.exec(text) ?? [];
  if (column === undefined) return undefined;
  if (/^\.not_?null\(\)$/i.test(rest)) return `${sqlNameOf(column, dialect)} is not null`;
  const comparison = /^(==|!=|<=|>=|<|>)\s*("[^"]*"|'[^']*'|[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)$/;
  const [, operator, value] = comparison.exec(rest) ?? [];
  if (operator === undefined || value === undefined) return undefined;
  return writeComparison(column, operator, sqlValue(value), dialect);
}

/** A condition as an object, which newer suites have. */
function readComparison(condition: unknown, dialect: Dialect): string | undefined {
  if (!isRecord(condition) || condition["type"] !== "comparison") return undefined;
  const { column, operator, parameter } = condition;
  const name = isRecord(column) ? textOf(column["name"]) : undefined;
  const value = typeof parameter === "string" ? sqlValue(`"${parameter}"`) : numberOf(parameter);
  if (name === undefined || typeof operator !== "string" || value === undefined) return undefined;
  return writeComparison(name, operator, String(value), dialect);
}

function writeComparison(
  ...[column, operator, value, dialect]: readonly [string, string, string, Dialect]
): string {
  return `${sqlNameOf(column, dialect)} ${operators[operator] ?? operator} ${value}`;
}

const operators: Readonly<Record<string, string>> = { "==": "=", "!=": "<>" };

function sqlValue(text: string): string {
  return /^["']/.test(text) ? `'${text.slice(1, -1).replaceAll("'", "''")}'` : text;
}

// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each expectation
function bodyOf(
  type: string,
  kwargs: Kwargs,
  { dialect, lose }: ReadingExpectation,
): CheckBody | undefined {
  const named = textOf(kwargs["column"]);
  const column = named === undefined ? undefined : nameOf(named, dialect);
  const columns = listOf(kwargs["column_list"] ?? kwargs["column_set"])
    .filter((one) => typeof one === "string")
    .map((one) => nameOf(one, dialect));
  const threshold = thresholdOf(numberOf(kwargs["mostly"]));
  const bounds = boundsOf(kwargs);
  const rule = (
    one: Extract<CheckBody, { rule: unknown }>["rule"],
    of: RowThreshold = threshold,
  ): CheckBody => ({ rule: one, threshold: of });
  const kind = measureOf(type);
  if (kind !== undefined) {
    if (kind === "row-count") return measured({ kind }, bounds);
    if (column === undefined || kind === "quantile" || kind === "freshness-minutes")
      return undefined;
    if (kwargs["strict_min"] === true || kwargs["strict_max"] === true)
      lose("verdict", "a strict bound", "the bounds of a measure are allowed in dx");
    return measured({ kind, column }, bounds);
  }
  switch (type) {
    case "expect_column_values_to_not_be_null":
      return column === undefined
        ? undefined
        : rule({ kind: "not-null", column }, { ...threshold, of: "rows" });
    case "expect_column_values_to_be_null":
      return column === undefined
        ? undefined
        : rule({ kind: "is-null", column }, { ...threshold, of: "rows" });
    case "expect_column_values_to_be_between":
      return column === undefined
        ? undefined
        : rule({ kind: "between", column, ...rangeOf(kwargs) });
    case "expect_column_values_to_be_in_set":
    case "expect_column_distinct_values_to_be_in_set":
      return column === undefined
        ? undefined
        : rule({ kind: "in-set", column, values: valuesOf(kwargs) });
    case "expect_column_values_to_not_be_in_set":
      return column === undefined
        ? undefined
        : rule({ kind: "not-in-set", column, values: valuesOf(kwargs) });
    case "expect_column_values_to_match_regex":
    case "expect_column_values_to_not_match_regex": {
      const pattern = textOf(kwargs["regex"]);
      if (column === undefined || pattern === undefined) return undefined;
      return rule({
        kind: "matches",
        column,
        pattern,
        ...(type.includes("_not_") ? { not: true } : {}),
      });
    }
    case "expect_column_value_lengths_to_be_between":
      return column === undefined
        ? undefined
        : rule({ kind: "length", column, ...lengthsOf(kwargs, bounds) });
    case "expect_column_value_lengths_to_equal": {
      const value = numberOf(kwargs["value"]);
      return column === undefined || value === undefined
        ? undefined
        : rule({ kind: "length", column, min: value, max: value });
    }
    case "expect_column_values_to_be_unique":
      return column === undefined ? undefined : rule({ kind: "unique", columns: [column] });
    case "expect_compound_columns_to_be_unique":
      if (kwargs["ignore_row_if"] !== "any_value_is_missing")
        lose(
          "verdict",
          "rows with NULL in the key",
          "GX counts them unless told otherwise; in dx they are not considered",
        );
      return rule({ kind: "unique", columns });
    case "expect_column_pair_values_to_be_equal":
    case "expect_column_pair_values_a_to_be_greater_than_b": {
      const [left, right] = [textOf(kwargs["column_A"]), textOf(kwargs["column_B"])];
      if (left === undefined || right === undefined) return undefined;
      if (kwargs["ignore_row_if"] !== "either_value_is_missing")
        lose(
          "verdict",
          "rows with one NULL",
          "GX counts them as failed unless told otherwise; in dx they are not considered",
        );
      const is = type.endsWith("equal") ? "=" : kwargs["or_equal"] === true ? ">=" : ">";
      return rule({
        kind: "compare",
        left: nameOf(left, dialect),
        is,
        right: nameOf(right, dialect),
      });
    }
    case "expect_table_row_count_to_equal": {
      const value = numberOf(kwargs["value"]);
      return value === undefined
        ? undefined
        : measured({ kind: "row-count" }, { min: value, max: value });
    }
    case "expect_column_median_to_be_between":
      if (column === undefined) return undefined;
      return measured({ kind: "quantile", column, share: 0.5 }, bounds);
    case "expect_column_proportion_of_non_null_values_to_be_between":
      return column === undefined
        ? undefined
        : measured({ kind: "null-share", column }, complements(bounds));
    case "expect_column_to_exist":
      return column === undefined
        ? undefined
        : { schema: { kind: "columns", columns: [{ name: column }], others: true } };
    case "expect_table_columns_to_match_ordered_list":
      return {
        schema: { kind: "columns", columns: columns.map((name) => ({ name })), ordered: true },
      };
    case "expect_table_columns_to_match_set":
      return {
        schema: {
          kind: "columns",
          columns: columns.map((name) => ({ name })),
          ...(kwargs["exact_match"] === false ? { others: true } : {}),
        },
      };
    default:
      return undefined;
  }
}

function measured(
  measure: Extract<CheckBody, { measure: unknown }>["measure"],
  bounds: Bounds,
): CheckBody {
  return { measure, bounds };
}

function boundsOf(kwargs: Kwargs): Bounds {
  const [min, max] = [numberOf(kwargs["min_value"]), numberOf(kwargs["max_value"])];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** Lengths are whole, so that a strict bound is the next one. */
function lengthsOf(kwargs: Kwargs, { min, max }: Bounds): Bounds {
  return {
    ...(min === undefined ? {} : { min: kwargs["strict_min"] === true ? min + 1 : min }),
    ...(max === undefined ? {} : { max: kwargs["strict_max"] === true ? max - 1 : max }),
  };
}

const of = (share: number): number => Number((1 - share).toPrecision(12));

function complements({ min, max }: Bounds): Bounds {
  return {
    ...(max === undefined ? {} : { min: of(max) }),
    ...(min === undefined ? {} : { max: of(min) }),
  };
}

const isValue = (value: unknown): value is string | number =>
  typeof value === "string" || typeof value === "number";

function rangeOf(kwargs: Kwargs): {
  min?: CheckValue;
  max?: CheckValue;
  strictMin?: boolean;
  strictMax?: boolean;
} {
  const [min, max] = [kwargs["min_value"], kwargs["max_value"]];
  return {
    ...(isValue(min) ? { min } : {}),
    ...(isValue(max) ? { max } : {}),
    ...(kwargs["strict_min"] === true ? { strictMin: true } : {}),
    ...(kwargs["strict_max"] === true ? { strictMax: true } : {}),
  };
}

function valuesOf(kwargs: Kwargs): readonly CheckValue[] {
  return listOf(kwargs["value_set"]).filter((value): value is CheckValue =>
    ["string", "number", "boolean"].includes(typeof value),
  );
}
