import type { Query } from "../ast/query.ts";
import type { StatementTree } from "../ast/statement.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import { tokenize, type Token } from "../lexer/tokenize.ts";
import { lowerQuery, type LowerContext } from "../lower/context.ts";
import { createLowerContext } from "../lower/create-context.ts";
import { lowerStatement } from "../lower/statement.ts";
import { faultOf, type Fault, type SliceContext } from "./fault.ts";

type Outcome = { readonly tree: StatementTree } | { readonly fault: Fault };

/** A query in parentheses, with how many others are around it. */
interface Nested {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

const step = 6;

/**
 * Parses a statement that is nested deeper than the parser's guard allows: queries in parentheses at every sixth
 * level are cut out, parsed by themselves, and put back where a placeholder of the same length stood, so that
 * all places stay as they are.
 */
export function parseDeep(slice: StatementSlice, context: SliceContext): Outcome {
  const { text } = slice;
  const nested = queriesIn(text, tokenize(text, context.dialect)).filter(
    ({ depth, start, end }) => depth % step === 0 && end - start >= 20,
  );
  const parts = new Map<string, Query>();
  let fault: Fault | null = null;
  const lower = (base: number): LowerContext =>
    createLowerContext({ spans: context.spans, base, parts });
  const parsePart = (from: number, to: number): unknown => {
    const start = slice.span.start + from;
    const result = context.raw(
      mask(text, { start: from, end: to }, nested),
      traitsOf(context.dialect).parser,
    );
    if (!result.success)
      fault ??= faultOf(result, { span: { ...slice.span, start } }, context.spans);
    return Array.isArray(result.ast) ? result.ast[0] : null;
  };
  for (const { start, end } of nested.toReversed()) {
    const query = lowerQuery(parsePart(start, end), lower(slice.span.start + start));
    if (query !== null) parts.set(placeholder(start), query);
  }
  const tree = lowerStatement(parsePart(0, text.length), lower(slice.span.start));
  return fault === null ? { tree } : { fault };
}

function placeholder(start: number): string {
  return `dx_part_${start.toString(36)}`;
}

/** A piece of the text, with the outermost queries in it that are parsed apart replaced, by as many code points. */
function mask(
  text: string,
  { start: from, end: to }: Pick<Nested, "start" | "end">,
  nested: readonly Nested[],
): string {
  let masked = "";
  let at = from;
  for (const { start, end } of nested) {
    if (start < at || end > to || (start === from && end === to)) continue;
    const name = `select ${placeholder(start)}`;
    masked += text.slice(at, start) + name.padEnd(Array.from(text.slice(start, end)).length);
    at = end;
  }
  return masked + text.slice(at, to);
}

/** The queries in parentheses, in the order in which they begin. */
function queriesIn(text: string, tokens: readonly Token[]): readonly Nested[] {
  const found: { start: number; end: number; depth: number }[] = [];
  const open: ({ start: number; end: number; depth: number } | null)[] = [];
  let depth = 0;
  let opened = false;
  for (const { kind, start, end } of tokens) {
    if (kind === "space" || kind === "comment") continue;
    const word = text.slice(start, end);
    if (opened) {
      const isQuery = /^(?:select|with|values)$/i.test(word);
      depth += isQuery ? 1 : 0;
      const query = isQuery ? { start, end: start, depth } : null;
      open.push(query);
      if (query !== null) found.push(query);
    }
    opened = word === "(";
    if (word !== ")") continue;
    const closed = open.pop();
    if (closed === null || closed === undefined) continue;
    closed.end = start;
    depth -= 1;
  }
  return found.filter(({ start, end }) => end > start);
}
