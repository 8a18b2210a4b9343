import { DxError, infiniteMicros, toMicros, valueAt, type Column, type DataType } from "@dx/core";
import { castAs, countIf, identifier, quantile, sql, verbatimSql, type Sql } from "@dx/sql";
import type { Check, CheckResult, Measure, RowRule, SetRule } from "../check.ts";
import { judgeFailing, judgeMeasure, judgeRows, type Judged } from "./judge.ts";
import { readCount, readNumber } from "./read-number.ts";
import { rowCondition, type RowConditionOptions } from "./row-condition.ts";
import { shiftForm } from "./shift-form.ts";
import { isNumeric } from "./value-sql.ts";

/** How rows are counted: each as one, or each value as often as it comes. */
export interface Counter {
  readonly all: Sql;
  readonly where: (condition: Sql) => Sql;
}

/** Each row is one. */
export const countRowsOf: Counter = { all: sql`count(*)`, where: countIf };

/** A check as aggregates of one query over its table, and how to read them. */
export interface CountForm {
  /** What is selected, in order. */
  readonly asked: readonly Sql[];
  /** Makes the result of the first row, whose columns are in the same order. */
  readonly judge: (columns: readonly (Column | undefined)[], judged: Judged) => CheckResult;
  /** Of a rule: true for rows that fail. */
  readonly failing?: Sql;
}

/** A check whose figures are aggregates. */
export type CountedCheck =
  | (Extract<Check, { rule: object }> & { readonly rule: RowRule })
  | Extract<Check, { measure: object }>;

/** The form of a check. @throws DxError `DX_QUALITY_TYPE` if it does not fit the types of its columns */
export function countForm(
  check: CountedCheck,
  options: RowConditionOptions,
  counter: Counter = countRowsOf,
): CountForm {
  if ("measure" in check) {
    if (check.measure.kind === "failing") return failingForm(check, options, counter);
    if (check.measure.kind === "shift")
      return shiftForm(check, check.measure, { ...options, counter });
    return measureForm(check, options, counter);
  }
  const { considered, failing } = rowCondition(check.rule, options);
  const all = counter.all;
  return {
    asked: [all, considered === null ? all : counter.where(considered), counter.where(failing)],
    failing,
    judge: ([rows, some, failed], judged) =>
      judgeRows(
        check,
        { rows: readCount(rows), considered: readCount(some), failed: readCount(failed) },
        judged,
      ),
  };
}

/** The figures of a rule for rows, as one number. */
function failingForm(
  check: Extract<Check, { measure: object }>,
  options: RowConditionOptions,
  counter: Counter,
): CountForm {
  const { measure, bounds: _bounds, warnBounds: _warnBounds, ofNothing: _, ...head } = check;
  if (measure.kind !== "failing" || !isRowRule(measure.rule))
    throw new DxError("DX_QUALITY_CHECK", "the rule looks at rows beside others");
  const inner = { ...head, rule: measure.rule, threshold: { of: "rows", failAbove: 0 } } as const;
  const { asked, judge } = countForm(inner, options, counter);
  return { asked, judge: (columns, judged) => judgeFailing(check, judge(columns, judged), judged) };
}

/** Whether a rule looks at each row alone. */
export function isRowRule(rule: RowRule | SetRule): rule is RowRule {
  return !setRules.has(rule.kind);
}

const setRules: ReadonlySet<string> = new Set<SetRule["kind"]>([
  "unique",
  "references",
  "increasing",
  "steps",
  "ranges",
  "determines",
  "z-score",
  "fences",
  "contains",
  "most-common",
  "extreme",
]);

/** How a measure is asked and read. */
interface MeasureForm {
  readonly asked: Sql;
  readonly read: (column: Column | undefined, counts: Counts) => number | null;
  readonly mayBeNothing: boolean;
  readonly error?: (column: Column | undefined) => string | undefined;
}

interface Counts {
  readonly rows: number;
  readonly values: number;
}

function measureForm(
  check: Extract<Check, { measure: object }>,
  options: RowConditionOptions,
  counter: Counter,
): CountForm {
  const { measure } = check;
  const column = "column" in measure ? identifier(measure.column) : undefined;
  const type = "column" in measure ? options.typeOf(measure.column) : undefined;
  const form = formOf(measure, { column, type, all: counter.all });
  const values = column === undefined ? counter.all : counter.where(sql`(${column} is not null)`);
  return {
    asked: [counter.all, values, form.asked],
    judge: ([first, second, third], judged) => {
      const counts = { rows: readCount(first), values: readCount(second) };
      const error = form.error?.(third);
      return judgeMeasure(
        check,
        {
          rows: counts.rows,
          considered: counts.values,
          observed: form.read(third, counts),
          mayBeNothing: form.mayBeNothing,
          ...(error === undefined ? {} : { error }),
        },
        judged,
      );
    },
  };
}

const asFloat = (value: Sql): Sql => castAs(value, "float64");
const share = (part: number, { rows, values }: Counts, of: "rows" | "values"): number | null => {
  const all = of === "rows" ? rows : values;
  return all === 0 ? null : part / all;
};

/** A truth as 1 or 0, so that its mean is the share of what is true. */
const asOne = (truth: Sql): Sql => sql`case when ${truth} then 1 when not ${truth} then 0 end`;

interface Measured {
  readonly column: Sql | undefined;
  readonly type: DataType | undefined;
  readonly all: Sql;
}

// oxlint-disable-next-line complexity -- one case for each measure
function formOf(measure: Measure, { column = sql``, type, all }: Measured): MeasureForm {
  const isTruth = type?.kind === "boolean" && (measure.kind === "mean" || measure.kind === "sum");
  const number = (asked: Sql): MeasureForm => {
    if (isTruth) return { asked: asFloat(asked), read: readNumber, mayBeNothing: false };
    if (type === undefined || !isNumeric(type)) throw misfit(measure, type);
    return { asked: asFloat(asked), read: readNumber, mayBeNothing: false };
  };
  switch (measure.kind) {
    case "expression":
      return {
        asked: asFloat(sql`(${verbatimSql(measure.sql)}\n)`),
        read: readNumber,
        mayBeNothing: false,
      };
    case "query":
    case "columns-count":
    case "failing":
    case "shift":
      throw new DxError("DX_QUALITY_CHECK", `${measure.kind} is asked in another way`);
    case "row-count":
      return { asked: all, read: (_, { rows }) => rows, mayBeNothing: false };
    case "null-share":
      return {
        asked: all,
        read: (_, counts) => share(counts.rows - counts.values, counts, "rows"),
        mayBeNothing: true,
      };
    case "distinct-count":
      return { asked: sql`count(distinct ${column})`, read: readCount, mayBeNothing: false };
    case "distinct-share":
      return {
        asked: sql`count(distinct ${column})`,
        read: (found, counts) => share(readCount(found), counts, "values"),
        mayBeNothing: true,
      };
    case "min":
      return number(sql`min(${column})`);
    case "max":
      return number(sql`max(${column})`);
    case "mean":
      return number(sql`avg(${isTruth ? asOne(column) : column})`);
    case "sum":
      return number(sql`sum(${isTruth ? asOne(column) : column})`);
    case "stddev":
      return number(sql`stddev_samp(${asFloat(column)})`);
    case "quantile":
      return number(quantile(asFloat(column), measure.share));
    case "freshness-minutes":
      return freshness(measure, column, type);
  }
}

const microsPerDay = 86_400_000_000n;

function freshness(
  measure: Extract<Measure, { kind: "freshness-minutes" }>,
  column: Sql,
  type: DataType | undefined,
): MeasureForm {
  const kind = type?.kind;
  if (kind !== "date" && kind !== "timestamp" && kind !== "instant") throw misfit(measure, type);
  const now = toMicros(measure.now);
  return {
    asked: sql`max(${column})`,
    read: (found) => {
      const value = latest(found);
      return value === null ? null : Number(now - value) / 60_000_000;
    },
    mayBeNothing: false,
    error: (found) => {
      const value = latest(found);
      const size = value === null ? 0n : value < 0n ? -value : value;
      return size >= infiniteMicros - 1n || size > microsPerDay * 2_147_483_646n
        ? "the latest time is infinity"
        : undefined;
    },
  };
}

function misfit({ kind }: Measure, type: DataType | undefined): DxError {
  return new DxError(
    "DX_QUALITY_TYPE",
    `there is no ${kind} of a column of ${type?.kind ?? "no type"}`,
    {
      hint: kind === "freshness-minutes" ? "give a column of times" : "give a column of numbers",
    },
  );
}

function latest(found: Column | undefined): bigint | null {
  const value = found === undefined ? null : valueAt(found, 0);
  if (typeof value === "number") return BigInt(value) * microsPerDay;
  return typeof value === "bigint" ? value : null;
}
