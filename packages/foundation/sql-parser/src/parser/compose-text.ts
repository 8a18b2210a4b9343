import type { StatementTree } from "../ast/statement.ts";
import type { SpanMaker } from "../ast/span.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import { createLowerContext } from "../lower/create-context.ts";
import { lowerStatements } from "../lower/many.ts";
import type { SliceContext } from "./fault.ts";
import { codePoints } from "./mask.ts";

/** A part of a statement's text, or words that are put in. */
export type TextPart = { readonly start: number; readonly end: number } | string;

/** Reads a text that is made of parts of a statement, places being those in the statement; `null` if the parser rejects it. */
export function parseComposed(
  parts: readonly TextPart[],
  { text, span }: StatementSlice,
  { dialect, raw, spans }: SliceContext,
): readonly StatementTree[] | null {
  const pieces: Piece[] = [];
  let composed = "";
  for (const part of parts) {
    const piece = typeof part === "string" ? part : text.slice(part.start, part.end);
    const from = typeof part === "string" ? null : codePoints(text.slice(0, part.start));
    pieces.push({ at: codePoints(composed), from });
    composed += `${piece} `;
  }
  const result = raw(composed, traitsOf(dialect).parser);
  if (!result.success || !Array.isArray(result.ast)) return null;
  const base = span.start;
  const lower = createLowerContext({ dialect, spans: moved(spans, pieces), base });
  return result.ast.flatMap((one) => lowerStatements(one, lower));
}

/** Where a part begins: in the new text, and in the old one, in code points. */
interface Piece {
  readonly at: number;
  /** `null` for words that were put in. */
  readonly from: number | null;
}

function moved(spans: SpanMaker, pieces: readonly Piece[]): SpanMaker {
  const back = (point: number): number => {
    const piece = pieces.findLast(({ at }) => at <= point);
    if (piece === undefined) return point;
    return piece.from === null ? 0 : piece.from + point - piece.at;
  };
  return {
    span: (start, end) => spans.span(start, end),
    fromCodePoints: (base, start, end) =>
      spans.fromCodePoints(base, back(start), end > start ? back(end - 1) + 1 : back(end)),
  };
}
