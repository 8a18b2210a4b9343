/** A piece of a text that is parsed apart. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Whether it is a query; else an expression. */
  readonly isQuery: boolean;
}

/** The name of the column that stands for a piece. */
export function placeholder({ start, end }: Pick<Piece, "start" | "end">): string {
  return `dx_part_${start.toString(36)}_${end.toString(36)}`;
}

/** How many code points a text has. */
export function codePoints(text: string): number {
  return text.length - (text.match(/[\u{10000}-\u{10FFFF}]/gu)?.length ?? 0);
}

/** How long a piece must be to be replaced without moving what stands behind it. */
export const leastLength = 28;

/** A piece of the text, with the outermost pieces in it replaced, each by as many code points. */
export function mask(
  text: string,
  { start: from, end: to }: Pick<Piece, "start" | "end">,
  pieces: readonly Piece[],
): string {
  let masked = "";
  let at = from;
  for (const piece of pieces) {
    const { start, end, isQuery } = piece;
    if (start < at || end > to || (start === from && end === to)) continue;
    const name = `${isQuery ? "select " : ""}${placeholder(piece)}`;
    masked += text.slice(at, start) + name.padEnd(codePoints(text.slice(start, end)));
    at = end;
  }
  return masked + text.slice(at, to);
}
