import type { CheckValue, RowRule, SetRule } from "../check.ts";
import { minutesOf } from "./dbt-age.ts";
import { bare, counted, isPlainName, tableOf, type DbtBody } from "./dbt-own.ts";
import type { ReadingTest } from "./dbt-read.ts";
import type { DbtTest } from "./from-dbt.ts";
import { readExpectation } from "./great-expectations-read.ts";
import { bounded, numbersOf } from "./great-expectations-wide.ts";
import { listOf, numberOf, textOf } from "./read-document.ts";
import { nameOf, sqlNameOf, strict } from "./words.ts";

type Kwargs = Readonly<Record<string, unknown>>;

/** What a test of dbt_expectations says: mostly what Great Expectations calls so, with groups, and with arguments of its own. */
export function readDbtExpectation(
  type: string,
  test: DbtTest,
  reading: ReadingTest,
): readonly DbtBody[] {
  const { lose, dialect } = reading;
  const kwargs = kwargsOf(type, test, lose);
  const groups = groupsOf(test.given).map((name) => nameOf(name, dialect));
  const own = ownBodies(type, kwargs, { ...reading, groups });
  const where = textOf(kwargs["row_condition"]);
  if (own !== undefined) {
    if (own.length === 0)
      lose("dropped", type, "dx has no check for it, or not with these arguments");
    return where === undefined ? own : own.map((body) => Object.assign({}, body, { where }));
  }
  const bodies = readExpectation({ type, kwargs }, reading);
  if (groups.length === 0) return bodies;
  const isGrouped = bodies.every((body) => "measure" in body);
  if (isGrouped) return bodies.map((body) => Object.assign({}, body, { groupBy: groups }));
  lose("dropped", "group_by", "dx has no groups in such a check");
  return [];
}

function groupsOf(given: Kwargs): readonly string[] {
  const groups = given["group_by"] ?? given["group_by_columns"];
  return (typeof groups === "string" ? [groups] : listOf(groups)).filter(
    (one) => typeof one === "string",
  );
}

/** The arguments as Great Expectations calls them. */
function kwargsOf(type: string, { given, column }: DbtTest, lose: ReadingTest["lose"]): Kwargs {
  const { group_by: _, strictly, ...rest } = given;
  const isOrder = type.endsWith("creasing");
  const isStrict = strictly === true && !isOrder;
  const columns = given["column_list"];
  if (given["flags"] !== undefined && given["flags"] !== "")
    lose("verdict", "flags", "dx reads regular expressions without flags");
  const pair = listOf(given["value_pairs_set"]).map((one) => listOf(one).map(plainValue));
  return {
    ...rest,
    ...(column === undefined ? {} : { column: bare(column) }),
    ...(isStrict ? { strict_min: true, strict_max: true } : {}),
    ...(isOrder && strictly !== false ? { strictly: true } : {}),
    // its SQL compares the two, and a comparison with NULL is no failure
    ...(/pair_values_(?:to_be_equal|a_to_be_greater)/i.test(type)
      ? { ignore_row_if: "either_value_is_missing" }
      : {}),
    ...(Array.isArray(columns) ? { column_list: columns } : {}),
    ...(Array.isArray(given["value_set"])
      ? { value_set: listOf(given["value_set"]).map(plainValue) }
      : {}),
    ...(pair.length === 0 ? {} : { value_pairs_set: pair }),
    ...(typeof given["column_index"] === "number"
      ? { column_index: given["column_index"] - 1 }
      : {}),
    ...(given["column_type"] === undefined ? {} : { type_: given["column_type"] }),
    ...(given["column_type_list"] === undefined ? {} : { type_list: given["column_type_list"] }),
  };
}

/** A value that is written as SQL, in quotes, is that text. */
function plainValue(value: unknown): unknown {
  return typeof value === "string" && /^'(?:[^']|'')*'$/.test(value)
    ? value.slice(1, -1).replaceAll("''", "'")
    : value;
}

const rule = (one: RowRule | SetRule): readonly DbtBody[] => [{ rule: one, threshold: strict }];

interface Aggregates {
  readonly expression: string;
  readonly theirs: string;
  readonly from: string;
  readonly keys: readonly string[];
  readonly most: number;
  readonly isPercent: boolean;
}

/** In how many groups, or in the whole, two aggregates differ by more than is allowed. */
function aggregatesDiffer({
  expression,
  theirs,
  from,
  keys,
  most,
  isPercent,
}: Aggregates): DbtBody {
  const list = keys.length === 0 ? "" : `${keys.join(", ")}, `;
  const by = keys.length === 0 ? "" : ` group by ${keys.join(", ")}`;
  const same =
    keys.length === 0 ? "1 = 1" : keys.map((key) => `own.${key} = other.${key}`).join(" and ");
  const difference = "abs(coalesce(own.figure, 0) - coalesce(other.figure, 0))";
  const distance = isPercent ? `${difference} / nullif(own.figure, 0)` : difference;
  return counted(
    `select count(*) from (select ${list}${expression} as figure from {table} as own_rows${by}) as own full join (select ${list}${theirs} as figure from ${from}${by}) as other on ${same} where ${distance} > ${most}`,
  );
}

interface Own extends ReadingTest {
  readonly groups: readonly string[];
}

/** The tests that Great Expectations lacks, or that mean something else here; `undefined` for others. */
// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each test
function ownBodies(
  type: string,
  kwargs: Kwargs,
  { dialect, now, groups, lose }: Own,
): readonly DbtBody[] | undefined {
  const named = textOf(kwargs["column"]);
  const column = named === undefined ? undefined : nameOf(named, dialect);
  const grouped = groups.length === 0 ? {} : { groupBy: groups };
  const expression = textOf(kwargs["expression"]);
  const other = tableOf(textOf(kwargs["compare_model"]) ?? "", dialect);
  const table =
    other === undefined
      ? undefined
      : other
          .split(".")
          .map((part) => sqlNameOf(bare(part), dialect))
          .join(".");
  const names = (value: unknown): readonly string[] =>
    listOf(value)
      .filter((one) => typeof one === "string")
      .map((one) => nameOf(one, dialect));
  switch (type) {
    case "expect_row_values_to_have_recent_data": {
      const minutes = minutesOf(kwargs["datepart"], kwargs["interval"]);
      if (column === undefined || minutes === undefined || now === undefined) return [];
      return [
        {
          measure: { kind: "freshness-minutes", column, now },
          bounds: { max: minutes },
          ofNothing: "fail",
        },
      ];
    }
    case "expect_grouped_row_values_to_have_recent_data": {
      const stamp = textOf(kwargs["timestamp_column"]);
      const minutes = minutesOf(kwargs["datepart"], kwargs["interval"]);
      if (stamp === undefined || minutes === undefined || now === undefined) return [];
      const measure = { kind: "freshness-minutes", column: nameOf(stamp, dialect), now } as const;
      return [{ measure, bounds: { max: minutes }, ofNothing: "fail", ...grouped }];
    }
    case "expect_column_distinct_count_to_equal": {
      const value = numberOf(kwargs["value"]);
      if (column === undefined || value === undefined) return [];
      return [
        {
          measure: { kind: "distinct-count", column },
          bounds: { min: value, max: value },
          ...grouped,
        },
      ];
    }
    case "expect_column_distinct_count_to_be_less_than": {
      const value = numberOf(kwargs["value"]);
      if (column === undefined || value === undefined) return [];
      return [
        {
          measure: { kind: "distinct-count", column },
          bounds: { max: value, strictMax: true },
          ...grouped,
        },
      ];
    }
    case "expect_column_distinct_count_to_be_greater_than": {
      const value = numberOf(kwargs["value"]);
      if (column === undefined || value === undefined) return [];
      return [
        {
          measure: { kind: "distinct-count", column },
          bounds: { min: value, strictMin: true },
          ...grouped,
        },
      ];
    }
    case "expect_column_distinct_count_to_equal_other_table":
    case "expect_table_row_count_to_equal_other_table":
    case "expect_table_row_count_to_equal_other_table_times_factor": {
      if (groups.length > 0) return [];
      const theirs = textOf(kwargs["compare_column_name"]) ?? named;
      const isDistinct = type.includes("distinct_count");
      const factor = numberOf(kwargs["factor"]) ?? 1;
      const of = (name: string | undefined): string =>
        isDistinct && name !== undefined
          ? `count(distinct ${sqlNameOf(name, dialect)})`
          : "count(*)";
      const rows = table ?? (isDistinct ? "{table} as same_rows" : undefined);
      if (rows === undefined) return [];
      const filter = textOf(kwargs["compare_row_condition"]);
      const sql = `select (select ${of(named)} from {table} as own_rows) - ${factor} * (select ${of(theirs)} from ${rows}${filter === undefined ? "" : ` where ${filter}`})`;
      return [{ measure: { kind: "query", sql }, bounds: { min: 0, max: 0 } }];
    }
    case "equal_expression":
    case "expect_table_aggregation_to_equal_other_table": {
      const theirs = textOf(kwargs["compare_expression"]) ?? expression;
      if (expression === undefined || theirs === undefined || table === undefined) return [];
      const filter = textOf(kwargs["compare_row_condition"]);
      const from = `${table}${filter === undefined ? "" : ` where ${filter}`}`;
      const percent = numberOf(kwargs["tolerance_percent"]);
      const most = percent ?? numberOf(kwargs["tolerance"]) ?? 0;
      const keys = groups.map((group) => sqlNameOf(bare(group), dialect));
      return [
        aggregatesDiffer({
          expression,
          theirs,
          from,
          keys,
          most,
          isPercent: percent !== undefined,
        }),
      ];
    }
    case "expression_is_true":
    case "expect_expression_to_be_true":
      return expression === undefined ? [] : rule({ kind: "condition", sql: expression });
    case "expect_table_columns_to_contain_set": {
      const columns = names(kwargs["column_list"]).map((name) => ({ name }));
      return columns.length === 0 ? [] : [{ schema: { kind: "columns", columns, others: true } }];
    }
    case "expect_table_columns_to_match_set": {
      const columns = names(kwargs["column_list"]).map((name) => ({ name }));
      return columns.length === 0 ? [] : [{ schema: { kind: "columns", columns } }];
    }
    case "expect_table_columns_to_not_contain_set": {
      const columns = names(kwargs["column_list"]).map((name) => ({ name, isForbidden: true }));
      return columns.length === 0 ? [] : [{ schema: { kind: "columns", columns, others: true } }];
    }
    case "expect_table_column_count_to_equal_other_table":
    case "expect_column_values_to_be_within_n_moving_stdevs":
      return [];
    case "expect_column_pair_values_to_be_equal":
    case "expect_column_pair_values_A_to_be_greater_than_B": {
      const [left, right] = [textOf(kwargs["column_A"]), textOf(kwargs["column_B"])];
      if (left === undefined || right === undefined) return [];
      if (isPlainName(left) && isPlainName(right)) return undefined;
      const is = type.endsWith("equal") ? "=" : kwargs["or_equal"] === true ? ">=" : ">";
      return rule({ kind: "condition", sql: `(${left}) ${is} (${right})` });
    }
    case "expect_row_values_to_have_data_for_every_n_datepart": {
      const [date, part] = [textOf(kwargs["date_col"]), textOf(kwargs["date_part"]) ?? "day"];
      const isPlain = ["interval", "exclusion_condition", "test_start_date", "test_end_date"].every(
        (key) => kwargs[key] === undefined || kwargs[key] === null || kwargs[key] === 1,
      );
      if (date === undefined || !isPlain || !/^[a-z]+$/.test(part)) return [];
      lose("verdict", "what is counted", "dx counts the gaps, not the parts that are missing");
      const days = `select distinct date_trunc('${part}', ${date}) as part from {table} as own_rows where ${date} is not null`;
      return [
        counted(
          `select count(*) from (select part, lead(part) over (order by part) as next_part from (${days}) as parts) as gaps where next_part > part + interval '1 ${part}'`,
        ),
      ];
    }
    case "expect_column_values_to_be_increasing":
    case "expect_column_values_to_be_decreasing": {
      const sort = textOf(kwargs["sort_column"]);
      if (column === undefined) return [];
      const [step, decreasing] = [numberOf(kwargs["step"]), type.endsWith("decreasing")];
      const within = groups.length === 0 ? {} : { within: groups };
      if (step !== undefined && sort === undefined)
        return rule({ kind: "steps", column, step: decreasing ? -step : step, ...within });
      if (step !== undefined) return [];
      return rule({
        kind: "increasing",
        column,
        orderBy: [sort === undefined ? column : nameOf(sort, dialect)],
        ...(kwargs["strictly"] === true ? { strictly: true } : {}),
        ...(decreasing ? { decreasing: true } : {}),
        ...within,
      });
    }
    case "expect_column_values_to_have_consistent_casing": {
      if (named === undefined) return [];
      const name = sqlNameOf(named, dialect);
      return [
        counted(
          `select count(distinct ${name}) - count(distinct lower(${name})) from {table} as own_rows`,
        ),
      ];
    }
    case "expect_column_values_to_be_within_n_stdevs": {
      const below = numberOf(kwargs["sigma_threshold"]) ?? 3;
      if (column === undefined || groups.length > 0) return [];
      lose(
        "verdict",
        "a value at the threshold itself",
        "dbt_expectations lets it pass; in dx it is too far",
      );
      return rule({ kind: "z-score", column, below, bothSides: true });
    }
    case "expect_column_quantile_values_to_be_between": {
      const share = numberOf(kwargs["quantile"]);
      if (column === undefined || share === undefined) return [];
      return [
        {
          ...bounded({ measure: { kind: "quantile", column, share } }, numbersOf(kwargs)),
          ...grouped,
        },
      ];
    }
    case "expect_multicolumn_sum_to_equal": {
      const [columns, total] = [names(kwargs["column_list"]), numberOf(kwargs["sum_total"])];
      if (columns.length === 0 || total === undefined) return [];
      const sql = `sum(${columns.map((one) => sqlNameOf(bare(one), dialect)).join(" + ")})`;
      return [
        { measure: { kind: "expression", sql }, bounds: { min: total, max: total }, ...grouped },
      ];
    }
    case "expect_column_most_common_value_to_be_in_set": {
      const values = listOf(kwargs["value_set"]).filter(
        (one): one is CheckValue =>
          typeof one === "string" || typeof one === "number" || typeof one === "boolean",
      );
      if (column === undefined || values.length === 0 || (numberOf(kwargs["top_n"]) ?? 1) !== 1)
        return [];
      return rule({ kind: "most-common", column, values });
    }
    default:
      return undefined;
  }
}
