import type { Bounds, CheckValue, LeaveOut, RowRule, RowThreshold, SetRule } from "../check.ts";
import { thresholdOf } from "./great-expectations-native.ts";
import type { ReadingExpectation } from "./great-expectations-read.ts";
import { baselineOf } from "./great-expectations-partition.ts";
import { kindsOfType } from "./kinds-of-type.ts";
import { likePattern } from "./like-pattern.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { strftimePattern, usualTimes } from "./strftime-pattern.ts";
import { nameOf, sqlNameOf, type CheckBody } from "./words.ts";

type Kwargs = Readonly<Record<string, unknown>>;

/**
 * The checks of an expectation about patterns, several columns, the values of a column as a whole, or the table; `undefined` for
 * others, none if dx cannot say it with these arguments.
 */
// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each expectation
export function wideBodies(
  type: string,
  kwargs: Kwargs,
  reading: ReadingExpectation,
): readonly CheckBody[] | undefined {
  const { dialect, lose } = reading;
  const named = textOf(kwargs["column"]);
  const column = named === undefined ? undefined : nameOf(named, dialect);
  const columns = listOf(kwargs["column_list"])
    .filter((one) => typeof one === "string")
    .map((one) => nameOf(one, dialect));
  const threshold = thresholdOf(numberOf(kwargs["mostly"]));
  const out = withLeaveOut(leaveOutOf(kwargs["ignore_row_if"]));
  const rule = (one: RowRule | SetRule, of: RowThreshold = threshold): readonly CheckBody[] => [
    { rule: one, threshold: of },
  ];
  const all: RowThreshold = { of: "considered", failAbove: 0 };
  const ofColumn = (make: (name: string) => readonly CheckBody[]): readonly CheckBody[] =>
    column === undefined ? [] : make(column);
  switch (type) {
    case "expect_column_values_to_match_regex_list":
    case "expect_column_values_to_not_match_regex_list":
      return ofColumn((name) =>
        listRule(name, textsOf(kwargs["regex_list"]), { type, kwargs, threshold }),
      );
    case "expect_column_values_to_match_like_pattern_list":
    case "expect_column_values_to_not_match_like_pattern_list":
      return ofColumn((name) =>
        listRule(name, textsOf(kwargs["like_pattern_list"]).map(likePattern), {
          type,
          kwargs,
          threshold,
        }),
      );
    case "expect_column_values_to_match_like_pattern":
    case "expect_column_values_to_not_match_like_pattern": {
      const like = textOf(kwargs["like_pattern"]);
      if (like === undefined) return [];
      const pattern = likePattern(like);
      const not = type.includes("_not_") ? { not: true } : {};
      return ofColumn((name) => rule({ kind: "matches", column: name, pattern, ...not }));
    }
    case "expect_column_values_to_match_strftime_format": {
      const pattern = strftimePattern(textOf(kwargs["strftime_format"]) ?? "%D");
      return pattern === undefined
        ? []
        : ofColumn((name) => rule({ kind: "matches", column: name, pattern }));
    }
    case "expect_column_values_to_be_dateutil_parseable":
      lose(
        "verdict",
        "what dateutil reads",
        "it takes almost anything; dx takes usual ways to write dates and times",
      );
      return ofColumn((name) => rule({ kind: "matches", column: name, pattern: usualTimes }));
    case "expect_column_values_to_be_json_parseable":
      return ofColumn((name) => rule({ kind: "json", column: name }));
    case "expect_column_value_z_scores_to_be_less_than": {
      const below = numberOf(kwargs["threshold"]);
      if (below === undefined) return [];
      const bothSides = kwargs["double_sided"] !== false;
      return ofColumn((name) => rule({ kind: "z-score", column: name, below, bothSides }));
    }
    case "expect_column_values_to_be_increasing":
    case "expect_column_values_to_be_decreasing": {
      if (reading.rowOrder === undefined) {
        lose(
          "dropped",
          "the order of rows",
          "tables have none: give `rowOrder`, a column by which they are ordered",
        );
        return [];
      }
      const orderBy = [reading.rowOrder];
      return ofColumn((name) =>
        rule({
          kind: "increasing",
          column: name,
          orderBy,
          ...(kwargs["strictly"] === true ? { strictly: true } : {}),
          ...(type.endsWith("decreasing") ? { decreasing: true } : {}),
        }),
      );
    }
    case "expect_column_values_to_not_be_outliers":
      return ofColumn((name) => outliers(name, kwargs, threshold));
    case "expect_column_distinct_values_to_contain_set":
      return ofColumn((name) => contains(name, valuesOf(kwargs), all));
    case "expect_column_distinct_values_to_equal_set": {
      const values = valuesOf(kwargs);
      if (values === undefined) return [everything];
      if (values.length === 0) return [];
      return ofColumn((name) => [
        ...rule({ kind: "in-set", column: name, values }, all),
        ...contains(name, values, all),
      ]);
    }
    case "expect_column_most_common_value_to_be_in_set": {
      const values = valuesOf(kwargs);
      if (values === undefined) return [everything];
      const tiesAllowed = kwargs["ties_okay"] === true ? { tiesAllowed: true } : {};
      return ofColumn((name) =>
        rule({ kind: "most-common", column: name, values, ...tiesAllowed }, all),
      );
    }
    case "expect_column_min_to_be_between":
    case "expect_column_max_to_be_between":
      return hasTextBound(kwargs)
        ? ofColumn((name) =>
            rule(
              {
                kind: "extreme",
                column: name,
                which: type.includes("_min_") ? "least" : "greatest",
                ...rangeOf(kwargs),
              },
              all,
            ),
          )
        : undefined;
    case "expect_column_quantile_values_to_be_between":
      return ofColumn((name) => quantiles(name, kwargs, lose));
    case "expect_column_kl_divergence_to_be_less_than":
    case "expect_column_chisquare_test_p_value_to_be_greater_than":
      return ofColumn((name) => shift(name, type, { kwargs, lose }));
    case "expect_column_values_to_be_of_type":
    case "expect_column_type_to_be":
    case "expect_column_values_to_be_in_type_list": {
      const names =
        type === "expect_column_values_to_be_in_type_list"
          ? kwargs["type_list"]
          : [kwargs["type_"] ?? kwargs["type"]];
      if (!Array.isArray(names)) return [everything];
      const kinds = [...new Set(textsOf(names).flatMap((one) => kindsOfType(one)))];
      if (textsOf(names).length === 0) return [];
      if (kinds.length === 0)
        lose(
          "verdict",
          textsOf(names).join(", "),
          "dx knows no such type, so that no column has it",
        );
      const types = kinds.length === 0 ? ["none"] : kinds;
      return ofColumn((name) => [
        { schema: { kind: "columns", columns: [{ name, type: types }], others: true } },
      ]);
    }
    case "expect_column_to_exist": {
      const at = numberOf(kwargs["column_index"]);
      return ofColumn((name) => [
        {
          schema: {
            kind: "columns",
            columns: [{ name, ...(at === undefined ? {} : { at }) }],
            others: true,
          },
        },
      ]);
    }
    case "expect_column_pair_values_to_be_in_set": {
      const [left, right] = [textOf(kwargs["column_A"]), textOf(kwargs["column_B"])];
      const tuples = listOf(kwargs["value_pairs_set"]).map((pair) =>
        listOf(pair).map((value) => (isValue(value) ? value : null)),
      );
      if (left === undefined || right === undefined || tuples.length === 0) return [];
      const pair = [nameOf(left, dialect), nameOf(right, dialect)];
      return rule({ kind: "in-tuples", columns: pair, tuples, ...out });
    }
    case "expect_compound_columns_to_be_unique":
      return columns.length === 0 ? [] : rule({ kind: "unique", columns, ...out });
    case "expect_select_column_values_to_be_unique_within_record":
    case "expect_multicolumn_values_to_be_unique":
      return columns.length < 2 ? [] : rule({ kind: "distinct-in-row", columns, ...out });
    case "expect_multicolumn_values_to_be_equal":
      return columns.length < 2 ? [] : rule({ kind: "equal-in-row", columns, ...out });
    case "expect_multicolumn_sum_to_equal": {
      const equals = numberOf(kwargs["sum_total"]);
      return columns.length === 0 || equals === undefined
        ? []
        : rule({ kind: "row-sum", columns, equals, ...out });
    }
    case "expect_table_row_count_to_equal_other_table": {
      const other = textOf(kwargs["other_table_name"]);
      if (other === undefined) return [];
      const sql = `select (select count(*) from {table} as own_rows) - (select count(*) from ${sqlNameOf(other, dialect)})`;
      return [{ measure: { kind: "query", sql }, bounds: { min: 0, max: 0 } }];
    }
    case "expect_table_column_count_to_equal": {
      const value = numberOf(kwargs["value"]);
      return value === undefined
        ? []
        : [{ measure: { kind: "columns-count" }, bounds: { min: value, max: value } }];
    }
    case "expect_table_column_count_to_be_between":
      return [bounded({ measure: { kind: "columns-count" } }, numbersOf(kwargs))];
    case "unexpected_rows_expectation": {
      const query = textOf(kwargs["unexpected_rows_query"])?.trim().replace(/;$/, "");
      if (query === undefined) return [];
      const rows = query
        .replaceAll("{batch}", "{table} as batch")
        .replaceAll(/\{\{|\}\}/g, (two) => two.charAt(0));
      return [
        {
          measure: { kind: "query", sql: `select count(*) from (${rows}\n) as unexpected_rows` },
          bounds: { max: 0 },
        },
      ];
    }
    default:
      return undefined;
  }
}

/** What any table fulfils: an expectation without a bound. */
export const everything: CheckBody = { measure: { kind: "row-count" }, bounds: { min: 0 } };

/** A measure with its bounds; without any, what any table fulfils. */
export function bounded(
  { measure }: Pick<Extract<CheckBody, { measure: unknown }>, "measure">,
  bounds: Bounds,
): CheckBody {
  if (bounds.min === undefined && bounds.max === undefined) return everything;
  return { measure, bounds };
}

/** The bounds of a measure. */
export function numbersOf(kwargs: Kwargs): Bounds {
  const [min, max] = [numberOf(kwargs["min_value"]), numberOf(kwargs["max_value"])];
  return {
    ...(min === undefined
      ? {}
      : { min, ...(kwargs["strict_min"] === true ? { strictMin: true } : {}) }),
    ...(max === undefined
      ? {}
      : { max, ...(kwargs["strict_max"] === true ? { strictMax: true } : {}) }),
  };
}

/** What is left out, if it is something else than without a word. */
export function withLeaveOut(leaveOut: LeaveOut): { readonly leaveOut?: LeaveOut } {
  return leaveOut === "any-null" ? {} : { leaveOut };
}

/** What GX leaves out of a rule of columns; without a word, rows in which all of them are NULL. */
export function leaveOutOf(ignored: unknown): LeaveOut {
  if (ignored === "either_value_is_missing" || ignored === "any_value_is_missing")
    return "any-null";
  return ignored === "neither" || ignored === "never" ? "none" : "all-null";
}

const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one) => typeof one === "string");

const isValue = (value: unknown): value is CheckValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** `undefined` if there is no set. */
function valuesOf(kwargs: Kwargs): readonly CheckValue[] | undefined {
  const set = kwargs["value_set"];
  return Array.isArray(set) ? listOf(set).filter(isValue) : undefined;
}

function hasTextBound(kwargs: Kwargs): boolean {
  return [kwargs["min_value"], kwargs["max_value"]].some(
    (bound) => typeof bound === "string" && numberOf(bound) === undefined,
  );
}

function rangeOf(
  kwargs: Kwargs,
): Pick<Extract<SetRule, { kind: "extreme" }>, "min" | "max" | "strictMin" | "strictMax"> {
  const [min, max] = [kwargs["min_value"], kwargs["max_value"]];
  return {
    ...(isValue(min) ? { min } : {}),
    ...(isValue(max) ? { max } : {}),
    ...(kwargs["strict_min"] === true ? { strictMin: true } : {}),
    ...(kwargs["strict_max"] === true ? { strictMax: true } : {}),
  };
}

interface ListRule {
  readonly type: string;
  readonly kwargs: Kwargs;
  readonly threshold: RowThreshold;
}

function listRule(
  column: string,
  patterns: readonly string[],
  { type, kwargs, threshold }: ListRule,
): readonly CheckBody[] {
  if (patterns.length === 0) return [];
  const isNot = type.includes("_not_");
  const match = !isNot && kwargs["match_on"] === "all" ? "all" : "any";
  const not = isNot ? { not: true } : {};
  return [
    {
      rule: { kind: "matches-list", column, patterns: patterns.map(someOf), match, ...not },
      threshold,
    },
  ];
}

/** An empty pattern matches everywhere. */
export const someOf = (pattern: string): string => (pattern === "" ? "^" : pattern);

function contains(
  column: string,
  values: readonly CheckValue[] | undefined,
  threshold: RowThreshold,
): readonly CheckBody[] {
  if (values === undefined || values.length === 0) return [everything];
  return [{ rule: { kind: "contains", column, values }, threshold }];
}

function outliers(column: string, kwargs: Kwargs, threshold: RowThreshold): readonly CheckBody[] {
  const multiplier = numberOf(kwargs["multiplier"]) ?? 1.5;
  if (kwargs["method"] === "std" && multiplier > 0)
    return [{ rule: { kind: "z-score", column, below: multiplier, bothSides: true }, threshold }];
  if (kwargs["method"] !== undefined && kwargs["method"] !== "iqr") return [];
  return [{ rule: { kind: "fences", column, times: multiplier }, threshold }];
}

function quantiles(
  column: string,
  kwargs: Kwargs,
  lose: ReadingExpectation["lose"],
): readonly CheckBody[] {
  const ranges = isRecord(kwargs["quantile_ranges"]) ? kwargs["quantile_ranges"] : {};
  const [shares, limits] = [listOf(ranges["quantiles"]), listOf(ranges["value_ranges"])];
  const bodies = shares.flatMap((given, at): readonly CheckBody[] => {
    const share = numberOf(given);
    const [low, high] = listOf(limits[at]);
    const [min, max] = [numberOf(low), numberOf(high)];
    if (share === undefined || (min !== undefined && max !== undefined && min > max)) return [];
    const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    const measure = { kind: "quantile", column, share } as const;
    const body = bounded({ measure }, bounds);
    return [body === everything ? body : { measure, bounds, ofNothing: "fail" }];
  });
  if (bodies.length === 0 || bodies.length < shares.length || limits.length !== shares.length)
    return [];
  lose(
    "verdict",
    "quantiles",
    "GX takes one of the values, by the engine; dx interpolates between neighbours",
  );
  return bodies;
}

function shift(
  column: string,
  type: string,
  { kwargs, lose }: { readonly kwargs: Kwargs; readonly lose: ReadingExpectation["lose"] },
): readonly CheckBody[] {
  if (!type.includes("chisquare") && (kwargs["threshold"] ?? null) === null) return [everything];
  if (kwargs["partition_object"] === null || kwargs["partition_object"] === undefined) {
    lose(
      "dropped",
      "no partition",
      "GX makes one of the data itself, from which nothing can differ",
    );
    return [];
  }
  const baseline = baselineOf(kwargs, lose);
  if (baseline === undefined) return [];
  if (type.includes("chisquare")) {
    const p = numberOf(kwargs["p"]) ?? 0.05;
    return [
      {
        measure: { kind: "shift", column, baseline, by: "chi-square-p" },
        bounds: { min: p, strictMin: true },
      },
    ];
  }
  const max = numberOf(kwargs["threshold"]);
  return max === undefined
    ? []
    : [{ measure: { kind: "shift", column, baseline, by: "kl" }, bounds: { max } }];
}
