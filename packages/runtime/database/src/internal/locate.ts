/** A place in a text, for people. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The line, cut, and a caret below. */
  readonly excerpt: string;
}

const before = 50;
const after = 30;

/** Where an offset is: lines and columns count from 1. */
export function locate(text: string, offset: number): Place {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const found = text.indexOf("\n", offset);
  const end = found < 0 ? text.length : found;
  const from = Math.max(start, offset - before);
  const to = Math.min(end, offset + after);
  const cut = text.slice(from, to).replaceAll(/\p{Cc}/gu, " ");
  const head = from > start ? "..." : "";
  const caret = `${" ".repeat(head.length + offset - from)}^`;
  return {
    line: text.slice(0, start).split("\n").length,
    column: offset - start + 1,
    excerpt: `${head}${cut}${to < end ? "..." : ""}\n${caret}`,
  };
}
