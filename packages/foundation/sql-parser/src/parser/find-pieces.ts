import type { Token } from "../lexer/tokenize.ts";
import { findChains, type Word } from "./find-chains.ts";
import { leastLength, type Piece } from "./mask.ts";

interface Group {
  readonly start: number;
  readonly words: Word[];
  /** How deep it lies in the piece that it would be parsed in. */
  readonly weight: number;
  readonly isQuery: boolean;
  readonly isCase: boolean;
  readonly isCut: boolean;
  /** The word before its parenthesis. */
  readonly before: string;
}

/** How deep one piece may be, a query in parentheses counting as five levels. */
const deepest = 16;

/** What is not understood outside of where it stands, or is no expression alone. */
const bound =
  /^(?:as|from|distinct|order|partition|by|over|using|within|filter|separator|ignore|respect|both|leading|trailing|for|all|set|rows|range|join|on|where|group|having|limit|columns|union|except|intersect)$/;

/**
 * What to parse apart of a text that is nested too deep or has chains that are too long: queries and expressions in
 * parentheses, and the beginnings of chains. Sorted by where they begin, outer ones first.
 */
export function findPieces(text: string, tokens: readonly Token[]): readonly Piece[] {
  const found: Piece[] = [];
  const words = tokens.flatMap(({ kind, start, end }): readonly Word[] =>
    kind === "space" || kind === "comment"
      ? []
      : [{ word: text.slice(start, end).toLowerCase(), kind, start, end }],
  );
  const top: Group = {
    start: 0,
    words: [],
    weight: 0,
    isQuery: true,
    isCase: false,
    isCut: false,
    before: "",
  };
  const open: Group[] = [top];
  const close = (group: Group, end: number): void => {
    found.push(...findChains(group));
    const isLong = end - group.start >= leastLength;
    if (group.isCut && isLong && (group.isQuery || isExpression(group)))
      found.push({ start: group.start, end, isQuery: group.isQuery });
  };
  for (const [index, one] of words.entries()) {
    const group = open.at(-1) ?? top;
    if (opens(one)) open.push(enter(group, words, index));
    else if (open.length > 1 && closes(one, group)) {
      open.pop();
      close(group, group.isCase ? one.end : one.start);
      const compared = comparedQuery(group, one, words[index + 1]);
      if (compared !== null) found.push(compared);
      const outer = open.at(-1) ?? top;
      outer.words.push({ word: "()", kind: "group", start: one.start, end: one.end });
    } else group.words.push(one);
  }
  close(top, text.length);
  return found.toSorted((one, other) => one.start - other.start || other.end - one.end);
}

function opens({ word, kind }: Word): boolean {
  if (kind === "word") return word === "case";
  return word === "(" || (word === "[" && kind === "symbol");
}

function closes({ word, kind }: Word, { isCase }: Group): boolean {
  if (isCase) return kind === "word" && word === "end";
  return word === ")" || (word === "]" && kind === "symbol");
}

/**
 * `having a > (select ...) union ...`, where the parser takes the union into the comparison: the query by itself, with its
 * parentheses.
 */
function comparedQuery(
  { isQuery, start, before }: Group,
  { end }: Word,
  next: Word | undefined,
): Piece | null {
  const isTaken = next?.kind === "word" && /^(?:union|except|intersect|minus)$/.test(next.word);
  if (!isTaken || !isQuery || !/^[-=<>+*/|]$/.test(before)) return null;
  return { start: start - 1, end, isQuery: false };
}

/** Whether a text may have what {@link findPieces} finds although it is not deep. */
export function hasComparedQuery(text: string): boolean {
  return /[-=<>+*/|]\s*\(/.test(text) && /\)\s*(?:union|except|intersect|minus)\b/i.test(text);
}

function enter(outer: Group, words: readonly Word[], index: number): Group {
  const { word, start, end } = words[index] ?? { word: "", start: 0, end: 0 };
  const next = words[index + 1];
  const isQuery = next?.kind === "word" && /^(?:select|with|values)$/.test(next.word);
  const weight = outer.weight + (isQuery ? 5 : 1);
  const isCut = weight >= deepest;
  const isCase = word === "case";
  return {
    start: isCase ? start : end,
    words: [],
    weight: isCut ? 0 : weight,
    isQuery,
    isCase,
    isCut,
    before: words[index - 1]?.word ?? "",
  };
}

function isExpression({ words }: Group): boolean {
  return !words.some(({ word, kind, start }, index) => {
    if (kind === "word") return bound.test(word);
    if (kind !== "symbol") return false;
    const before = words[index - 1];
    const pair = before?.end === start ? before.word + word : word;
    return word === "," || pair === "->" || pair === "=>" || pair === ":=";
  });
}
