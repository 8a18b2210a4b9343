import { valueAt, type Column, type DataType } from "@dx/core";
import { castAs, countIf, joinSql, sql, type Sql } from "@dx/sql";
import type { CheckResult, SetRule } from "../check.ts";
import { allThere, fromTable } from "./from-table.ts";
import { judgeRows } from "./judge.ts";
import { readCount } from "./read-number.ts";
import { total, type SetCheck, type SetForm } from "./set-check.ts";
import { operand, valueSql } from "./value-sql.ts";

type ValuesRule = Extract<SetRule, { kind: "contains" | "most-common" | "extreme" }>;

/** The form of a rule about the values of a column as a whole. */
export function valuesForm(
  check: SetCheck,
  rule: ValuesRule,
  typeOf: (column: string) => DataType,
): SetForm {
  const type = typeOf(rule.column);
  const value = operand(rule.column, type);
  switch (rule.kind) {
    case "contains":
      return contains(check, rule, { value, type });
    case "most-common":
      return mostCommon(check, rule, { value, type });
    case "extreme":
      return extreme(check, rule, { value, type });
  }
}

interface Of {
  readonly value: Sql;
  readonly type: DataType;
}

const text = (column: Column | undefined): string | undefined => {
  const value = column === undefined ? null : valueAt(column, 0);
  return typeof value === "string" ? value : undefined;
};
const withDetail = (result: CheckResult, detail: string | undefined): CheckResult =>
  detail === undefined ? result : { ...result, detail };

function contains(
  check: SetCheck,
  { values }: Extract<ValuesRule, { kind: "contains" }>,
  { value, type }: Of,
): SetForm {
  const wanted = [...new Map(values.map((one) => [String(one), valueSql(one, type)])).values()];
  const found = sql`count(distinct case when ${value} in (${wanted}) then ${value} end)`;
  return {
    query: sql`select count(*) as n_rows, ${found} as n_found ${fromTable(check)}`,
    width: 2,
    judge: ([rows, there], judged) =>
      judgeRows(
        check,
        {
          rows: readCount(rows),
          considered: wanted.length,
          failed: wanted.length - readCount(there),
        },
        judged,
      ),
  };
}

function mostCommon(
  check: SetCheck,
  { column, values, tiesAllowed = false }: Extract<ValuesRule, { kind: "most-common" }>,
  { value, type }: Of,
): SetForm {
  const groups = sql`select ${value} as one_value, count(*) as n ${fromTable(check, allThere([column]))} group by ${value}`;
  const ranked = sql`select one_value, n, max(n) over () as n_most from (${groups}) as value_groups`;
  const isIn = sql`one_value in (${values.map((one) => valueSql(one, type))})`;
  return {
    query: sql`select ${total(check)}, count(*) as n_considered, ${countIf(isIn)} as n_in, min(${castAs(sql`one_value`, "text")}) as one_text
from (${ranked}) as ranked where n = n_most`,
    width: 4,
    judge: ([rows, modes, inside, shown], judged) => {
      const [considered, there] = [readCount(modes), readCount(inside)];
      const isGood = there > 0 && (tiesAllowed || considered === 1);
      const failed = considered === 0 || isGood ? 0 : Math.max(1, considered - there);
      const one = text(shown);
      const others = considered > 1 ? `, and ${considered - 1} as often` : "";
      return withDetail(
        judgeRows(check, { rows: readCount(rows), considered, failed }, judged),
        one === undefined ? undefined : `the most common value is ${one}${others}`,
      );
    },
  };
}

function extreme(
  check: SetCheck,
  rule: Extract<ValuesRule, { kind: "extreme" }>,
  { value, type }: Of,
): SetForm {
  const { which, min, max, strictMin = false, strictMax = false } = rule;
  const found = which === "least" ? sql`min(${value})` : sql`max(${value})`;
  const outside = [
    ...(min === undefined
      ? []
      : [sql`found_value ${strictMin ? sql`<=` : sql`<`} ${valueSql(min, type)}`]),
    ...(max === undefined
      ? []
      : [sql`found_value ${strictMax ? sql`>=` : sql`>`} ${valueSql(max, type)}`]),
  ];
  const figures = sql`select count(*) as n_rows, count(${value}) as n_values, ${found} as found_value ${fromTable(check)}`;
  return {
    query: sql`select n_rows, n_values, case when ${joinSql(outside, " or ")} then 1 else 0 end as n_failed, ${castAs(sql`found_value`, "text")} as found_text
from (${figures}) as figures`,
    width: 4,
    judge: ([rows, values, failed, shown], judged) => {
      const there = readCount(values);
      const seen = text(shown);
      const counts = {
        rows: readCount(rows),
        considered: Math.min(1, there),
        failed: readCount(failed),
      };
      return withDetail(
        judgeRows(check, counts, judged),
        seen === undefined ? undefined : `the ${which} value is ${seen}`,
      );
    },
  };
}
