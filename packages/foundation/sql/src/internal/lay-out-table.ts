import type { Dialect } from "@dx/core";
import { splitQuoted } from "./without-space.ts";

const start =
  /^create (?:or replace )?(?:temporary )?table (?:if not exists )?(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[\w$]+|\.)+$/i;

/**
 * Lays out `create table NAME (COLUMNS)`, a column on each line, in a small part of the time that a grammar takes; `null` for all other
 * text, and for text with comments.
 */
export function layOutTable(text: string, dialect: Dialect): string | null {
  const parts = [""];
  const add = (piece: string): void => void parts.push(`${parts.pop() ?? ""}${piece}`);
  let depth = 0;
  for (const piece of tokens(text, dialect)) {
    if (/^(?:--|\/\*)/.test(piece)) return null;
    if (piece === ")") depth -= 1;
    const isEdge = depth === 0 ? piece === "(" || piece === ")" : depth === 1 && piece === ",";
    if (isEdge) parts.push("");
    else add(piece);
    if (piece === "(") depth += 1;
  }
  const [head = "", ...columns] = parts.map((one) => one.trim());
  const isTable = start.test(head) && columns.length > 1 && columns.pop() === "" && depth === 0;
  return isTable ? `${head} (\n  ${columns.join(",\n  ")}\n)` : null;
}

function tokens(text: string, dialect: Dialect): readonly string[] {
  return splitQuoted(text, dialect).flatMap(({ text: piece, isQuoted }) =>
    isQuoted ? [piece] : piece.replaceAll(/\s+/g, " ").split(/(?<=[(),])|(?=[(),])/),
  );
}
