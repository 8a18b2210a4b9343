import type { Dialect } from "@dx/core";

const comments = String.raw`--[^\n]*|\/\*[\s\S]*?\*\/`;
const doubled = String.raw`'(?:[^']|'')*'`;
const escaped = String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`;
const names = String.raw`"(?:[^"]|"")*"`;
const dollars = String.raw`\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$`;

const pieces: Readonly<Record<Dialect, RegExp>> = {
  duckdb: only(comments, doubled, names, dollars),
  postgres: only(comments, doubled, names, dollars),
  snowflake: only(comments, escaped, names, dollars),
  bigquery: only(
    comments,
    String.raw`'(?:[^'\\]|\\[\s\S])*'`,
    String.raw`"(?:[^"\\]|\\[\s\S])*"`,
    String.raw`${"`"}(?:[^${"`"}\\]|\\[\s\S])*${"`"}`,
  ),
  redshift: only(comments, escaped, names),
  spark: only(
    comments,
    String.raw`'(?:[^'\\]|\\[\s\S])*'`,
    String.raw`"(?:[^"\\]|\\[\s\S])*"`,
    "`(?:[^`]|``)*`",
  ),
};

function only(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(${alternatives.join("|")})`, "g");
}

/** A piece of SQL text: a string, a quoted name or a comment, or what is between them. */
export interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** SQL text in pieces, in order. */
export function splitQuoted(text: string, dialect: Dialect): readonly Piece[] {
  let at = 0;
  const result: Piece[] = [];
  for (const found of text.matchAll(pieces[dialect])) {
    result.push({ text: text.slice(at, found.index), isQuoted: false });
    result.push({ text: found[0], isQuoted: true });
    at = found.index + found[0].length;
  }
  result.push({ text: text.slice(at), isQuoted: false });
  return result;
}

/** SQL text without white space, but for that in strings, names and comments: of two texts that mean the same, the same. */
export function withoutSpace(text: string, dialect: Dialect): string {
  return splitQuoted(text, dialect)
    .map((one) => (one.isQuoted ? one.text.trim() : one.text.replaceAll(/\s+/g, "")))
    .join("");
}
