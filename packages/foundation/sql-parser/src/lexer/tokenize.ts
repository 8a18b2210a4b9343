import { traitsOf, type DialectTraits, type ParserDialect } from "../dialect/parser-dialect.ts";

/** What a piece of text is; `broken` is a quote or comment that nothing ends. */
export type TokenKind =
  | "space"
  | "comment"
  | "string"
  | "name"
  | "word"
  | "number"
  | "symbol"
  | "broken";

/** A piece of a text; tokens follow each other without gaps. */
export interface Token {
  /** What it is. */
  readonly kind: TokenKind;
  /** Of its first character, in UTF-16 units. */
  readonly start: number;
  /** Behind its last. */
  readonly end: number;
}

const space = /\s+/y;
const word = /[\p{L}_@#$][\p{L}\p{M}\p{N}_$#@]*/uy;
const number = /(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const prefix = /^(?:e|b|x|n|r|br|rb|u&)$/i;

/**
 * Cuts a text into tokens as a dialect reads it; any text can be cut. Linear in its length.
 * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
 * @example
 * ```ts
 * import { tokenize } from "@dx/sql-parser";
 * const kinds = tokenize("select 'a;b' -- c", "duckdb").map(({ kind }) => kind);
 * if (kinds.join(" ") !== "word space string space comment") throw new Error(kinds.join(" "));
 * ```
 */
export function tokenize(text: string, dialect: ParserDialect): readonly Token[] {
  const traits = traitsOf(dialect);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const token = next(text, at, traits);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function next(text: string, start: number, traits: DialectTraits): Token {
  const blank = match(space, text, start);
  if (blank > start) return { kind: "space", start, end: blank };
  return (
    comment(text, start, traits) ??
    quoted(text, start, traits) ??
    dollarQuoted(text, start, traits) ??
    plain(text, start, traits)
  );
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function comment(text: string, start: number, traits: DialectTraits): Token | null {
  if (text.startsWith("/*", start)) return blockComment(text, start, traits.nestedComments);
  const isLine =
    text.startsWith("--", start) ||
    traits.lineComments.some((mark) => text.startsWith(mark, start));
  if (!isLine) return null;
  const end = text.indexOf("\n", start);
  return { kind: "comment", start, end: end === -1 ? text.length : end };
}

function blockComment(text: string, start: number, nested: boolean): Token {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  for (let depth = 1; ;) {
    const found = mark.exec(text);
    if (found === null) return { kind: "broken", start, end: text.length };
    if (found[0] === "*/") depth -= 1;
    else if (nested) depth += 1;
    if (depth === 0) return { kind: "comment", start, end: mark.lastIndex };
  }
}

function quoted(text: string, start: number, traits: DialectTraits): Token | null {
  const quote = text.charAt(start);
  if (quote === "'" || (quote === '"' && traits.textQuotes.includes('"')))
    return textQuoted(text, start, { at: start, backslash: traits.backslash });
  if (!traits.nameQuotes.some((one) => one === quote)) return null;
  const end = quoteEnd(text, { at: start, close: quote === "[" ? "]" : quote, backslash: false });
  return end === -1 ? { kind: "broken", start, end: text.length } : { kind: "name", start, end };
}

interface Opening {
  readonly at: number;
  readonly backslash: boolean;
}

function textQuoted(text: string, start: number, { at, backslash }: Opening): Token {
  const quote = text.charAt(at);
  const triple = quote.repeat(3);
  if (backslash && text.startsWith(triple, at) && text.includes(triple, at + 3))
    return { kind: "string", start, end: text.indexOf(triple, at + 3) + 3 };
  const end = quoteEnd(text, { at, close: quote, backslash });
  return end === -1 ? { kind: "broken", start, end: text.length } : { kind: "string", start, end };
}

/** Behind the closing quote; one that is doubled stands for itself. */
function quoteEnd(text: string, { at, close, backslash }: Opening & { close: string }): number {
  for (let index = at + 1; index < text.length; index += 1) {
    const one = text[index];
    if (backslash && one === "\\") index += 1;
    else if (one === close) {
      if (text[index + 1] !== close) return index + 1;
      index += 1;
    }
  }
  return -1;
}

function dollarQuoted(text: string, start: number, traits: DialectTraits): Token | null {
  if (!traits.dollarQuotes || text[start] !== "$") return null;
  const open = match(dollarTag, text, start);
  if (open === start) return null;
  const tag = text.slice(start, open);
  const close = text.indexOf(tag, open);
  return close === -1
    ? { kind: "broken", start, end: text.length }
    : { kind: "string", start, end: close + tag.length };
}

function plain(text: string, start: number, traits: DialectTraits): Token {
  const end = match(word, text, start);
  if (end > start) return prefixed(text, { kind: "word", start, end }, traits);
  const behind = match(number, text, start);
  if (behind > start) return { kind: "number", start, end: behind };
  const point = text.codePointAt(start) ?? 0;
  return { kind: "symbol", start, end: start + (point > 0xffff ? 2 : 1) };
}

/** A word before a quote, as in `E'\''`, belongs to the text. */
function prefixed(text: string, token: Token, traits: DialectTraits): Token {
  const quote = text.charAt(token.end);
  const isQuote = quote === "'" || (quote === '"' && traits.textQuotes.includes('"'));
  const letters = text.slice(token.start, token.end);
  if (!isQuote || !prefix.test(letters)) return token;
  const backslash = /^e$/i.test(letters) || (traits.backslash && !/r/i.test(letters));
  return textQuoted(text, token.start, { at: token.end, backslash });
}
