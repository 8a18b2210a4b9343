import type { Argument, ArgumentRole, Expression, Identifier } from "../ast/expression.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerList,
  lowerOptional,
  lowerQuery,
  type LowerContext,
} from "./context.ts";
import { emptyStar } from "../ast/empty.ts";
import { createCall } from "./create-call.ts";
import { formOf } from "./function-forms.ts";
import { lowerColumn, lowerDot } from "./column.ts";
import { isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";
import { lowerStar } from "./star.ts";
import { typeText } from "./type-text.ts";
import { overArguments } from "./window.ts";

type Lower = (data: Raw, context: LowerContext) => Expression;

const nothing: Expression = { kind: "literal", type: "null", text: "" };

/** What is no expression of the parser becomes NULL. */
export function readExpression(value: unknown, context: LowerContext): Expression {
  const found = tagged(value);
  if (found === null) return isRaw(value) ? call("parts", value, context) : nothing;
  const special = specials[found.tag];
  if (special !== undefined) return special(found.data, context);
  return call(found.tag, found.data, context);
}

const literalTypes: Readonly<Record<string, "string" | "number">> = {
  string: "string",
  number: "number",
};

const specials: Readonly<Record<string, Lower>> = {
  column: lowerColumn,
  dot: (data, context) => lowerDot(data, context),
  identifier: (data, context) => {
    const name = lowerIdentifier(data, context);
    return name === null ? nothing : { kind: "column", parts: [name], span: name.span };
  },
  star: lowerStar,
  literal: (data) => ({
    kind: "literal",
    type: literalTypes[textOf(data["literal_type"])] ?? "other",
    text: textOf(data["value"]),
  }),
  boolean: (data) => ({ kind: "literal", type: "boolean", text: String(data["value"]) }),
  null: () => nothing,
  var: (data) => ({ kind: "literal", type: "other", text: textOf(data["this"]) }),
  data_type: () => ({ kind: "literal", type: "other", text: "" }),
  paren: (data, context) => lowerExpression(data["this"], context),
  annotated: (data, context) => lowerExpression(data["this"], context),
  alias: (data, context) => lowerExpression(data["this"], context),
  subquery: (data, context) => subquery({ subquery: data }, "value", context),
  select: (data, context) => subquery({ select: data }, "value", context),
  union: (data, context) => subquery({ union: data }, "value", context),
  intersect: (data, context) => subquery({ intersect: data }, "value", context),
  except: (data, context) => subquery({ except: data }, "value", context),
  values: (data, context) => subquery({ values: data }, "value", context),
  exists: (data, context) => subquery(data["this"], "exists", context),
  lambda: lowerLambda,
  comprehension: lowerComprehension,
  function: lowerFunction,
  aggregate_function: lowerFunction,
  window_function: lowerWindow,
  case: lowerCase,
  if_func: lowerIf,
  nvl2: lowerIf,
  any_value: lowerAnyValue,
  connect_by_root: (data, context) =>
    createCall("connect_by_root", {
      node: data,
      arguments: [{ role: "value", value: rootOf(data["this"], context) }],
    }),
  cast: (data, context) => lowerCast("cast", data, context),
  try_cast: (data, context) => lowerCast("try_cast", data, context),
  safe_cast: (data, context) => lowerCast("try_cast", data, context),
  named_argument: (data, context) => lowerExpression(data["value"], context),
  columns: (data, context) =>
    createCall("unpacked", {
      node: data,
      arguments: [{ role: "value", value: lowerColumns({ args: [data["this"]] }, context) }],
    }),
  subscript: (data, context) => withField(call("subscript", data, context), data["index"]),
  j_s_o_n_extract: (data, context) => {
    const extracted = call("j_s_o_n_extract", data, context);
    return isRaw(data["variant_extract"]) ? withField(extracted, data["expression"]) : extracted;
  },
  interval: (data, context) => call("interval", { this: data["this"] }, context),
};

/** What takes a field by its name: `s['a']`, and `s:a.b` of Snowflake. */
function withField(extracted: Expression, name: unknown): Expression {
  const literal = tagged(name);
  if (extracted.kind !== "call" || literal?.tag !== "literal") return extracted;
  const isText = literal.data["literal_type"] === "string";
  return isText ? { ...extracted, field: textOf(literal.data["value"]) } : extracted;
}

function subquery(value: unknown, role: "value" | "exists", context: LowerContext): Expression {
  const query = lowerQuery(value, context);
  return query === null ? nothing : { kind: "subquery", role, query };
}

function lowerLambda(data: Raw, context: LowerContext): Expression {
  const parameters = lowerIdentifiers(data["parameters"], context);
  return { kind: "lambda", parameters, body: lowerExpression(data["body"], context) };
}

/** `[x + 1 for x in list if x > 1]`. */
function lowerComprehension(data: Raw, context: LowerContext): Expression {
  const bound = lowerExpression(data["expression"], context);
  const parameters: readonly Identifier[] = bound.kind === "column" ? bound.parts : [];
  const lambda = (part: unknown): Expression => ({
    kind: "lambda",
    parameters,
    body: lowerExpression(part, context),
  });
  const condition = data["condition"];
  return createCall("comprehension", {
    node: data,
    arguments: [
      { role: "value", value: lowerExpression(data["iterator"], context) },
      { role: "value", value: lambda(data["this"]) },
      ...(isRaw(condition) ? [{ role: "condition" as const, value: lambda(condition) }] : []),
    ],
  });
}

function lowerFunction(data: Raw, context: LowerContext): Expression {
  const written = textOf(data["name"]);
  const name = written.toLowerCase();
  if (name === "columns") return lowerColumns(data, context);
  const values = lowerList(data["args"], context);
  const extra = extraArguments(data, context);
  const isChoice = choosing.test(name) || extreme.test(name) || filtered.test(name);
  const conditional = isChoice ? conditions(name) : null;
  return createCall(name, {
    node: data,
    written,
    form: formOf(name),
    arguments: [
      ...values.map((value, index) => ({
        role: conditional?.(index, values.length) ?? "value",
        value,
      })),
      ...extra,
    ],
  });
}

/** Which arguments of functions that choose are only looked at. */
function conditions(name: string): (index: number, count: number) => ArgumentRole {
  if (name === "nullif") return (index) => (index === 0 ? "value" : "condition");
  if (name === "decode")
    return (index, count) =>
      index === 0 || (index % 2 === 1 && index < count - 1) ? "condition" : "value";
  if (extreme.test(name)) return (index) => (index === 1 ? "order" : "value");
  if (filtered.test(name)) return (index, count) => (index === count - 1 ? "filter" : "value");
  return (index) => (index === 0 ? "condition" : "value");
}

/** Functions that give a value of the row where another is the highest or lowest. */
const extreme = /^(?:arg_?(?:max|min)|(?:max|min)_?by)$/;

/** Aggregates of ClickHouse whose last argument says which rows count. */
const filtered = /^(?:sum|avg|min|max|any|uniq|uniqexact|median|grouparray|quantile)if$/;

const choosing = /^(?:iff?|nvl2|nullif|decode)$/;

/** `COLUMNS('regex')` and `COLUMNS(* exclude ...)` of DuckDB. */
function lowerColumns(data: Raw, context: LowerContext): Expression {
  const [first] = lowerList(data["args"], context);
  if (first?.kind === "star") return { ...first, pattern: ".*" };
  const pattern = columnsPattern(first);
  return { kind: "star", ...emptyStar, pattern: pattern ?? ".*", isGuess: pattern === null };
}

/** The regular expression of names that a text, a list of names, or a comparison by `like` stands for. */
function columnsPattern(given: Expression | undefined): string | null {
  if (given?.kind === "literal") return given.text;
  if (given?.kind === "lambda") return likePattern(given.body);
  if (given?.kind !== "call" || given.name !== "array_func") return null;
  const names = given.arguments.map(({ value }) => (value.kind === "literal" ? value.text : null));
  return names.includes(null) ? null : `^(?:${names.map((one) => escape(one ?? "")).join("|")})$`;
}

function likePattern(body: Expression): string | null {
  if (body.kind !== "call" || body.name !== "like") return null;
  const [, pattern] = body.arguments;
  if (pattern?.value.kind !== "literal") return null;
  const parts = escape(pattern.value.text).replaceAll("%", ".*").replaceAll("_", ".");
  return `^${parts}$`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** What aggregates and windows have besides their arguments. */
function extraArguments(data: Raw, context: LowerContext): readonly Argument[] {
  const filter = data["filter"];
  return [
    ...(isRaw(filter)
      ? [{ role: "filter" as const, value: lowerExpression(filter, context) }]
      : []),
    ...listOf(data["order_by"]).flatMap((one): readonly Argument[] => {
      const value = lowerOptional(one, context);
      return value === null ? [] : [{ role: "order", value }];
    }),
  ];
}

function lowerWindow(data: Raw, context: LowerContext): Expression {
  const inner = lowerExpression(data["this"], context);
  const over = isRaw(data["over"]) ? data["over"] : {};
  const base = inner.kind === "call" ? inner : createCall("window", { node: data });
  return {
    ...base,
    form: "window",
    arguments: [...base.arguments, ...overArguments(over, context)],
  };
}

function lowerCase(data: Raw, context: LowerContext): Expression {
  const parts: Argument[] = [];
  const add = (role: ArgumentRole, part: unknown): void => {
    if (isRaw(part)) parts.push({ role, value: lowerExpression(part, context) });
  };
  add("condition", data["operand"]);
  for (const when of listOf(data["whens"])) {
    const [condition, result] = listOf(when);
    add("condition", condition);
    add("value", result);
  }
  add("value", data["else_"]);
  return createCall("case", { node: data, arguments: parts });
}

function lowerIf(data: Raw, context: LowerContext): Expression {
  const parts: readonly (readonly [ArgumentRole, unknown])[] = [
    ["condition", data["condition"] ?? data["this"]],
    ["value", data["true_value"]],
    ["value", data["false_value"]],
  ];
  return createCall(isRaw(data["condition"]) ? "if" : "nvl2", {
    node: data,
    written: textOf(data["original_name"]),
    arguments: parts.flatMap(([role, part]) =>
      isRaw(part) ? [{ role, value: lowerExpression(part, context) }] : [],
    ),
  });
}

function lowerCast(name: string, data: Raw, context: LowerContext): Expression {
  return createCall(name, {
    node: data,
    type: typeText(data["to"]),
    arguments: [{ role: "value", value: lowerExpression(data["this"], context) }],
  });
}

/** `any_value(a having max b)` of BigQuery. */
function lowerAnyValue(data: Raw, context: LowerContext): Expression {
  const { having_max: having, ...rest } = data;
  const inner = call("any_value", rest, context);
  const [by] = listOf(having);
  if (inner.kind !== "call" || !isRaw(by)) return inner;
  const order: Argument = { role: "order", value: lowerExpression(by, context) };
  return { ...inner, arguments: [...inner.arguments, order] };
}

/** A column that the parser takes for a word. */
function rootOf(value: unknown, context: LowerContext): Expression {
  const word = tagged(value);
  return word?.tag === "var"
    ? lowerExpression({ column: { name: { name: word.data["this"], quoted: false } } }, context)
    : lowerExpression(value, context);
}

/** Any other form: all expressions in it are its arguments. */
function call(tag: string, data: Raw, context: LowerContext): Expression {
  const parts: Argument[] = [];
  const role: ArgumentRole = "value";
  for (const [key, part] of Object.entries(data)) {
    if (key === "filter" || key === "order_by") continue;
    for (const one of Array.isArray(part) ? part.flat() : [part])
      if (isRaw(one) && !isName(one)) parts.push({ role, value: lowerExpression(one, context) });
  }
  const name = tag === "parts" && parts.length === 0 ? "nothing" : tag;
  const given = textOf(data["original_name"]) || textOf(data["name"]);
  return createCall(name, {
    node: data,
    written: given === "" ? null : given,
    form: formOf(tag),
    arguments: [...parts, ...extraArguments(data, context)],
  });
}

/** Whether it only names something: no expression. */
function isName(data: Raw): boolean {
  return "name" in data && "quoted" in data;
}
