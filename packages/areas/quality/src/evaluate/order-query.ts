import { DxError, type DataType } from "@dx/core";
import {
  comparable,
  countIf,
  identifier,
  joinSql,
  laterBy,
  sql,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { SetRule } from "../check.ts";
import { allThere, fromTable } from "./from-table.ts";
import { total, type SetCheck } from "./set-check.ts";
import { valueSql } from "./value-sql.ts";

type TypeOf = (column: string) => DataType;
type OrderRule = Extract<SetRule, { kind: "increasing" | "steps" | "ranges" }>;

/** All rows, those considered, and those that do not follow the one before as they should. */
export function orderQuery(check: SetCheck, rule: OrderRule, typeOf: TypeOf): Sql {
  const { rows, fails } = orderedRows(check, rule, typeOf);
  return sql`select ${total(check)}, count(*) as n_considered, ${countIf(fails)} as n_failed from (${rows}) as in_order`;
}

/** Rows beside what stands before them. */
export interface OrderedRows {
  /** A query with the columns that are shown, and what `fails` stands on. */
  readonly rows: Sql;
  /** True for rows that fail. */
  readonly fails: Sql;
}

/** The rows of a rule of order, with the columns of `shown` beside, and which of them fail. */
export function orderedRows(
  ...[check, rule, typeOf, shown = []]: readonly [SetCheck, OrderRule, TypeOf, (readonly Sql[])?]
): OrderedRows {
  const beside = shown.length === 0 ? sql`` : sql`${joinSql(shown, ", ")}, `;
  const among = rule.within ?? [];
  const partition =
    among.length === 0
      ? sql``
      : sql`partition by ${among.map((name) => compared(name, typeOf(name)))} `;
  switch (rule.kind) {
    case "increasing": {
      const { column, orderBy, strictly = false, decreasing = false } = rule;
      const value = compared(column, typeOf(column));
      const last = decreasing ? sql`${value} desc` : value;
      const order = [...orderBy.map((name) => compared(name, typeOf(name))), last];
      const there = allThere([...new Set([column, ...orderBy])]);
      const is = verbatimSql(`${decreasing ? ">" : "<"}${strictly ? "=" : ""}`);
      return {
        rows: sql`select ${beside}${value} as value_now, lag(${value}) over (${partition}order by ${order}) as value_before
${fromTable(check, there)}`,
        fails: sql`value_now ${is} value_before`,
      };
    }
    case "steps": {
      const value = identifier(rule.column);
      return {
        rows: sql`select ${beside}${value} as value_now, lag(${value}) over (${partition}order by ${value}) as value_before
${fromTable(check, allThere([rule.column]))}`,
        fails: sql`value_now <> ${next(sql`value_before`, rule, typeOf(rule.column))}`,
      };
    }
    case "ranges": {
      const [from, to] = [identifier(rule.from), identifier(rule.to)];
      const earlier = sql`over (${partition}order by ${from}, ${to} rows between unbounded preceding and 1 preceding)`;
      const before = { allowed: "<", "not-allowed": "<>", required: "<=" }[rule.gaps];
      const turned = rule.mayBeEmpty === true ? sql`<` : sql`<=`;
      return {
        rows: sql`select ${beside}${from} as begins, ${to} as ends, max(${to}) ${earlier} as ended_before
${fromTable(check, allThere([rule.from, rule.to]))}`,
        fails: sql`(ends ${turned} begins or coalesce(begins ${verbatimSql(before)} ended_before, 1 = 0))`,
      };
    }
  }
}

function next(
  before: Sql,
  { step, unit, column }: Extract<SetRule, { kind: "steps" }>,
  type: DataType,
): Sql {
  const isTime = type.kind === "date" || type.kind === "timestamp" || type.kind === "instant";
  if (isTime !== (unit !== undefined))
    throw new DxError(
      "DX_QUALITY_TYPE",
      `steps of ${unit ?? "no unit"} do not fit ${column}, which is ${type.kind}`,
      { hint: isTime ? "give a unit, as day" : "leave the unit out" },
    );
  return unit === undefined
    ? sql`${before} + ${valueSql(step, type)}`
    : laterBy(before, step, unit);
}

function compared(column: string, type: DataType): Sql {
  const plain = identifier(column);
  return type.kind === "text" ? comparable({ sql: plain, type }) : plain;
}
