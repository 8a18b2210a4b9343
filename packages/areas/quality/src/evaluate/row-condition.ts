import { DxError, type DataType } from "@dx/core";
import {
  castAs,
  identifier,
  isJson,
  isNan,
  joinSql,
  matchesPattern,
  sql,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { LeaveOut, RowRule } from "../check.ts";
import { writePatterns } from "../pattern/write-pattern.ts";
import { consideredRows, isSame } from "./considered-rows.ts";
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
  if (rule.kind === "all-of") return allOf(rule, { typeOf, lowered });
  if ("columns" in rule) return ofColumns(rule, typeOf);
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
      if (values.length === 0)
        return { considered, failing: rule.kind === "in-set" ? considered : sql`(1 = 0)` };
      return { considered, failing: sql`(${is} in (${values}))` };
    }
    case "matches": {
      if (type.kind !== "text") throw misfit(rule.kind, column, type);
      const text = textOf(column, type);
      const any = writePatterns(rule.pattern, { lowered }).map((one) => matchesPattern(text, one));
      const matches = sql`(${joinSql(any, " or ")})`;
      return { considered, failing: rule.not === true ? matches : sql`(not ${matches})` };
    }
    case "matches-list": {
      if (type.kind !== "text") throw misfit(rule.kind, column, type);
      const text = textOf(column, type);
      const each = rule.patterns.map((pattern) => {
        const any = writePatterns(pattern, { lowered }).map((one) => matchesPattern(text, one));
        return sql`(${joinSql(any, " or ")})`;
      });
      const matches = sql`(${joinSql(each, rule.match === "any" ? " or " : " and ")})`;
      return { considered, failing: rule.not === true ? matches : sql`(not ${matches})` };
    }
    case "json":
      if (type.kind !== "text" && type.kind !== "json") throw misfit(rule.kind, column, type);
      return {
        considered,
        failing: type.kind === "json" ? sql`(1 = 0)` : sql`(not ${isJson(textOf(column, type))})`,
      };
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

function allOf(
  { rules, among = [] }: Extract<RowRule, { kind: "all-of" }>,
  options: RowConditionOptions,
): RowCondition {
  const parts = rules.map((rule) => rowCondition(rule, options));
  const some = parts.flatMap(({ considered }) => considered ?? []);
  const others = among.map(
    (rule) => sql`not coalesce(${rowCondition(rule, options).failing}, 1 = 0)`,
  );
  const any = some.length < parts.length ? [] : [sql`(${joinSql(some, " or ")})`];
  const failing = sql`(${joinSql(
    parts.map((part) => part.failing),
    " or ",
  )})`;
  const conditions = [...any, ...others];
  if (conditions.length === 0) return { considered: null, failing };
  const considered = sql`(${joinSql(conditions, " and ")})`;
  return {
    considered,
    failing: others.length === 0 ? failing : sql`(${considered} and ${failing})`,
  };
}

/** The rows that a rule of columns considers; `null` if all. */
function considering(columns: readonly string[], leaveOut: LeaveOut | undefined): Sql | null {
  const conditions = consideredRows(columns, leaveOut);
  return conditions.length === 0 ? null : sql`(${joinSql(conditions, " and ")})`;
}

/** Only where a row is considered. */
function failingOf(considered: Sql | null, fails: Sql): RowCondition {
  return {
    considered,
    failing: considered === null ? sql`(${fails})` : sql`(${considered} and ${fails})`,
  };
}

type ColumnsRule = Extract<
  RowRule,
  { kind: "in-tuples" | "distinct-in-row" | "equal-in-row" | "row-sum" }
>;

function ofColumns(rule: ColumnsRule, typeOf: (column: string) => DataType): RowCondition {
  const { columns, leaveOut } = rule;
  const considered = considering(columns, leaveOut);
  const types = columns.map((column) => typeOf(column));
  switch (rule.kind) {
    case "in-tuples": {
      const same = rule.tuples.map((tuple) => {
        const parts = columns.map((column, at) => {
          const [value, type] = [tuple[at] ?? null, types[at] ?? typeOf(column)];
          return value === null
            ? sql`${identifier(column)} is null`
            : sql`coalesce(${operand(column, type)} = ${valueSql(value, type)}, 1 = 0)`;
        });
        return sql`(${joinSql(parts, " and ")})`;
      });
      return failingOf(considered, sql`not (${joinSql(same, " or ")})`);
    }
    case "distinct-in-row":
    case "equal-in-row": {
      requireOneClass(columns, types);
      const values = columns.map((column, at) => operand(column, types[at] ?? typeOf(column)));
      const pairs =
        rule.kind === "equal-in-row"
          ? values.slice(1).map((value) => sql`not ${isSame(values[0] ?? value, value)}`)
          : values.flatMap((one, at) => values.slice(at + 1).map((other) => isSame(one, other)));
      return failingOf(considered, sql`(${joinSql(pairs, " or ")})`);
    }
    case "row-sum": {
      for (const [at, type] of types.entries())
        if (!isNumeric(type)) throw misfit(rule.kind, columns[at] ?? "", type);
      const sum = joinSql(
        columns.map((column) => sql`coalesce(${identifier(column)}, 0)`),
        " + ",
      );
      const isFloat = types.some(({ kind }) => kind === "float64");
      const total = valueSql(
        rule.equals,
        isFloat ? { kind: "float64" } : (types[0] ?? { kind: "int64" }),
      );
      return failingOf(considered, sql`${sum} <> ${total}`);
    }
  }
}

function requireOneClass(columns: readonly string[], types: readonly DataType[]): void {
  const [first] = types;
  const other = types.findIndex((type) => first !== undefined && classOf(type) !== classOf(first));
  if (first !== undefined && other > 0)
    throw differentClasses(columns[0], first, columns[other], types[other]);
}

function differentClasses(
  ...[left, one, right, other]: readonly [
    string | undefined,
    DataType,
    string | undefined,
    DataType | undefined,
  ]
): DxError {
  return new DxError(
    "DX_QUALITY_TYPE",
    `${left ?? ""}, which is ${one.kind}, cannot be compared with ${right ?? ""}, which is ${other?.kind ?? "nothing"}`,
    { hint: "compare numbers with numbers, times with times, text with text" },
  );
}

function compare(
  { left, is, right, leaveOut }: Extract<RowRule, { kind: "compare" }>,
  typeOf: (column: string) => DataType,
): RowCondition {
  const types = [typeOf(left), typeOf(right)] as const;
  if (classOf(types[0]) !== classOf(types[1]))
    throw differentClasses(left, types[0], right, types[1]);
  const [one, other] = [operand(left, types[0]), operand(right, types[1])];
  const considered = sql`(${identifier(left)} is not null and ${identifier(right)} is not null)`;
  if (leaveOut === undefined || leaveOut === "any-null")
    return { considered, failing: sql`(${one} ${verbatimSql(opposites[is])} ${other})` };
  const some = considering([left, right], leaveOut);
  const fulfils =
    is === "="
      ? isSame(one, other)
      : is === "<>"
        ? sql`(not ${isSame(one, other)})`
        : sql`coalesce(${one} ${verbatimSql(is)} ${other}, 1 = 0)`;
  return failingOf(some, sql`not ${fulfils}`);
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
