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
  return type === "number" && !/e/i.test(text) ? text : null;
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
};

/** Types that DuckDB's grammar knows by a rule of their own; others are names, and quoted if they are words. */
const plainTypes = new Set(
  "INTEGER SMALLINT BIGINT FLOAT REAL DECIMAL NUMERIC BOOLEAN VARCHAR TIMESTAMP TIME INTERVAL".split(
    " ",
  ),
);

const typeNames: Readonly<Record<string, string>> = {
  int: "INTEGER",
  text: "VARCHAR",
  timestamptz: "TIMESTAMP WITH TIME ZONE",
  string: "VARCHAR",
};

function writeType(type: string): string {
  const known = typeNames[type];
  if (known !== undefined) return known;
  const name = type.toUpperCase();
  return plainTypes.has(name.replace(/\(.*/, "")) ? name : `"${name}"`;
}

function writeCall(expression: CallExpression): string | null {
  if (expression.name === "case") return writeCase(expression);
  const parts = valuesOf(expression).map(write);
  if (expression.form === "window" || expression.arguments.some(({ role }) => role !== "value"))
    return null;
  if (parts.includes(null)) return null;
  const operator = expression.written === null ? operators[expression.name] : undefined;
  if (operator !== undefined && parts.length === 2) return `(${parts.join(` ${operator} `)})`;
  const special = specials[expression.name];
  return special === undefined ? written(expression, parts) : special(parts, expression);
}

function not(node: unknown): string {
  return isRaw(node) && node["not"] === true ? "NOT " : "";
}

/** `a and b and c` has one pair of parentheses. */
function chain(call: CallExpression, operator: "AND" | "OR"): string | null {
  const flat = (one: Expression): readonly (string | null)[] =>
    one.kind === "call" && one.name === call.name ? valuesOf(one).flatMap(flat) : [write(one)];
  const parts = flat(call);
  return parts.includes(null) ? null : `(${parts.join(` ${operator} `)})`;
}

function writeCase(call: CallExpression): string | null {
  const { node } = call;
  const hasElse = isRaw(node) && isRaw(node["else_"]);
  const whens = isRaw(node) && Array.isArray(node["whens"]) ? node["whens"].length : 0;
  const parts = call.arguments.map(({ value }) => write(value));
  if (parts.includes(null) || parts.length !== 2 * whens + (hasElse ? 1 : 0)) return null;
  const texts = Array.from(
    { length: whens },
    (_, index) => ` WHEN (${parts[2 * index]}) THEN (${parts[2 * index + 1]})`,
  );
  return `CASE ${texts.join("")} ELSE ${hasElse ? parts.at(-1) : "NULL"} END`;
}

type Special = (parts: readonly (string | null)[], call: CallExpression) => string | null;

const specials: Readonly<Record<string, Special>> = {
  neg: ([one]) => `-(${one})`,
  not: ([one]) => (one?.includes(" ~~") === true ? null : `(NOT ${one})`),
  is_null: ([one], { node }) =>
    `(${one} IS ${isRaw(node) && node["not"] === true ? "NOT " : ""}NULL)`,
  cast: ([one], { type }) => (type === null ? null : `CAST(${one} AS ${writeType(type)})`),
  try_cast: ([one], { type }) => (type === null ? null : `TRY_CAST(${one} AS ${writeType(type)})`),
  count: (parts, call) =>
    isRaw(call.node) && call.node["star"] === true ? "count_star()" : written(call, parts),
  and: (_, call) => chain(call, "AND"),
  or: (_, call) => chain(call, "OR"),
  in: ([one, ...rest], { node }) => `(${one} ${not(node)}IN (${rest.join(", ")}))`,
  between: ([one, low, high], { node }) => `(${one} ${not(node)}BETWEEN ${low} AND ${high})`,
  like: ([one, pattern], { node }) => `(${one} ${not(node) === "" ? "" : "!"}~~ ${pattern})`,
  i_like: ([one, pattern], { node }) => `(${one} ${not(node) === "" ? "" : "!"}~~* ${pattern})`,
  null_safe_neq: ([one, other]) => `(${one} IS DISTINCT FROM ${other})`,
  null_safe_eq: ([one, other]) => `(${one} IS NOT DISTINCT FROM ${other})`,
  trim: (parts) => (parts.length === 1 ? `main."trim"(${parts.join(", ")})` : null),
  substring: (parts) => `main."substring"(${parts.join(", ")})`,
  coalesce: (parts) => `COALESCE(${parts.join(", ")})`,
};

function written(
  { written: given, node, name, form }: CallExpression,
  parts: readonly (string | null)[],
): string | null {
  const isDistinct = isRaw(node) && node["distinct"] === true;
  const own = given ?? (form === "aggregate" || plain.has(name) ? name : null);
  if (own === null || (isRaw(node) && node["no_parens"] === true)) return null;
  return `${quoteWord(own.toLowerCase())}(${isDistinct ? "DISTINCT " : ""}${parts.join(", ")})`;
}

/** Words of DuckDB's grammar that name functions too. */
const keywords = new Set(
  `add aggregate array bit century day decade enum error filter first glob hour json last left map microsecond
  millennium millisecond minute mode month position quarter range replace right second show struct substring
  trim type union version week year nullif`.split(/\s+/),
);

function quoteWord(name: string): string {
  return keywords.has(name) ? `"${name}"` : quote(name);
}

const plain = new Set(["lower", "upper", "abs", "floor", "length", "sqrt", "ln", "exp"]);
