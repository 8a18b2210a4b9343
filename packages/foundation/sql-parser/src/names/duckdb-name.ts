import type { CallExpression, Expression } from "../ast/expression.ts";
import { isRaw } from "../lower/raw.ts";
import type { Binder } from "../scope/binder.ts";
import { valuesOf } from "./column-name.ts";

/** The name that DuckDB gives an output without an alias: its expression, written anew; `null` where it is not known here. */
export function duckdbName(expression: Expression, binder: Binder): string | null {
  return binder === undefined ? null : write(expression);
}

function write(expression: Expression): string | null {
  switch (expression.kind) {
    case "column":
      return expression.parts.map(({ name }) => quote(name)).join(".");
    case "literal":
      return literal(expression);
    case "call":
      return writeCall(expression);
    case "subquery":
    case "star":
    case "lambda":
      return null;
  }
}

function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function literal({ type, text }: Extract<Expression, { kind: "literal" }>): string | null {
  if (type === "string") return `'${text.replaceAll("'", "''")}'`;
  if (type === "boolean") return text === "true" ? "CAST('t' AS BOOLEAN)" : "CAST('f' AS BOOLEAN)";
  if (type === "null") return text === "" ? "NULL" : null;
  return type === "number" ? text : null;
}

const operators: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  mod: "%",
  concat: "||",
  eq: "=",
  neq: "!=",
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
  and: "AND",
  or: "OR",
};

const typeNames: Readonly<Record<string, string>> = {
  int: "INTEGER",
  text: "VARCHAR",
  timestamptz: "TIMESTAMP WITH TIME ZONE",
  string: "VARCHAR",
};

function writeCall(expression: CallExpression): string | null {
  const parts = valuesOf(expression).map(write);
  if (expression.form === "window" || expression.arguments.some(({ role }) => role !== "value"))
    return null;
  if (parts.includes(null)) return null;
  const operator = operators[expression.name];
  if (operator !== undefined && parts.length === 2) return `(${parts.join(` ${operator} `)})`;
  const special = specials[expression.name];
  return special === undefined ? written(expression, parts) : special(parts, expression);
}

type Special = (parts: readonly (string | null)[], call: CallExpression) => string | null;

const specials: Readonly<Record<string, Special>> = {
  neg: ([one]) => `-${one}`,
  not: ([one]) => `(NOT ${one})`,
  is_null: ([one], { node }) =>
    `(${one} IS ${isRaw(node) && node["not"] === true ? "NOT " : ""}NULL)`,
  cast: ([one], { type }) =>
    type === null
      ? null
      : `CAST(${one} AS ${typeNames[type] ?? type.toUpperCase().replace(", ", ",")})`,
  count: (parts, call) =>
    isRaw(call.node) && call.node["star"] === true ? "count_star()" : written(call, parts),
  coalesce: (parts) => `COALESCE(${parts.join(", ")})`,
};

function written(
  { written: given, node, name, form }: CallExpression,
  parts: readonly (string | null)[],
): string | null {
  const isDistinct = isRaw(node) && node["distinct"] === true;
  const own = given ?? (form === "aggregate" || plain.has(name) ? name : null);
  if (own === null || (isRaw(node) && node["no_parens"] === true)) return null;
  return `${own.toLowerCase()}(${isDistinct ? "DISTINCT " : ""}${parts.join(", ")})`;
}

const plain = new Set(["lower", "upper", "abs", "floor", "length", "sqrt", "ln", "exp"]);
