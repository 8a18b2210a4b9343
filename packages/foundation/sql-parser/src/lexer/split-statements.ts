import { createSpanMaker, type Span } from "../ast/span.ts";
import { likeOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { createBlockTracker } from "./track-blocks.ts";
import { tokenize, type Token } from "./tokenize.ts";

/** One statement of a script. */
export interface StatementSlice {
  /** Its text, from its first to its last word, comments before it left out. */
  readonly text: string;
  /** Where it stands in the script. */
  readonly span: Span;
  /** Whether it is a block of statements, as the body of a procedure is; these are not taken apart. */
  readonly isBlock: boolean;
  /** Where a quote or comment begins in the script that nothing ends; `null` if none does. */
  readonly brokenAt: number | null;
}

/**
 * Cuts a script into its statements, by tokens: semicolons in texts, names, comments, dollar quotes and
 * `begin ... end` do not cut; in T-SQL a line `GO` does, in Oracle a line `/`. What is broken stays in its own
 * statement; only a quote that nothing closes takes all that follows. Linear in the length of the script.
 * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
 * @example
 * ```ts
 * import { splitStatements } from "@dx/sql-parser";
 * const slices = splitStatements("select ';' ; -- one;\nselect 2", "postgres");
 * if (slices.length !== 2 || slices[1]?.span.line !== 2) throw new Error();
 * ```
 */
export function splitStatements(script: string, dialect: ParserDialect): readonly StatementSlice[] {
  const maker = createSpanMaker(script);
  const slices: StatementSlice[] = [];
  let blocks = createBlockTracker(dialect);
  let first: Token | null = null;
  let last: Token | null = null;
  let skipTo = 0;
  const close = (): void => {
    if (first !== null && last !== null)
      slices.push({
        text: script.slice(first.start, last.end),
        span: maker.span(first.start, last.end),
        isBlock: blocks.hadBlock(),
        brokenAt: last.kind === "broken" ? last.start : null,
      });
    first = null;
    last = null;
    blocks = createBlockTracker(dialect);
  };
  for (const token of tokenize(script, dialect)) {
    if (token.kind === "space" || token.kind === "comment" || token.start < skipTo) continue;
    const text = script.slice(token.start, token.end);
    if (/^(?:go|\/)$/i.test(text) && isBatchEnd(script, token, dialect)) {
      close();
      skipTo = lineEnd(script, token.start);
    } else if (text === ";" && !blocks.isOpen()) close();
    else {
      first ??= token;
      last = token;
      blocks.see(token, text);
    }
  }
  close();
  return slices;
}

/** A line that has nothing but `GO` (T-SQL, with or without a count) or `/` (Oracle). */
function isBatchEnd(script: string, token: Token, dialect: ParserDialect): boolean {
  const like = likeOf(dialect);
  if (like !== "tsql" && like !== "oracle") return false;
  const from = script.lastIndexOf("\n", token.start - 1) + 1;
  const line = script.slice(from, lineEnd(script, token.start)).trim();
  return like === "tsql" ? /^go(?:\s+\d+)?;?$/i.test(line) : line === "/";
}

function lineEnd(script: string, from: number): number {
  const end = script.indexOf("\n", from);
  return end === -1 ? script.length : end;
}
