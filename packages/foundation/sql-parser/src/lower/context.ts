import type { Argument, Expression, Identifier } from "../ast/expression.ts";
import type { Query } from "../ast/query.ts";
import type { Span, SpanMaker } from "../ast/span.ts";
import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { isRaw, listOf, tagged, textOf } from "./raw.ts";

/** What was left out of an assignment so that the parser takes it. */
export interface AssignmentRewrite {
  /** That of `a += 1`, which computes with the old value; `null` if there is none. */
  readonly operator: string | null;
  /** Where the columns of `(a, b) = ...` stand in the statement; empty for one column. */
  readonly columns: readonly {
    readonly name: string;
    readonly quoted: boolean;
    readonly start: number;
    readonly end: number;
  }[];
}

/** What lowering needs to know besides the parser's JSON. */
export interface LowerContext {
  /** Whose SQL it is. */
  readonly dialect: ParserDialect;
  /** Of the whole text. */
  readonly spans: SpanMaker;
  /** Where the statement that was parsed begins in it. */
  readonly base: number;
  /** Queries that were parsed apart, by the name of the column that stands for them. */
  readonly parts: ReadonlyMap<string, Query>;
  /** Expressions that were parsed apart, by the same. */
  readonly pieces: ReadonlyMap<string, Expression>;
  /** What the text of assignments says besides, by their place in `set`. */
  readonly assignments: ReadonlyMap<number, AssignmentRewrite>;
  /** What the windows that the query names partition and order by. */
  readonly windows: ReadonlyMap<string, readonly Argument[]>;
  /** Reads an expression; given here, since expressions and queries lie in each other. */
  readonly readExpression: (value: unknown, context: LowerContext) => Expression;
  /** Reads a query; `null` if it is none. */
  readonly readQuery: (value: unknown, context: LowerContext) => Query | null;
}

/** What is no expression of the parser becomes NULL. */
export function lowerExpression(value: unknown, context: LowerContext): Expression {
  return context.readExpression(value, context);
}

/** A query, or `null` if it is none. */
export function lowerQuery(value: unknown, context: LowerContext): Query | null {
  return context.readQuery(value, context);
}

/** Each expression of a list. */
export function lowerList(value: unknown, context: LowerContext): readonly Expression[] {
  return listOf(value).map((one) => lowerExpression(one, context));
}

/** The expression, or `null` if there is none; of `{ this: ... }`, what is in it. */
export function lowerOptional(value: unknown, context: LowerContext): Expression | null {
  if (value === null || value === undefined) return null;
  if (tagged(value) === null && isRaw(value) && "this" in value)
    return lowerOptional(value["this"], context);
  return lowerExpression(value, context);
}

/** The span that the parser gave; of what has none, the statement's beginning. */
export function spanOf(value: unknown, context: LowerContext): Span {
  const given = isRaw(value) ? value["span"] : null;
  if (!isRaw(given)) return context.spans.span(context.base, context.base);
  const { start, end } = given;
  if (typeof start !== "number" || typeof end !== "number")
    return context.spans.span(context.base, context.base);
  return context.spans.fromCodePoints(context.base, start, end);
}

/** A name; the parser gives some as objects, some as `identifier`, some as text. */
export function lowerIdentifier(value: unknown, context: LowerContext): Identifier | null {
  if (typeof value === "string")
    return value === "" ? null : { name: value, quoted: false, span: spanOf(null, context) };
  if (!isRaw(value)) return null;
  const inner = value["identifier"] ?? value["var"];
  if (isRaw(inner))
    return lowerIdentifier(inner["name"] === undefined ? inner["this"] : inner, context);
  const { name, quoted } = value;
  if (isRaw(name)) return lowerIdentifier(name, context);
  if (typeof name !== "string" || name === "") return null;
  return { name: textOf(name), quoted: quoted === true, span: spanOf(value, context) };
}

/** The names of a list, those that are none left out. */
export function lowerIdentifiers(value: unknown, context: LowerContext): readonly Identifier[] {
  return listOf(value).flatMap((one) => lowerIdentifier(one, context) ?? []);
}

/** From the first to the last of some names. */
export function spanAcross(parts: readonly Identifier[], context: LowerContext): Span {
  const first = parts[0]?.span ?? spanOf(null, context);
  return { ...first, end: parts.at(-1)?.span.end ?? first.end };
}
