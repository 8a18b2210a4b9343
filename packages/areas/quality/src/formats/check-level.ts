import { relation, toMicros } from "@dx/core";
import {
  countIf,
  identifier,
  isJson,
  isNan,
  joinSql,
  matchesPattern,
  quantile,
  sql,
  timestampLiteral,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { Bounds, Check, LeaveOut, Measure, RowRule, SetRule } from "../check.ts";
import { consideredRows, isSame } from "../evaluate/considered-rows.ts";
import { isRowRule } from "../evaluate/count-form.ts";
import { isNarrowRule, type NarrowRule } from "./wide.ts";

/** How the rows of a check are told apart: `fails` and `considered` are conditions on the rows of `from`. */
export interface RowParts {
  readonly from: Sql;
  readonly considered: Sql;
  readonly fails: Sql;
}

/**
 * The query that judges a check by itself: one row with `level`, 2 where it fails, 1 where it warns, 0 where it passes. What tools that only have SQL of
 * one's own are given. A measure of nothing, which for dx is an error, fails.
 * @param table - instead of the check's table, such as the placeholder of a tool
 * @returns `undefined` for a schema, which no portable SQL can see
 */
// oxlint-disable-next-line complexity -- measures and rules, of groups or not
export function levelQuery(
  check: Check,
  table: Sql = sql`${relation(check.table)}`,
): Sql | undefined {
  if ("schema" in check) return undefined;
  const groups =
    check.groupBy === undefined
      ? sql``
      : sql` group by ${check.groupBy.map((name) => identifier(name))}`;
  const leveled = (level: Sql): Sql =>
    check.groupBy === undefined
      ? level
      : sql`select coalesce(max(level), 0) as level from (${level}) as levels`;
  const highest = check.severity === "error" ? 2 : 1;
  const where = check.where === undefined ? sql`` : sql` where (${verbatimSql(check.where)})`;
  const rows = sql`${table} as checked${where}`;
  if ("measure" in check) {
    const { bounds, warnBounds, ofNothing } = check;
    const figure = measured(check.measure, rows);
    if (figure === undefined || (check.groupBy !== undefined && !isAggregate(check.measure)))
      return undefined;
    const value = isAggregate(check.measure)
      ? sql`select ${figure} as measured from ${rows}${groups}`
      : sql`select ${figure} as measured`;
    const warns =
      warnBounds === undefined ? sql`` : sql` when ${outside(check.measure, warnBounds)} then 1`;
    const isShare = check.measure.kind === "null-share" || check.measure.kind === "distinct-share";
    const isNothing = isShare || ofNothing === "pass" ? sql`1 = 0` : sql`measured is null`;
    return leveled(
      sql`select case when ${isNothing} or ${outside(check.measure, bounds)} then ${plain(highest)}${warns} else 0 end as level from (${value}) as figures`,
    );
  }
  const { of, failAbove, warnAbove } = check.threshold;
  const parts = rowParts(check.rule, rows);
  if (parts === undefined || (check.groupBy !== undefined && isSetRule(check.rule)))
    return undefined;
  const { from, considered, fails } = parts;
  const all = of === "rows" ? sql`count(*)` : countIf(considered);
  const failed = countIf(sql`${considered} and ${fails}`);
  const share = of === "count" ? failed : sql`${failed} * ${1} / nullif(${all}, 0)`;
  const counts = sql`select ${share} as share from ${from}${groups}`;
  const warns = warnAbove === undefined ? sql`` : sql` when share > ${warnAbove} then 1`;
  return leveled(
    sql`select case when share > ${failAbove} then ${plain(highest)}${warns} else 0 end as level from (${counts}) as figures`,
  );
}

const plain = (n: number): Sql => verbatimSql(String(n));
const all = (conditions: readonly Sql[]): Sql => joinSql(conditions, " and ");
const notNull = (columns: readonly string[]): Sql =>
  all(columns.map((name) => sql`${identifier(name)} is not null`));

/** Whether a rule looks at rows beside others. */
function isSetRule(rule: RowRule | SetRule): boolean {
  return !isRowRule(rule);
}

/** The parts of a rule; `undefined` for one that SQL without the types of columns cannot tell. */
// oxlint-disable-next-line complexity -- one case for each rule
export function rowParts(rule: RowRule | SetRule, rows: Sql): RowParts | undefined {
  if (!isNarrowRule(rule)) return wideParts(rule, rows);
  switch (rule.kind) {
    case "unique": {
      const keys = rule.columns.map((name) => identifier(name));
      const counted = sql`select checked.*, count(*) over (partition by ${keys}) as dx_same from ${rows}`;
      return {
        from: sql`(${counted}) as counted`,
        considered: considering(rule.columns, rule.leaveOut),
        fails: sql`dx_same > 1`,
      };
    }
    case "references": {
      const pairs = rule.columns.map(
        (name, at) =>
          sql`parent.${identifier(rule.referenced[at] ?? name)} = checked.${identifier(name)}`,
      );
      const exists = sql`exists (select 1 from ${relation(rule.table)} as parent where ${all(pairs)})`;
      return { from: rows, considered: notNull(rule.columns), fails: sql`not ${exists}` };
    }
    case "increasing": {
      const value = identifier(rule.column);
      if (rule.within !== undefined) return undefined;
      const { decreasing = false, strictly = false } = rule;
      const last = decreasing ? sql`${value} desc` : value;
      const order = [...rule.orderBy.map((name) => identifier(name)), last];
      const there = notNull([...new Set([rule.column, ...rule.orderBy])]);
      const before = sql`lag(${value}) over (partition by case when ${there} then 1 else 0 end order by ${order}) as dx_before`;
      const is = verbatimSql(`${decreasing ? ">" : "<"}${strictly ? "=" : ""}`);
      const falls = sql`${value} ${is} dx_before`;
      return {
        from: sql`(select checked.*, ${before} from ${rows}) as ordered`,
        considered: there,
        fails: falls,
      };
    }
    case "determines": {
      const [value, keys] = [identifier(rule.column), rule.columns.map((name) => identifier(name))];
      const over = sql`over (partition by ${keys})`;
      const counted = sql`select checked.*, min(${value}) ${over} as dx_least, max(${value}) ${over} as dx_most from ${rows}`;
      return {
        from: sql`(${counted}) as counted`,
        considered: sql`${notNull(rule.columns)} and ${value} is not null`,
        fails: sql`dx_least <> dx_most`,
      };
    }
    default:
      return { from: rows, ...rowConditions(rule) };
  }
}

/** The rows that a rule of columns considers. */
function considering(columns: readonly string[], leaveOut: LeaveOut | undefined): Sql {
  return all([sql`1 = 1`, ...consideredRows(columns, leaveOut)]);
}

type WideRule = Exclude<RowRule | SetRule, NarrowRule>;

function wideParts(rule: WideRule, from: Sql): RowParts | undefined {
  switch (rule.kind) {
    case "matches-list": {
      const value = identifier(rule.column);
      const each = rule.patterns.map((pattern) => matchesPattern(value, { pattern }));
      const matches = sql`(${joinSql(each, rule.match === "any" ? " or " : " and ")})`;
      return {
        from,
        considered: sql`${value} is not null`,
        fails: rule.not === true ? matches : sql`not ${matches}`,
      };
    }
    case "all-of": {
      const parts = rule.rules.map((one) => rowParts(one, from));
      const others = (rule.among ?? []).map((one) => rowParts(one, from));
      if ([...parts, ...others].includes(undefined)) return undefined;
      const some = joinSql(
        parts.flatMap((part) => part?.considered ?? []),
        " or ",
      );
      const fails = joinSql(
        parts.flatMap((part) =>
          part === undefined ? [] : [sql`(${part.considered} and ${part.fails})`],
        ),
        " or ",
      );
      const kept = others.flatMap((part) =>
        part === undefined ? [] : [sql`not coalesce(${part.considered} and ${part.fails}, 1 = 0)`],
      );
      return { from, considered: all([sql`(${some})`, ...kept]), fails: sql`(${fails})` };
    }
    case "json": {
      const value = identifier(rule.column);
      return { from, considered: sql`${value} is not null`, fails: sql`not ${isJson(value)}` };
    }
    case "row-sum": {
      const sum = joinSql(
        rule.columns.map((name) => sql`coalesce(${identifier(name)}, 0)`),
        " + ",
      );
      const considered = considering(rule.columns, rule.leaveOut);
      return { from, considered, fails: sql`${sum} <> ${rule.equals}` };
    }
    case "distinct-in-row":
    case "equal-in-row": {
      const values = rule.columns.map((name) => identifier(name));
      const pairs =
        rule.kind === "equal-in-row"
          ? values.slice(1).map((value) => sql`not ${isSame(values[0] ?? value, value)}`)
          : values.flatMap((one, at) => values.slice(at + 1).map((other) => isSame(one, other)));
      const considered = considering(rule.columns, rule.leaveOut);
      return { from, considered, fails: sql`(${joinSql(pairs, " or ")})` };
    }
    default:
      return undefined;
  }
}

function rowConditions(rule: Extract<NarrowRule, RowRule>): Omit<RowParts, "from"> {
  if (rule.kind === "compare") {
    const [left, right] = [identifier(rule.left), identifier(rule.right)];
    if (rule.leaveOut !== undefined && rule.leaveOut !== "any-null")
      return {
        considered: considering([rule.left, rule.right], rule.leaveOut),
        fails: comparedWithNull(rule, left, right),
      };
    return {
      considered: notNull([rule.left, rule.right]),
      fails: sql`not (${left} ${verbatimSql(rule.is)} ${right})`,
    };
  }
  if (rule.kind === "condition") {
    const condition = sql`(${verbatimSql(rule.sql)})`;
    return { considered: sql`${condition} is not null`, fails: sql`not ${condition}` };
  }
  const value = identifier(rule.column);
  if (rule.kind === "not-null") return { considered: sql`1 = 1`, fails: sql`${value} is null` };
  if (rule.kind === "is-null") return { considered: sql`1 = 1`, fails: sql`${value} is not null` };
  return { considered: sql`${value} is not null`, fails: valueFails(rule, value) };
}

function comparedWithNull(
  { is }: Extract<RowRule, { kind: "compare" }>,
  left: Sql,
  right: Sql,
): Sql {
  if (is === "=") return sql`not ${isSame(left, right)}`;
  if (is === "<>") return isSame(left, right);
  return sql`not coalesce(${left} ${verbatimSql(is)} ${right}, 1 = 0)`;
}

type ValueRule = Extract<
  RowRule,
  { kind: "not-nan" | "between" | "in-set" | "not-in-set" | "matches" | "length" }
>;

// oxlint-disable-next-line complexity -- one case for each rule
function valueFails(rule: ValueRule, value: Sql): Sql {
  switch (rule.kind) {
    case "not-nan":
      return isNan(value);
    case "between": {
      const low =
        rule.min === undefined
          ? []
          : [sql`${value} ${rule.strictMin === true ? sql`<=` : sql`<`} ${rule.min}`];
      const high =
        rule.max === undefined
          ? []
          : [sql`${value} ${rule.strictMax === true ? sql`>=` : sql`>`} ${rule.max}`];
      return sql`(${joinSql([...low, ...high], " or ")})`;
    }
    case "in-set":
      return rule.values.length === 0 ? sql`1 = 1` : sql`${value} not in (${[...rule.values]})`;
    case "not-in-set":
      return rule.values.length === 0 ? sql`1 = 0` : sql`${value} in (${[...rule.values]})`;
    case "matches":
      return rule.not === true
        ? matchesPattern(value, rule)
        : sql`not ${matchesPattern(value, rule)}`;
    case "length": {
      const low = rule.min === undefined ? [] : [sql`length(${value}) < ${plain(rule.min)}`];
      const high = rule.max === undefined ? [] : [sql`length(${value}) > ${plain(rule.max)}`];
      return sql`(${joinSql([...low, ...high], " or ")})`;
    }
  }
}

/** Whether a measure is an aggregate over the rows of its check. */
function isAggregate({ kind }: Measure): boolean {
  return kind !== "query";
}

function measured(measure: Measure, rows: Sql): Sql | undefined {
  switch (measure.kind) {
    case "row-count":
      return sql`count(*)`;
    case "expression":
      return sql`(${verbatimSql(measure.sql)})`;
    case "query": {
      const [first = "", ...others] = measure.sql.split("{table}");
      const parts = others.map((part) => sql`(select * from ${rows})${verbatimSql(part)}`);
      return sql`(${joinSql([verbatimSql(first), ...parts], "")})`;
    }
    case "columns-count":
    case "failing":
    case "shift":
      return undefined;
    default:
      return measuredColumn(measure);
  }
}

type ColumnMeasure = Exclude<
  Measure,
  { kind: "row-count" | "expression" | "query" | "columns-count" | "failing" | "shift" }
>;

function measuredColumn(measure: ColumnMeasure): Sql {
  const value = identifier(measure.column);
  switch (measure.kind) {
    case "distinct-count":
      return sql`count(distinct ${value})`;
    case "distinct-share":
      return sql`count(distinct ${value}) * ${1} / nullif(count(${value}), 0)`;
    case "null-share":
      return sql`${countIf(sql`${value} is null`)} * ${1} / nullif(count(*), 0)`;
    case "min":
      return sql`min(${value})`;
    case "max":
    case "freshness-minutes":
      return sql`max(${value})`;
    case "mean":
      return sql`avg(${value})`;
    case "sum":
      return sql`sum(${value})`;
    case "stddev":
      return sql`stddev_samp(${value})`;
    case "quantile":
      return quantile(value, measure.share);
  }
}

/** Whether a measure, NULL if there is none, lies outside of bounds; of an age in minutes, the youngest value is measured. */
function outside(measure: Measure, bounds: Bounds): Sql {
  const beyond = beyondBounds(measure, bounds);
  return bounds.outside === true ? sql`not ${beyond}` : beyond;
}

function beyondBounds(
  measure: Measure,
  { min, max, strictMin = false, strictMax = false }: Bounds,
): Sql {
  const value = sql`measured`;
  if (measure.kind === "freshness-minutes") {
    const now = toMicros(measure.now);
    const before = (minutes: number): Sql =>
      timestampLiteral(now - BigInt(Math.round(minutes * 60_000_000)));
    const [above, below] = [
      sql`${verbatimSql(strictMin ? ">=" : ">")}`,
      sql`${verbatimSql(strictMax ? "<=" : "<")}`,
    ];
    const young = min === undefined ? [] : [sql`${value} ${above} ${before(min)}`];
    const old = max === undefined ? [] : [sql`${value} ${below} ${before(max)}`];
    return sql`(${joinSql([...young, ...old], " or ")})`;
  }
  const low =
    min === undefined ? [] : [sql`${value} ${verbatimSql(strictMin ? "<=" : "<")} ${min}`];
  const high =
    max === undefined ? [] : [sql`${value} ${verbatimSql(strictMax ? ">=" : ">")} ${max}`];
  return low.length + high.length === 0 ? sql`1 = 0` : sql`(${joinSql([...low, ...high], " or ")})`;
}
