import { tokenize, type ParserDialect } from "@dx/sql-parser";

interface Piece {
  readonly text: string;
  readonly word: string;
  readonly depth: number;
}

const behind =
  /^(?:from|into|where|group|having|order|limit|union|except|intersect|qualify|window)$/;

/** What stands between the commas of the outermost `select`, space as one blank; none if there is none. */
export function itemTexts(sql: string, dialect: ParserDialect): readonly string[] {
  const pieces = readPieces(sql, dialect);
  let least = Infinity;
  for (const one of pieces) if (isSelect(one)) least = Math.min(least, one.depth);
  const first = pieces.findIndex((one) => isSelect(one) && one.depth === least) + 1;
  if (first === 0) return [];
  const length = pieces
    .slice(first)
    .findIndex(
      ({ depth, word, text }) =>
        depth < least || (depth === least && (behind.test(word) || text === ";")),
    );
  const list = pieces.slice(first, length === -1 ? undefined : first + length);
  const commas = list.flatMap(({ text, depth }, at) => (text === "," && depth === least ? at : []));
  return [...commas, list.length].map((end, index) =>
    list
      .slice(index === 0 ? 0 : (commas[index - 1] ?? 0) + 1, end)
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
}

function isSelect({ word }: Piece): boolean {
  return word === "select";
}

function readPieces(sql: string, dialect: ParserDialect): readonly Piece[] {
  let depth = 0;
  let isBlank = false;
  return tokenize(sql, dialect).flatMap(({ kind, start, end }): readonly Piece[] => {
    const wasBlank = isBlank;
    isBlank = kind === "space" || kind === "comment";
    if (isBlank && wasBlank) return [];
    const text = isBlank ? " " : sql.slice(start, end);
    if (kind === "symbol" && /^[)\]}]$/.test(text)) depth -= 1;
    const piece = { text, word: kind === "word" ? text.toLowerCase() : "", depth };
    if (kind === "symbol" && /^[([{]$/.test(text)) depth += 1;
    return [piece];
  });
}
