import { messageOf, type Finding } from "@dx/core";
import { createSpanMaker, type SpanMaker } from "../ast/span.ts";
import { traitsOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { splitStatements, type StatementSlice } from "../lexer/split-statements.ts";
import { tokenize } from "../lexer/tokenize.ts";
import { lowerStatement } from "../lower/statement.ts";
import { lowerQuery } from "../lower/context.ts";
import { createLowerContext } from "../lower/create-context.ts";
import type { StatementTree } from "../ast/statement.ts";
import { patchStatement } from "./patch-statement.ts";
import { faultOf, type Fault, type RawParse, type SliceContext } from "./fault.ts";
import { mask, placeholder } from "./mask.ts";
import { hasComparedQuery } from "./find-pieces.ts";
import { parseDeep } from "./parse-deep.ts";
import type { ParsedStatement, ParseResult } from "./load-parser.ts";

type Outcome = { readonly statements: readonly ParsedStatement[] } | { readonly fault: Fault };

/** Parses each statement by itself, so that one that is broken does not lose the others. */
export function parseScript(sql: string, dialect: ParserDialect, raw: RawParse): ParseResult {
  const spans = createSpanMaker(sql);
  const statements: ParsedStatement[] = [];
  const findings: Finding[] = [];
  for (const slice of splitStatements(sql, dialect)) {
    const outcome = unclosed(slice, dialect, spans) ?? parseSlice(slice, { dialect, raw, spans });
    if ("fault" in outcome) findings.push(toFinding(outcome.fault, slice));
    else statements.push(...outcome.statements);
  }
  return { statements, findings };
}

/** A quote or comment that nothing ends, and which so may have swallowed other statements. */
function unclosed(slice: StatementSlice, dialect: ParserDialect, spans: SpanMaker): Outcome | null {
  const last = tokenize(slice.text, dialect).at(-1);
  if (last?.kind !== "broken") return null;
  const span = spans.span(slice.span.start + last.start, slice.span.end);
  return {
    fault: { code: "DX_SQL_PARSER_SYNTAX", message: "nothing ends this quote or comment", span },
  };
}

function parseSlice(slice: StatementSlice, context: SliceContext): Outcome {
  const { dialect, raw, spans } = context;
  const common = { text: slice.text, span: slice.span, dialect };
  if (slice.isBlock)
    return { statements: [{ ...common, tree: { kind: "other", name: "block", target: null } }] };
  try {
    if (hasComparedQuery(slice.text)) {
      const deep = parseDeep(slice, context);
      if ("tree" in deep) return { statements: [{ ...common, tree: deep.tree }] };
    }
    const result = raw(slice.text, traitsOf(dialect).parser);
    if (!result.success) {
      if (/E_GUARD_\w*DEPTH/.test(result.error ?? "")) {
        const tree = parseDeep(slice, context);
        return "fault" in tree ? tree : { statements: [{ ...common, tree: tree.tree }] };
      }
      const tree = parsePatched(slice, context);
      if (tree !== null) return { statements: [{ ...common, tree }] };
      return { fault: faultOf(result, slice, spans) };
    }
    const lower = createLowerContext({ spans, base: slice.span.start });
    const trees = Array.isArray(result.ast) ? result.ast : [];
    if (trees.length === 0)
      return { fault: { code: "DX_SQL_PARSER_SYNTAX", message: "no statement", span: slice.span } };
    return {
      statements: trees.map((one) => Object.assign({ tree: lowerStatement(one, lower) }, common)),
    };
  } catch (error) {
    return {
      fault: {
        code: "DX_SQL_PARSER_DEPTH",
        message: `too deep to be read: ${messageOf(error)}`,
        span: slice.span,
      },
    };
  }
}

/** A statement of a form that the parser rejects, by way of one that it takes. */
function parsePatched(slice: StatementSlice, context: SliceContext): StatementTree | null {
  const { dialect, raw, spans } = context;
  const patch = patchStatement(slice.text, dialect);
  if (patch === null) return null;
  const { parser } = traitsOf(dialect);
  const base = slice.span.start;
  const { assignments, queryAt } = patch;
  if (queryAt === null) {
    const result = raw(patch.text, parser);
    if (!result.success || !Array.isArray(result.ast)) return null;
    return lowerStatement(result.ast[0], createLowerContext({ spans, base, assignments }));
  }
  const piece = { start: queryAt, end: slice.text.length, isQuery: true };
  const inner = raw(slice.text.slice(queryAt), parser);
  const outer = raw(mask(slice.text, { start: 0, end: slice.text.length }, [piece]), parser);
  if (!inner.success || !outer.success) return null;
  if (!Array.isArray(inner.ast) || !Array.isArray(outer.ast)) return null;
  const query = lowerQuery(inner.ast[0], createLowerContext({ spans, base: base + queryAt }));
  if (query === null) return null;
  const parts = new Map([[placeholder(piece), query]]);
  return lowerStatement(outer.ast[0], createLowerContext({ spans, base, parts }));
}

function toFinding({ code, message, span }: Fault, slice: StatementSlice): Finding {
  const { line, column } = span;
  return {
    code,
    severity: "error",
    message: `line ${line}, column ${column}: ${message}`,
    subject: summary(slice.text),
    count: 1,
    example: { ...span },
  };
}

/** The beginning of a statement, in one line. */
function summary(text: string): string {
  const line = text.slice(0, 200).replaceAll(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
