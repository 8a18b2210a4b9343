import type { Dialect } from "@dx/core";
import type { Bounds, CheckValue, RowThreshold } from "../check.ts";
import { measureOf, thresholdOf, type Expectation } from "./great-expectations-native.ts";
import type { LossEffect } from "./loss.ts";
import { pandasCondition } from "./pandas-condition.ts";
import {
  bounded,
  everything,
  leaveOutOf,
  numbersOf,
  someOf,
  wideBodies,
  withLeaveOut,
} from "./great-expectations-wide.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { nameOf, sqlNameOf, type CheckBody } from "./words.ts";

/** What reading an expectation needs. */
export interface ReadingExpectation {
  readonly dialect: Dialect;
  readonly rowOrder?: string;
  readonly lose: (...loss: readonly [effect: LossEffect, what: string, why: string]) => void;
}

/** What of checks an expectation says, its condition on rows included; nothing, with a loss, if dx cannot say it. */
export function readExpectation(
  { type, kwargs }: Expectation,
  reading: ReadingExpectation,
): readonly (CheckBody & { readonly where?: string })[] {
  const { lose } = reading;
  const where = whereOf(kwargs, reading);
  if (where === null) return [];
  const fault = faultOf(type, kwargs);
  const bodies =
    fault === undefined ? bodiesOf(type, kwargs, reading).map((body) => lenient(body)) : [];
  if (bodies.length === 0)
    lose("dropped", type, fault ?? "dx has no check for it, or not with these arguments");
  return where === undefined ? bodies : bodies.map((body) => Object.assign({}, body, { where }));
}

/** A rule of which all rows may fail (`mostly` is 0) as the figure that it is. */
function lenient(body: CheckBody): CheckBody {
  if (!("rule" in body) || body.threshold.failAbove < 1 || body.threshold.of === "count")
    return body;
  const as = body.threshold.of === "rows" ? "share-of-rows" : "share-of-considered";
  return { measure: { kind: "failing", rule: body.rule, as }, bounds: { max: 1 } };
}

/** The checks of an expectation; none if dx cannot say it. */
function bodiesOf(type: string, kwargs: Kwargs, reading: ReadingExpectation): readonly CheckBody[] {
  const wide = wideBodies(type, kwargs, reading);
  if (wide !== undefined) return wide;
  const body = bodyOf(type, kwargs, reading);
  return body === undefined ? [] : [body];
}

const numericTypes =
  /_(?:mean|median|stdev|sum|count|lengths|proportion_of_\w+)_(?:to_be_between|to_equal)$/;

/** What GX itself refuses in arguments that many expectations have. */
function faultOf(type: string, kwargs: Kwargs): string | undefined {
  const { mostly } = kwargs;
  if (
    mostly !== undefined &&
    mostly !== null &&
    !(typeof mostly === "number" && mostly >= 0 && mostly <= 1)
  )
    return `mostly is ${JSON.stringify(mostly)}, which is no share`;
  const isOfNumbers = numericTypes.test(type);
  const wrong = ["min_value", "max_value"].find((key) => {
    const bound = kwargs[key];
    if (bound === undefined || bound === null) return false;
    return isOfNumbers ? numberOf(bound) === undefined : !isValue(bound);
  });
  return wrong === undefined
    ? undefined
    : `${wrong} is ${JSON.stringify(kwargs[wrong])}, which is no value`;
}

type Kwargs = Readonly<Record<string, unknown>>;

const parsers = new Set([
  "sql",
  "spark",
  "pandas",
  "great_expectations",
  "great_expectations__experimental__",
]);

/** The condition on rows as SQL; `null`, with a loss, if it cannot be read. */
function whereOf(kwargs: Kwargs, { lose, dialect }: ReadingExpectation): string | null | undefined {
  const condition = kwargs["row_condition"];
  if (condition === undefined || condition === null) return undefined;
  const parser = textOf(kwargs["condition_parser"]) ?? "sql";
  const isText = typeof condition === "string";
  if (!parsers.has(parser)) {
    lose("dropped", "condition_parser", `${parser} is none of ${[...parsers].join(", ")}`);
    return null;
  }
  if (isText && (parser === "sql" || parser === "spark")) return condition;
  const read = isText ? pandasCondition(condition, dialect) : readComparison(condition, dialect);
  if (read !== undefined) return read;
  lose("dropped", "row_condition", `${JSON.stringify(condition)} is not read as SQL`);
  return null;
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
  { dialect }: ReadingExpectation,
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
    if (kind === "row-count") {
      const isNumber = [kwargs["min_value"], kwargs["max_value"]].every(
        (bound) => bound === undefined || bound === null || numberOf(bound) !== undefined,
      );
      return isNumber ? bounded({ measure: { kind } }, numbersOf(kwargs)) : undefined;
    }
    if (column === undefined) return undefined;
    const limits = numbersOf(kwargs);
    const needsOne = kind === "min" || kind === "max" || kind === "sum";
    if (needsOne && limits.min === undefined && limits.max === undefined) return undefined;
    return orFails(bounded({ measure: { kind, column } }, limits));
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
      if (column === undefined) return undefined;
      if (!isValue(kwargs["min_value"]) && !isValue(kwargs["max_value"])) return undefined;
      return rule({ kind: "between", column, ...rangeOf(kwargs) });
    case "expect_column_values_to_be_in_set":
    case "expect_column_distinct_values_to_be_in_set": {
      if (column === undefined) return undefined;
      const { value_set: set } = kwargs;
      if (!Array.isArray(set)) return everything;
      const values = valuesOf(kwargs);
      if (values.length > 0) return rule({ kind: "in-set", column, values });
      return rule({ kind: "is-null", column }, { ...threshold, of: "rows" });
    }
    case "expect_column_values_to_not_be_in_set": {
      if (column === undefined) return undefined;
      const values = valuesOf(kwargs);
      if (!Array.isArray(kwargs["value_set"])) return undefined;
      return values.length === 0 ? everything : rule({ kind: "not-in-set", column, values });
    }
    case "expect_column_values_to_match_regex":
    case "expect_column_values_to_not_match_regex": {
      const pattern = textOf(kwargs["regex"]);
      if (column === undefined || pattern === undefined) return undefined;
      return rule({
        kind: "matches",
        column,
        pattern: someOf(pattern),
        ...(type.includes("_not_") ? { not: true } : {}),
      });
    }
    case "expect_column_value_lengths_to_be_between": {
      const lengths = lengthsOf(kwargs, bounds);
      if (column === undefined) return undefined;
      if ((lengths.min ?? 0) > (lengths.max ?? Infinity))
        return rule({ kind: "is-null", column }, { ...threshold, of: "rows" });
      return rule({ kind: "length", column, ...lengths });
    }
    case "expect_column_value_lengths_to_equal": {
      const value = numberOf(kwargs["value"]);
      return column === undefined || value === undefined
        ? undefined
        : rule({ kind: "length", column, min: value, max: value });
    }
    case "expect_column_values_to_be_unique":
      return column === undefined ? undefined : rule({ kind: "unique", columns: [column] });
    case "expect_column_pair_values_to_be_equal":
    case "expect_column_pair_values_a_to_be_greater_than_b":
    case "expect_column_pair_values_A_to_be_greater_than_B": {
      const out = withLeaveOut(leaveOutOf(kwargs["ignore_row_if"]));
      const [left, right] = [textOf(kwargs["column_A"]), textOf(kwargs["column_B"])];
      if (left === undefined || right === undefined) return undefined;
      const is = type.endsWith("equal") ? "=" : kwargs["or_equal"] === true ? ">=" : ">";
      return rule({
        kind: "compare",
        left: nameOf(left, dialect),
        is,
        right: nameOf(right, dialect),
        ...out,
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
      return orFails(
        bounded({ measure: { kind: "quantile", column, share: 0.5 } }, numbersOf(kwargs)),
      );
    case "expect_column_proportion_of_non_null_values_to_be_between":
      return column === undefined
        ? undefined
        : measured({ kind: "null-share", column }, complements(bounds));
    case "expect_table_columns_to_match_ordered_list":
      if (!Array.isArray(kwargs["column_list"])) return everything;
      return {
        schema: { kind: "columns", columns: columns.map((name) => ({ name })), ordered: true },
      };
    case "expect_table_columns_to_match_set":
      if (columns.length === 0 && kwargs["exact_match"] === false) return everything;
      if (columns.length === 0)
        return { measure: { kind: "columns-count" }, bounds: { min: 0, max: 0 } };
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

/** GX judges a figure that there is none of as a failure. */
function orFails(body: CheckBody): CheckBody {
  return body === everything || !("measure" in body) ? body : { ...body, ofNothing: "fail" };
}

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
