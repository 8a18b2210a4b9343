import { DxError, type DataType } from "@dx/core";
import { castAs, countIf, identifier, quantile, sql, type Sql } from "@dx/sql";
import type { SetRule } from "../check.ts";
import { allThere, fromTable } from "./from-table.ts";
import { total, type SetCheck } from "./set-check.ts";
import { isNumeric, valueSql } from "./value-sql.ts";

type ScoreRule = Extract<SetRule, { kind: "z-score" | "fences" }>;
type TypeOf = (column: string) => DataType;

/** Which rows lie too far from the mean or the quartiles; where all values are the same, none. */
export function scoreFails(check: SetCheck, rule: ScoreRule, typeOf: TypeOf): Sql {
  const { column } = rule;
  const type = typeOf(column);
  if (!isNumeric(type))
    throw new DxError(
      "DX_QUALITY_TYPE",
      `${rule.kind} does not fit ${column}, which is ${type.kind}`,
      {
        hint: "ask it of a column of numbers",
      },
    );
  const value = castAs(identifier(column), "float64");
  const of = fromTable(check, allThere([column]));
  if (rule.kind === "fences") {
    const [first, third] = [0.25, 0.75].map(
      (share) => sql`(select ${quantile(value, share)} ${of})`,
    );
    const [low, high] = [first ?? value, third ?? value];
    const reach = sql`${valueSql(rule.times, { kind: "float64" })} * (${high} - ${low})`;
    return sql`(${value} < ${low} - ${reach} or ${value} > ${high} + ${reach})`;
  }
  const { below, bothSides } = rule;
  const [mean, deviation] = [
    sql`(select avg(${value}) ${of})`,
    sql`(select stddev_samp(${value}) ${of})`,
  ];
  const distance = bothSides ? sql`abs(${value} - ${mean})` : sql`(${value} - ${mean})`;
  const most = sql`${valueSql(below, { kind: "float64" })} * ${deviation}`;
  return sql`(${deviation} > 0 and ${distance} >= ${most})`;
}

/** All rows, those with a value, and those too far from the mean. */
export function scoreQuery(check: SetCheck, rule: ScoreRule, typeOf: TypeOf): Sql {
  const fails = scoreFails(check, rule, typeOf);
  return sql`select ${total(check)}, count(*) as n_considered, ${countIf(fails)} as n_failed
${fromTable(check, allThere([rule.column]))}`;
}
