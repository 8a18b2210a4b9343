import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { tokenize, type TokenKind } from "./tokenize.ts";

/** A token that is no space or comment. */
export interface Word {
  /** In lower case, as it is written. */
  readonly word: string;
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** How many parentheses are open around it. */
  readonly depth: number;
}

/** The words of a text with how deep in parentheses they stand. */
export function readWords(text: string, dialect: ParserDialect): readonly Word[] {
  let depth = 0;
  return tokenize(text, dialect).flatMap(({ kind, start, end }): readonly Word[] => {
    if (kind === "space" || kind === "comment") return [];
    const word = text.slice(start, end).toLowerCase();
    if (word === ")") depth = Math.max(0, depth - 1);
    const found = { word, kind, start, end, depth };
    if (word === "(") depth += 1;
    return [found];
  });
}
