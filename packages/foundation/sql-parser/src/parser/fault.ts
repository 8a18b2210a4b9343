import type { Span, SpanMaker } from "../ast/span.ts";
import type { ParserDialect } from "../dialect/parser-dialect.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";

/** What the parser under it answers. */
export interface RawResult {
  readonly success: boolean;
  readonly ast?: unknown;
  readonly error?: string | null | undefined;
  readonly errorStart?: number | null | undefined;
  readonly errorEnd?: number | null | undefined;
}

/** The parser under it. */
export type RawParse = (sql: string, dialect: string) => RawResult;

/** Where and why a statement was not understood. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

/** What parsing a statement needs. */
export interface SliceContext {
  readonly dialect: ParserDialect;
  readonly raw: RawParse;
  readonly spans: SpanMaker;
}

/** What the parser said is wrong, in units of the whole text. */
export function faultOf(
  result: RawResult,
  slice: Pick<StatementSlice, "span">,
  spans: SpanMaker,
): Fault {
  const error = result.error ?? "";
  const start = result.errorStart ?? 0;
  const end = Math.max(result.errorEnd ?? start, start);
  const guard = /E_GUARD_(\w+): value \d+ exceeds configured limit (\d+)/.exec(error);
  const isDeep = guard?.[1]?.includes("DEPTH") === true;
  const message = error.replace(/^Parse error at line \d+, column \d+: /, "");
  return {
    code: guard === null ? "DX_SQL_PARSER_SYNTAX" : "DX_SQL_PARSER_DEPTH",
    message:
      guard === null
        ? message
        : isDeep
          ? `nested deeper than the ${guard[2]} levels that are read`
          : `longer than the ${guard[2]} parts that are read`,
    span: spans.fromCodePoints(slice.span.start, start, end),
  };
}
