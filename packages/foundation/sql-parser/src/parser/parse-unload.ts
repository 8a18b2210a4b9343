import type { StatementTree } from "../ast/statement.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import { readWords } from "../lexer/read-words.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import { lowerQuery } from "../lower/context.ts";
import { createLowerContext } from "../lower/create-context.ts";
import { fileOf } from "../lower/table.ts";
import type { SliceContext } from "./fault.ts";

/** `unload ('select ...') to 's3://...'` of Redshift, and without quotes of Athena; `null` of all else. */
export function parseUnload(slice: StatementSlice, context: SliceContext): StatementTree | null {
  const { text, span } = slice;
  if (!/^unload\s*\(/i.test(text)) return null;
  const { dialect, raw, spans } = context;
  const words = readWords(text, dialect);
  const close = words.findIndex(({ word, depth }) => word === ")" && depth === 0);
  const [open, first] = words.slice(1);
  const last = words[close];
  const [to, place] = words.slice(close + 1);
  if (open === undefined || first === undefined || last === undefined || to?.word !== "to")
    return null;
  const isQuoted = first.kind === "string";
  const start = isQuoted ? first.start + 1 : open.end;
  const inner = text.slice(start, isQuoted ? first.end - 1 : last.start);
  const result = raw(isQuoted ? inner.replaceAll("''", "' ") : inner, traitsOf(dialect).parser);
  const lower = createLowerContext({ dialect, spans, base: span.start + start });
  const tree = result.success && Array.isArray(result.ast) ? result.ast[0] : null;
  const query = lowerQuery(tree, lower);
  if (query === null) return null;
  const path = place?.kind === "string" ? text.slice(place.start + 1, place.end - 1) : "";
  return {
    kind: "copy",
    target: null,
    file: fileOf(path, lower),
    columns: [],
    query,
  };
}
