import type { CallExpression, Expression } from "../ast/expression.ts";
import type { Binder } from "../scope/binder.ts";
import { isRaw } from "../lower/raw.ts";
import { columnName, valuesOf } from "./column-name.ts";

const noName = "?column?";

/** What the type is called in the catalogue. */
const typeNames: Readonly<Record<string, string>> = {
  int: "int4",
  integer: "int4",
  bigint: "int8",
  smallint: "int2",
  boolean: "bool",
  decimal: "numeric",
  double: "float8",
  "double precision": "float8",
  real: "float4",
  float: "float8",
  char: "bpchar",
  timestamp: "timestamp",
  timestamptz: "timestamptz",
};

/**
 * The name that Postgres gives: that of a function, of a column under casts and fields, `case`, or `?column?`.
 * @see FigureColname in https://github.com/postgres/postgres/blob/master/src/backend/parser/parse_target.c
 */
export function postgresName(expression: Expression, binder: Binder): string | null {
  return figure(expression, binder)?.name ?? noName;
}

interface Figured {
  readonly name: string;
  /** Whether nothing better can come: a column or function, as opposed to a type. */
  readonly strong: boolean;
}

function figure(expression: Expression, binder: Binder): Figured | null {
  switch (expression.kind) {
    case "column": {
      const name = columnName(expression, binder);
      return name === null ? null : { name, strong: true };
    }
    case "subquery":
      return figureQuery(expression, binder);
    case "call":
      return figureCall(expression, binder);
    case "literal":
    case "star":
    case "lambda":
      return null;
  }
}

function figureQuery(
  expression: Extract<Expression, { kind: "subquery" }>,
  binder: Binder,
): Figured | null {
  if (expression.role === "exists") return { name: "exists", strong: true };
  const name = binder.queries.get(expression)?.outputs[0]?.name ?? null;
  return name === null ? null : { name, strong: true };
}

const fixed: Readonly<Record<string, string>> = {
  coalesce: "coalesce",
  greatest: "greatest",
  least: "least",
  nullif: "nullif",
  array_func: "array",
  extract: "extract",
  substring: "substring",
  str_position: "position",
  logical_and: "bool_and",
  logical_or: "bool_or",
};

function figureCall(call: CallExpression, binder: Binder): Figured | null {
  const [first] = valuesOf(call);
  if (call.name === "cast") return figureCast(call, binder);
  if (call.name === "case") return figureCase(call, binder);
  if (["subscript", "collation", "within_group"].includes(call.name))
    return first === undefined ? null : figure(first, binder);
  if (call.name === "dot") return fieldName(call);
  if (call.name === "trim") return { name: trimName(call), strong: true };
  const name =
    fixed[call.name] ?? (call.written === null ? builtIn(call.name) : call.written.toLowerCase());
  return name === null ? null : { name, strong: true };
}

function figureCast(call: CallExpression, binder: Binder): Figured | null {
  const [first] = valuesOf(call);
  const inner = first === undefined ? null : figure(first, binder);
  if (inner?.strong === true) return inner;
  const type = (call.type ?? "").replace(/\(.*$/, "").replace(/\[\]$/, "");
  return type === "" ? inner : { name: typeNames[type] ?? type, strong: false };
}

function figureCase(call: CallExpression, binder: Binder): Figured {
  const otherwise =
    isRaw(call.node) && call.node["else_"] !== null ? valuesOf(call).at(-1) : undefined;
  const inner = otherwise === undefined ? null : figure(otherwise, binder);
  return inner?.strong === true ? inner : { name: "case", strong: true };
}

function fieldName({ node }: CallExpression): Figured | null {
  const field = isRaw(node) ? node["field"] : null;
  return isRaw(field) && typeof field["name"] === "string"
    ? { name: field["name"], strong: true }
    : null;
}

function trimName({ node }: CallExpression): string {
  const position = isRaw(node) ? node["position"] : null;
  if (position === "Leading") return "ltrim";
  return position === "Trailing" ? "rtrim" : "btrim";
}

const operators = new Set(
  `add sub mul div mod neg and or not eq neq lt lte gt gte is_null is_true is_false between in like i_like
  concat d_pipe bitwise_and bitwise_or bitwise_xor null_safe_eq null_safe_neq tuple interval any all is
  json_extract json_extract_scalar literal parts nothing at_time_zone comprehension similar_to reg_exp
  regexp_like array_contains_all array_contained_by array_overlaps exponent int_div`.split(/\s+/),
);

/** Functions that the parser knows by a kind of their own. */
function builtIn(name: string): string | null {
  if (name === "at_time_zone") return "timezone";
  return operators.has(name) ? null : name;
}
