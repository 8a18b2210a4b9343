import { messageOf, type Finding } from "@dx/core";
import { createSpanMaker, type SpanMaker } from "../ast/span.ts";
import { likeOf, traitsOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { cutBody } from "../lexer/cut-body.ts";
import { readBody, type BodyStatement } from "../lexer/read-body.ts";
import { readWords } from "../lexer/read-words.ts";
import { splitStatements, type StatementSlice } from "../lexer/split-statements.ts";
import { parseSpecial } from "./parse-special.ts";
import { lowerStatements } from "../lower/many.ts";
import { lowerStatement } from "../lower/statement.ts";
import { lowerQuery } from "../lower/context.ts";
import { dataOf, textOf } from "../lower/raw.ts";
import { createLowerContext } from "../lower/create-context.ts";
import type { StatementTree } from "../ast/statement.ts";
import { patchStatement, type Patch } from "./patch-statement.ts";
import { blankLiterals } from "./blank-literals.ts";
import { faultOf, type Fault, type RawParse, type RawResult, type SliceContext } from "./fault.ts";
import { mask, placeholder } from "./mask.ts";
import { hasComparedQuery } from "./find-pieces.ts";
import { parseDeep } from "./parse-deep.ts";
import type { ParsedStatement, ParseResult, ReadStatement } from "./load-parser.ts";

type Outcome = { readonly statements: readonly ParsedStatement[] } | { readonly fault: Fault };

/** Parses each statement by itself, so that one that is broken does not lose the others. */
export function parseScript(sql: string, dialect: ParserDialect, raw: RawParse): ParseResult {
  const statements: ParsedStatement[] = [];
  const findings: Finding[] = [];
  for (const { statement, finding } of readScript(sql, dialect, raw)) {
    if (statement !== null) statements.push(statement);
    if (finding !== null) findings.push(finding);
  }
  return { statements, findings };
}

/** {@link parseScript}, one after the other. */
export function* readScript(
  sql: string,
  dialect: ParserDialect,
  raw: RawParse,
): Generator<ReadStatement> {
  const context: SliceContext = { dialect, raw, spans: createSpanMaker(sql) };
  for (const slice of splitStatements(sql, dialect)) {
    const body = readBody(slice.text, slice.isBlock, dialect);
    if (body === null || body.statements.length === 0) yield* readSlice(slice, context);
    else
      for (const inner of body.statements)
        for (const { statement, finding } of readSlice(
          sliceAt(slice, inner, context.spans),
          context,
        ))
          yield {
            statement: statement && { ...statement, variables: body.variables },
            finding,
          };
  }
}

function* readSlice(slice: StatementSlice, context: SliceContext): Generator<ReadStatement> {
  const { spans, dialect } = context;
  const outcome = unclosed(slice, spans) ?? parseSlice(slice, context);
  if ("statements" in outcome) {
    for (const statement of outcome.statements) yield { statement, finding: null };
    return;
  }
  const apart = cutFree(slice, dialect, spans);
  if (apart.length > 1) for (const one of apart) yield* readSlice(one, context);
  else yield { statement: null, finding: toFinding(outcome.fault, slice) };
}

function sliceAt(
  { span }: StatementSlice,
  { text, start, end }: BodyStatement,
  spans: SpanMaker,
): StatementSlice {
  return {
    text,
    span: spans.span(span.start + start, span.start + end),
    isBlock: false,
    brokenAt: null,
  };
}

/** Statements of T-SQL between which nothing stands. */
function cutFree(
  slice: StatementSlice,
  dialect: ParserDialect,
  spans: SpanMaker,
): readonly StatementSlice[] {
  if (likeOf(dialect) !== "tsql") return [];
  return cutBody(readWords(slice.text, dialect), dialect).flatMap(({ words }) => {
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { start } = first;
    const text = slice.text.slice(start, last.end);
    return [sliceAt(slice, { text, start, end: last.end }, spans)];
  });
}

/** A quote or comment that nothing ends, and which so may have swallowed other statements. */
function unclosed({ brokenAt, span: own }: StatementSlice, spans: SpanMaker): Outcome | null {
  if (brokenAt === null) return null;
  const span = spans.span(brokenAt, own.end);
  return {
    fault: { code: "DX_SQL_PARSER_SYNTAX", message: "nothing ends this quote or comment", span },
  };
}

function parseSlice(slice: StatementSlice, context: SliceContext): Outcome {
  const { dialect, spans } = context;
  const common = { text: slice.text, span: slice.span, dialect };
  if (slice.isBlock)
    return { statements: [{ ...common, tree: { kind: "other", name: "block", target: null } }] };
  const special = parseSpecial(slice, context);
  if (special !== null)
    return { statements: special.map((tree) => Object.assign({ tree }, common)) };
  try {
    if (hasComparedQuery(slice.text)) {
      const deep = parseDeep(slice, context);
      if ("tree" in deep) return { statements: [{ ...common, tree: deep.tree }] };
    }
    const result = readRaw(slice.text, context);
    if (!result.success) {
      if (/E_GUARD_\w*DEPTH/.test(result.error ?? "")) {
        const tree = parseDeep(slice, context);
        return "fault" in tree ? tree : { statements: [{ ...common, tree: tree.tree }] };
      }
      const tree = parsePatched(slice, context);
      if (tree !== null) return { statements: [{ ...common, tree }] };
      return { fault: faultOf(result, slice, spans) };
    }
    return lowered(result, slice, context);
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

/** What the parser read; a statement of which nothing is left is a fault. */
function lowered(
  { ast }: RawResult,
  { text, span }: StatementSlice,
  { dialect, spans }: SliceContext,
): Outcome {
  const lower = createLowerContext({ dialect, spans, base: span.start });
  const trees = Array.isArray(ast) ? ast : [];
  const statements = trees.some(isUnread)
    ? []
    : trees.flatMap((one) =>
        lowerStatements(one, lower).map((tree) => ({ tree, text, span, dialect })),
      );
  if (statements.length > 0) return { statements };
  const message = trees.length === 0 ? "no statement" : "not understood";
  return { fault: { code: "DX_SQL_PARSER_SYNTAX", message, span } };
}

/** A statement that fills tables, and that the parser only passes on as a text. */
function isUnread(tree: unknown): boolean {
  const command = textOf(dataOf(tree, "command")?.["this"] ?? dataOf(tree, "raw")?.["sql"]);
  return /^(?:insert|merge|update|delete|with|create\s+(?:\w+\s+){0,4}?(?:table|view))\b/i.test(
    command,
  );
}

/** From how many characters on constants that need not be read are left out. */
const long = 50_000;

/** What the parser says, which takes no more than a million parts. */
function readRaw(text: string, { dialect, raw }: SliceContext): RawResult {
  const shorter = text.length < long ? null : blankLiterals(text, dialect);
  return raw(shorter ?? text, traitsOf(dialect).parser);
}

/** A statement of a form that the parser rejects, by way of one that it takes. */
function parsePatched(slice: StatementSlice, context: SliceContext): StatementTree | null {
  const { dialect, raw } = context;
  const patch = patchStatement(slice.text, dialect);
  if (patch === null) return null;
  const spans = withoutInserted(context.spans, patch.inserted);
  const { parser } = traitsOf(dialect);
  const base = slice.span.start;
  const { assignments, queryAt } = patch;
  if (queryAt === null) {
    const result = raw(patch.text, parser);
    if (!result.success || !Array.isArray(result.ast)) return null;
    return lowerStatement(result.ast[0], createLowerContext({ dialect, spans, base, assignments }));
  }
  const piece = { start: queryAt, end: slice.text.length, isQuery: true };
  const inner = raw(slice.text.slice(queryAt), parser);
  const outer = raw(mask(slice.text, { start: 0, end: slice.text.length }, [piece]), parser);
  if (!inner.success || !outer.success) return null;
  if (!Array.isArray(inner.ast) || !Array.isArray(outer.ast)) return null;
  const query = lowerQuery(
    inner.ast[0],
    createLowerContext({ dialect, spans, base: base + queryAt }),
  );
  if (query === null) return null;
  const parts = new Map([[placeholder(piece), query]]);
  return lowerStatement(outer.ast[0], createLowerContext({ dialect, spans, base, parts }));
}

/** Places in a text into which words were put, as places in the text without them. */
function withoutInserted(spans: SpanMaker, inserted: Patch["inserted"]): SpanMaker {
  const back = (point: number): number => {
    let at = point;
    for (const { at: from, length } of inserted) if (point > from) at -= length;
    return at;
  };
  if (inserted.length === 0) return spans;
  return {
    span: (start, end) => spans.span(start, end),
    fromCodePoints: (base, start, end) => spans.fromCodePoints(base, back(start), back(end)),
  };
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
