import { DxError } from "@dx/core";
import type { Sql } from "../sql.ts";
import { matchesPattern } from "./check-functions.ts";

/**
 * Whether text has a part that a regular expression matches; `^` and `$` stand for its begin and end. NULL of NULL.
 * @param pattern - what all dialects read alike: literals, `[a-z]`, `[^a-z]`, `( | )`, `? * + {1,2}`, `^ $`
 * @throws DxError `DX_SQL_VALUE` for a backslash or a dot outside of brackets, `(?`, and classes such as `[:alpha:]`, which dialects
 * read differently
 * @example
 * ```ts
 * import { identifier, matches, renderSql } from "@dx/sql";
 * const { text } = renderSql(matches(identifier("a"), "^[0-9]+$"), "postgres");
 * if (text !== `(("a" collate "C") ~ '^[0-9]+$')`) throw new Error(text);
 * ```
 */
export function matches(text: Sql, pattern: string): Sql {
  const plain = pattern.replaceAll(/\[\^?[^\]\\]+\]/g, "x");
  if (/[\\.]|\(\?|[*+?}][*+?{]/.test(plain) || /\\|\[:/.test(pattern))
    throw new DxError("DX_SQL_VALUE", `dialects read this pattern differently: ${pattern}`, {
      hint: "write [.] for a dot, [0-9] for a digit, and no escapes",
    });
  return matchesPattern(text, { pattern });
}
