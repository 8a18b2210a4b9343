import { DxError, type DataType } from "@dx/core";
import {
  castAs,
  identifier,
  isNan,
  joinSql,
  matchesPattern,
  sql,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { RowRule } from "../check.ts";
import { writePatterns } from "../pattern/write-pattern.ts";
import { isNumeric, operand, valueSql } from "./value-sql.ts";

/** A rule as conditions on a row. */
export interface RowCondition {
  /** Whether the row counts; `null` if all rows do. */
  readonly considered: Sql | null;
  /** True where the row fails; where it is not considered, false or NULL. */
  readonly failing: Sql;
}

/** What a rule's conditions stand on. */
export interface RowConditionOptions {
  /** The type of a column. */
  readonly typeOf: (column: string) => DataType;
  /** Whether patterns may be written as `like` and `glob`, where that means the same. */
  readonly lowered: boolean;
}

/**
 * What a rule asks of each row. NaN is a value, outside of every range; in comparisons of columns it equals itself
 * and is above all others, as in DuckDB and Postgres.
 * @throws DxError `DX_QUALITY_TYPE` if the rule does not fit the column's type, `DX_QUALITY_PATTERN`
 */
// oxlint-disable-next-line complexity -- one case for each rule
export function rowCondition(
  rule: RowRule,
  { typeOf, lowered }: RowConditionOptions,
): RowCondition {
  if (rule.kind === "condition") {
    const condition = sql`(${verbatimSql(rule.sql)}\n)`;
    return { considered: sql`(${condition} is not null)`, failing: sql`(not ${condition})` };
  }
  if (rule.kind === "compare") return compare(rule, typeOf);
  const { column } = rule;
  const [name, type] = [identifier(column), typeOf(column)];
  const considered = sql`(${name} is not null)`;
  switch (rule.kind) {
    case "not-null":
      return { considered: null, failing: sql`(${name} is null)` };
    case "is-null":
      return { considered: null, failing: considered };
    case "not-nan":
      if (type.kind === "float64") return { considered, failing: isNan(name) };
      if (isNumeric(type)) return { considered, failing: sql`(1 = 0)` };
      throw misfit(rule.kind, column, type);
    case "between":
      return { considered, failing: outside(rule, type) };
    case "in-set":
    case "not-in-set": {
      const values = rule.values.map((value) => valueSql(value, type));
      const is = sql`${operand(column, type)}${rule.kind === "in-set" ? sql` not` : sql``}`;
      return { considered, failing: sql`(${is} in (${values}))` };
    }
    case "matches": {
      if (type.kind !== "text") throw misfit(rule.kind, column, type);
      const text = textOf(column, type);
      const any = writePatterns(rule.pattern, { lowered }).map((one) => matchesPattern(text, one));
      const matches = sql`(${joinSql(any, " or ")})`;
      return { considered, failing: rule.not === true ? matches : sql`(not ${matches})` };
    }
    case "length": {
      if (type.kind !== "text") throw misfit(rule.kind, column, type);
      const length = sql`length(${textOf(column, type)})`;
      const bounds = [
        ...(rule.min === undefined ? [] : [sql`${length} < ${BigInt(rule.min)}`]),
        ...(rule.max === undefined ? [] : [sql`${length} > ${BigInt(rule.max)}`]),
      ];
      return { considered, failing: sql`(${joinSql(bounds, " or ")})` };
    }
  }
}

/** Types of the engine that are read as text are cast to it. */
function textOf(column: string, type: DataType): Sql {
  const name = identifier(column);
  return type.kind === "text" && type.native !== undefined ? castAs(name, "text") : name;
}

function outside(rule: Extract<RowRule, { kind: "between" }>, type: DataType): Sql {
  const value = operand(rule.column, type);
  const { min, max, strictMin = false, strictMax = false } = rule;
  const parts = [
    ...(min === undefined
      ? []
      : [sql`${value} ${strictMin ? sql`<=` : sql`<`} ${valueSql(min, type)}`]),
    ...(max === undefined
      ? []
      : [sql`${value} ${strictMax ? sql`>=` : sql`>`} ${valueSql(max, type)}`]),
    ...(type.kind === "float64" ? [isNan(identifier(rule.column))] : []),
  ];
  return sql`(${joinSql(parts, " or ")})`;
}

const opposites = { "=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

function compare(
  { left, is, right }: Extract<RowRule, { kind: "compare" }>,
  typeOf: (column: string) => DataType,
): RowCondition {
  const types = [typeOf(left), typeOf(right)] as const;
  if (classOf(types[0]) !== classOf(types[1]))
    throw new DxError(
      "DX_QUALITY_TYPE",
      `${left}, which is ${types[0].kind}, cannot be compared with ${right}, which is ${types[1].kind}`,
      { hint: "compare numbers with numbers, times with times, text with text" },
    );
  const [one, other] = [operand(left, types[0]), operand(right, types[1])];
  const considered = sql`(${identifier(left)} is not null and ${identifier(right)} is not null)`;
  return { considered, failing: sql`(${one} ${verbatimSql(opposites[is])} ${other})` };
}

/** Types of one class are compared with each other. */
function classOf(type: DataType): string {
  if (isNumeric(type)) return "number";
  return ["date", "timestamp"].includes(type.kind) ? "date" : type.kind;
}

function misfit(kind: string, column: string, type: DataType): DxError {
  return new DxError("DX_QUALITY_TYPE", `${kind} does not fit ${column}, which is ${type.kind}`, {
    hint:
      kind === "not-nan"
        ? "ask it of a column of numbers"
        : "ask it of a column of text, or cast it",
  });
}
