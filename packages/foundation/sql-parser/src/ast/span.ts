/** A place in a text. */
export interface Span {
  /** Of the first character, in UTF-16 units, from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Of the first character, from 1. */
  readonly line: number;
  /** Of the first character in its line, in UTF-16 units, from 1. */
  readonly column: number;
}

/** Turns places in a text into spans; lines end with a line feed. */
export interface SpanMaker {
  /** From units of UTF-16. */
  span(start: number, end: number): Span;
  /** From code points behind a base in units of UTF-16, as the parser counts. */
  fromCodePoints(base: number, start: number, end: number): Span;
}

/** What knows the lines of a text. O(length) once, then O(log lines) for each span. */
export function createSpanMaker(text: string): SpanMaker {
  const lines = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  const pairs = surrogatePairs(text);
  const span = (start: number, end: number): Span => {
    const line = before(lines, start);
    return { start, end, line, column: start - (lines[line - 1] ?? 0) + 1 };
  };
  const toUnits = (base: number, points: number): number => {
    if (pairs.length === 0) return base + points;
    let at = before(pairs, base - 1);
    let units = base + points;
    for (; at < pairs.length && (pairs[at] ?? Infinity) < units; at += 1) units += 1;
    return units;
  };
  return {
    span,
    fromCodePoints: (base, start, end) => span(toUnits(base, start), toUnits(base, end)),
  };
}

/** Where characters of two units begin. */
function surrogatePairs(text: string): readonly number[] {
  const found: number[] = [];
  for (const { index } of text.matchAll(/[\u{10000}-\u{10FFFF}]/gu)) found.push(index);
  return found;
}

/** How many of the sorted numbers are not above one. */
function before(sorted: readonly number[], one: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= one) low = middle + 1;
    else high = middle;
  }
  return low;
}
