import { relation, toMicros } from "@dx/core";
import {
  countIf,
  identifier,
  isNan,
  joinSql,
  matchesPattern,
  quantile,
  sql,
  timestampLiteral,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { Check, Measure, RowRule, SetRule } from "../check.ts";

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
export function levelQuery(
  check: Check,
  table: Sql = sql`${relation(check.table)}`,
): Sql | undefined {
  if ("schema" in check) return undefined;
  const highest = check.severity === "error" ? 2 : 1;
  const where = check.where === undefined ? sql`` : sql` where (${verbatimSql(check.where)})`;
  const rows = sql`${table} as checked${where}`;
  if ("measure" in check) {
    const { bounds, warnBounds } = check;
    const value = sql`select ${measured(check.measure)} as measured from ${rows}`;
    const warns =
      warnBounds === undefined ? sql`` : sql` when ${outside(check.measure, warnBounds)} then 1`;
    const isShare = check.measure.kind === "null-share" || check.measure.kind === "distinct-share";
    const isNothing = isShare ? sql`1 = 0` : sql`measured is null`;
    return sql`select case when ${isNothing} or ${outside(check.measure, bounds)} then ${plain(highest)}${warns} else 0 end as level from (${value}) as figures`;
  }
  const { of, failAbove, warnAbove } = check.threshold;
  const { from, considered, fails } = rowParts(check.rule, rows);
  const all = of === "rows" ? sql`count(*)` : countIf(considered);
  const counts = sql`select ${countIf(sql`${considered} and ${fails}`)} * ${1} / nullif(${all}, 0) as share from ${from}`;
  const warns = warnAbove === undefined ? sql`` : sql` when share > ${warnAbove} then 1`;
  return sql`select case when share > ${failAbove} then ${plain(highest)}${warns} else 0 end as level from (${counts}) as figures`;
}

const plain = (n: number): Sql => verbatimSql(String(n));
const all = (conditions: readonly Sql[]): Sql => joinSql(conditions, " and ");
const notNull = (columns: readonly string[]): Sql =>
  all(columns.map((name) => sql`${identifier(name)} is not null`));

export function rowParts(rule: RowRule | SetRule, rows: Sql): RowParts {
  switch (rule.kind) {
    case "unique": {
      const keys = rule.columns.map((name) => identifier(name));
      const counted = sql`select checked.*, count(*) over (partition by ${keys}) as dx_same from ${rows}`;
      return {
        from: sql`(${counted}) as counted`,
        considered: notNull(rule.columns),
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
      const order = [...rule.orderBy.map((name) => identifier(name)), value];
      const there = notNull([...new Set([rule.column, ...rule.orderBy])]);
      const before = sql`lag(${value}) over (partition by case when ${there} then 1 else 0 end order by ${order}) as dx_before`;
      const falls = rule.strictly === true ? sql`${value} <= dx_before` : sql`${value} < dx_before`;
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

function rowConditions(rule: RowRule): Omit<RowParts, "from"> {
  if (rule.kind === "compare") {
    const [left, right] = [identifier(rule.left), identifier(rule.right)];
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

function measured(measure: Measure): Sql {
  if (measure.kind === "row-count") return sql`count(*)`;
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
function outside(
  measure: Measure,
  { min, max }: { readonly min?: number; readonly max?: number },
): Sql {
  const value = sql`measured`;
  if (measure.kind === "freshness-minutes") {
    const now = toMicros(measure.now);
    const before = (minutes: number): Sql =>
      timestampLiteral(now - BigInt(Math.round(minutes * 60_000_000)));
    const young = min === undefined ? [] : [sql`${value} > ${before(min)}`];
    const old = max === undefined ? [] : [sql`${value} < ${before(max)}`];
    return sql`(${joinSql([...young, ...old], " or ")})`;
  }
  const low = min === undefined ? [] : [sql`${value} < ${min}`];
  const high = max === undefined ? [] : [sql`${value} > ${max}`];
  return low.length + high.length === 0 ? sql`1 = 0` : sql`(${joinSql([...low, ...high], " or ")})`;
}
