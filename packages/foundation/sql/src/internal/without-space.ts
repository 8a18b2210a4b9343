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

/** SQL text without white space, but for that in strings, names and comments: of two texts that mean the same, the same. */
export function withoutSpace(text: string, dialect: Dialect): string {
  let at = 0;
  let result = "";
  for (const found of text.matchAll(pieces[dialect])) {
    result += text.slice(at, found.index).replaceAll(/\s+/g, "") + found[0].trim();
    at = found.index + found[0].length;
  }
  return result + text.slice(at).replaceAll(/\s+/g, "");
}
