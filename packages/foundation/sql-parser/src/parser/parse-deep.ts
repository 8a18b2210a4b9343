import type { Expression } from "../ast/expression.ts";
import type { Query } from "../ast/query.ts";
import type { StatementTree } from "../ast/statement.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import { tokenize } from "../lexer/tokenize.ts";
import { lowerExpression, lowerQuery, type LowerContext } from "../lower/context.ts";
import { createCall } from "../lower/create-call.ts";
import { createLowerContext } from "../lower/create-context.ts";
import { dataOf, listOf } from "../lower/raw.ts";
import { lowerStatement } from "../lower/statement.ts";
import { faultOf, type Fault, type SliceContext } from "./fault.ts";
import { findPieces } from "./find-pieces.ts";
import { mask, placeholder, type Piece } from "./mask.ts";

type Outcome = { readonly tree: StatementTree } | { readonly fault: Fault };

/**
 * Parses a statement that is nested deeper, or has longer chains, than the parser's guard allows: pieces of it are cut
 * out, parsed by themselves, and put back where a placeholder of the same length stood, so that all places stay as they
 * are.
 */
export function parseDeep(slice: StatementSlice, context: SliceContext): Outcome {
  const { text } = slice;
  const pieces = findPieces(text, tokenize(text, context.dialect));
  const parts = new Map<string, Query>();
  const expressions = new Map<string, Expression>();
  let fault: Fault | null = null;
  const lower = (base: number): LowerContext =>
    createLowerContext({
      dialect: context.dialect,
      spans: context.spans,
      base,
      parts,
      pieces: expressions,
    });
  const parsePart = (part: Pick<Piece, "start" | "end">, before: string): unknown => {
    const start = slice.span.start + part.start;
    const inside = pieces.filter(({ start: at, end }) => at >= part.start && end <= part.end);
    const result = context.raw(before + mask(text, part, inside), traitsOf(context.dialect).parser);
    if (!result.success)
      fault ??= faultOf(result, { span: { ...slice.span, start } }, context.spans);
    return Array.isArray(result.ast) ? result.ast[0] : null;
  };
  for (const piece of pieces.toReversed()) {
    if (fault !== null) break;
    const name = placeholder(piece);
    const start = slice.span.start + piece.start;
    if (piece.isQuery) {
      const query = lowerQuery(parsePart(piece, ""), lower(start));
      if (query !== null) parts.set(name, query);
    } else {
      const select = dataOf(parsePart(piece, ask), "select");
      const [only] = listOf(select?.["expressions"]);
      const base = slice.span.start + backBy(ask.length, text, piece.start);
      expressions.set(name, flatten(lowerExpression(only, lower(base))));
    }
  }
  const tree = lowerStatement(
    parsePart({ start: 0, end: text.length }, ""),
    lower(slice.span.start),
  );
  return fault === null ? { tree } : { fault };
}

/** What makes a query of an expression. */
const ask = "select ";

/** Where as many code points before a place begin; before the text, each is one unit. */
function backBy(count: number, text: string, from: number): number {
  let at = from;
  for (let left = count; left > 0; left -= 1) {
    const isPair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff;
    at -= isPair ? 2 : 1;
  }
  return at;
}

const chained = new Set(["add", "sub", "concat", "d_pipe", "mul", "div", "mod"]);

/** A chain as one call with all its operands, so that it is not as deep as it is long. */
function flatten(expression: Expression): Expression {
  const operands: Expression[] = [];
  let at = expression;
  while (at.kind === "call" && chained.has(at.name) && at.written === null) {
    const [left, right] = at.arguments;
    if (left === undefined || right === undefined) break;
    operands.push(right.value);
    at = left.value;
  }
  if (operands.length < 2) return expression;
  const all = [...operands, at].toReversed();
  return createCall("chain", {
    node: null,
    arguments: all.map((value) => ({ role: "value", value })),
  });
}
