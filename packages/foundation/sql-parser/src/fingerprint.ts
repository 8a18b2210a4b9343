import type { ParserDialect } from "./dialect/parser-dialect.ts";
import { tokenize } from "./lexer/tokenize.ts";

/** How statements are told apart. */
export interface FingerprintOptions {
  /** How the text is read. */
  readonly dialect: ParserDialect;
  /** Whether statements that differ only in texts and numbers are told apart; without a word, they are not. */
  readonly literals?: boolean;
}

/**
 * A short text that is the same for statements which differ only in space, comments, the case of words without
 * quotes, a semicolon at the end and, unless asked for, literals and the length of lists of these: 16 hexadecimal
 * digits. Not made to resist an attacker.
 * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
 * @example
 * ```ts
 * import { fingerprint } from "@dx/sql-parser";
 * const one = fingerprint("SELECT a FROM t WHERE b IN (1, 2)", { dialect: "duckdb" });
 * if (one !== fingerprint("select a\nfrom t where b in (3);", { dialect: "duckdb" })) throw new Error();
 * ```
 * @see FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function fingerprint(
  sql: string,
  { dialect, literals = false }: FingerprintOptions,
): string {
  const parts: string[] = [];
  for (const { kind, start, end } of tokenize(sql, dialect)) {
    if (kind === "space" || kind === "comment") continue;
    const text = sql.slice(start, end);
    const isLiteral = !literals && (kind === "string" || kind === "number");
    if (isLiteral && parts.at(-1) === "," && parts.at(-2) === "?") parts.pop();
    else parts.push(isLiteral ? "?" : kind === "word" ? text.toLowerCase() : text);
  }
  while (parts.at(-1) === ";") parts.pop();
  return fnv1a(parts.join(" "));
}

function fnv1a(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let at = 0; at < text.length; at += 1) {
    low = (low ^ text.charCodeAt(at)) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, "0")).join("");
}
