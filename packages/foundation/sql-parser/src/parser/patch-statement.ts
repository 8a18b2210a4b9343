import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { readWords, type Word } from "../lexer/read-words.ts";
import { codePoints } from "./mask.ts";
import type { AssignmentRewrite } from "../lower/context.ts";

/** A statement in words that the parser takes. */
export interface Patch {
  /** Of as many code points as the text that it stands for, and those that were put in. */
  readonly text: string;
  /** What was put in, in code points of the new text: where, and how long. */
  readonly inserted: readonly { readonly at: number; readonly length: number }[];
  /** What was left out of each assignment of `set`, by its place. */
  readonly assignments: ReadonlyMap<number, AssignmentRewrite>;
  /** Where a query begins that has to be parsed apart, since it begins with `from` or `pivot`; `null` if none does. */
  readonly queryAt: number | null;
}

/** Forms that the parser rejects, rewritten with all places kept; `null` if there is none of them. */
export function patchStatement(text: string, dialect: ParserDialect): Patch | null {
  const pieces = readWords(text, dialect);
  return (
    patchCreate(text, pieces) ??
    patchUpdate(text, pieces) ??
    patchWords(text, pieces) ??
    patchParentheses(text, pieces) ??
    patchTitles(text, pieces, dialect) ??
    patchOptions(text, pieces)
  );
}

const unchanged: Omit<Patch, "text"> = { assignments: new Map(), inserted: [], queryAt: null };

/** `insert t select ...` and `create table t select ...`, which lack a word. */
function patchWords(text: string, pieces: readonly Word[]): Patch | null {
  const outer = pieces.filter(({ depth }) => depth === 0);
  const insert = outer.findIndex(({ word, kind }) => kind === "word" && word === "insert");
  const next = outer[insert + 1];
  if (insert !== -1 && next !== undefined && !/^(?:into|overwrite|or|all|first)$/.test(next.word))
    return insertWord(text, next.start, "into ");
  if (outer[0]?.word !== "create") return null;
  const query = outer.findIndex(
    ({ word, kind }, index) =>
      kind === "word" &&
      (word === "select" || (word === "with" && outer[index + 2]?.word === "as")),
  );
  const first = outer[query];
  if (first === undefined || outer.slice(0, query).some(({ word }) => word === "as")) return null;
  return insertWord(text, first.start, "as ");
}

function insertWord(text: string, at: number, word: string): Patch {
  const point = codePoints(text.slice(0, at));
  return {
    ...unchanged,
    text: text.slice(0, at) + word + text.slice(at),
    inserted: [{ at: point, length: word.length }],
  };
}

/** `create view v as ((select ...))`: only the innermost are left. */
function patchParentheses(text: string, pieces: readonly Word[]): Patch | null {
  if (pieces[0]?.word !== "create") return null;
  const as = pieces.findIndex(({ word, depth }) => word === "as" && depth === 0);
  const blanks: Word[] = [];
  for (let at = 1; ; at += 1) {
    const [open, next] = [pieces[as + at], pieces[as + at + 1]];
    const close = pieces[pieces.length - at];
    if (as === -1 || open?.word !== "(" || next?.word !== "(" || close?.word !== ")") break;
    blanks.push(open, close);
  }
  if (blanks.length === 0) return null;
  const places = blanks.toSorted((one, other) => one.start - other.start);
  return { ...unchanged, text: blank(text, places) };
}

/** What stands between the name of a table or view and its query, as `with tag (...)` or `backup yes`, and `with no data`. */
function patchOptions(text: string, pieces: readonly Word[]): Patch | null {
  if (pieces[0]?.word !== "create") return null;
  const as = pieces.findIndex(
    ({ word, depth }, index) =>
      word === "as" &&
      depth === 0 &&
      /^(?:select|with|values|\()$/.test(pieces[index + 1]?.word ?? ""),
  );
  const first = behindName(pieces);
  if (as === -1 || first > as) return null;
  const [from, to] = [pieces[first], pieces[as]];
  const end = pieces.findIndex(
    ({ word, depth }, index) =>
      index > as &&
      depth === 0 &&
      word === "with" &&
      /^(?:no|data)$/.test(pieces[index + 1]?.word ?? ""),
  );
  const places = [
    ...(from === undefined || to === undefined || first === as
      ? []
      : [{ start: from.start, end: to.start }]),
    ...(end === -1 ? [] : [{ start: pieces[end]?.start ?? 0, end: text.length }]),
  ];
  return places.length === 0 ? null : { ...unchanged, text: blank(text, places) };
}

/** The place behind the name of what is created, and behind its columns. */
function behindName(pieces: readonly Word[]): number {
  let at = pieces.findIndex(({ word }) => word === "table" || word === "view") + 1;
  if (pieces[at]?.word === "if") at += 3;
  while (pieces[at + 1]?.word === ".") at += 2;
  at += 1;
  if (pieces[at]?.word !== "(") return at;
  return (
    pieces.findIndex(({ word, depth }, index) => index > at && word === ")" && depth === 0) + 1
  );
}

/** `a (title 'A')` of Teradata. */
function patchTitles(text: string, pieces: readonly Word[], dialect: ParserDialect): Patch | null {
  if (dialect !== "teradata") return null;
  const places = pieces.flatMap((one, at) => {
    const close = pieces[at + 3];
    const isTitle = one.word === "(" && /^(?:title|format)$/.test(pieces[at + 1]?.word ?? "");
    return isTitle && close?.word === ")" ? [{ start: one.start, end: close.end }] : [];
  });
  return places.length === 0 ? null : { ...unchanged, text: blank(text, places) };
}

/** `create table z as from t`, and `as pivot t on a`. */
function patchCreate(text: string, pieces: readonly Word[]): Patch | null {
  if (pieces[0]?.word !== "create") return null;
  const at = pieces.findIndex(
    ({ word, depth }, index) =>
      word === "as" &&
      depth === 0 &&
      /^(?:from|pivot|unpivot)$/.test(pieces[index + 1]?.word ?? ""),
  );
  const next = at === -1 ? undefined : pieces[at + 1];
  return next === undefined ? null : { ...unchanged, text, queryAt: next.start };
}

/** `set (a, b) = ...`, and `set a += 1`. */
function patchUpdate(text: string, pieces: readonly Word[]): Patch | null {
  const set = pieces.findIndex(({ word, depth }) => word === "set" && depth === 0);
  if (set === -1 || !pieces.some(({ word, depth }) => word === "update" && depth === 0))
    return null;
  const assignments = new Map<number, AssignmentRewrite>();
  const blanks: Pick<Word, "start" | "end">[] = [];
  let place = 0;
  let isStart = true;
  for (let at = set + 1; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece === undefined || isEnd(piece)) break;
    if (isStart && piece.word === "(") at = list(pieces, at, { text, place, assignments, blanks });
    else if (isCompound(pieces, at)) {
      assignments.set(place, { operator: piece.word, columns: [] });
      blanks.push(piece);
    }
    isStart = piece.word === "," && piece.depth === 0;
    if (isStart) place += 1;
  }
  if (assignments.size === 0) return null;
  return { ...unchanged, text: blank(text, blanks), assignments };
}

function isEnd({ word, depth, kind }: Word): boolean {
  return depth === 0 && kind === "word" && /^(?:where|from|output|returning)$/.test(word);
}

function isCompound(pieces: readonly Word[], at: number): boolean {
  const piece = pieces[at];
  const next = pieces[at + 1];
  if (piece === undefined || piece.depth !== 0 || !/^[-+*/%&|^]$/.test(piece.word)) return false;
  return next?.word === "=" && next.start === piece.end;
}

interface ListContext {
  readonly text: string;
  readonly place: number;
  readonly assignments: Map<number, AssignmentRewrite>;
  readonly blanks: Pick<Word, "start" | "end">[];
}

/** `(a, b)`: only the first name is left. Gives the place of the closing parenthesis. */
function list(
  pieces: readonly Word[],
  open: number,
  { text, place, assignments, blanks }: ListContext,
): number {
  const close = pieces.findIndex(({ word }, index) => index > open && word === ")");
  const names = pieces
    .slice(open + 1, close)
    .filter(({ kind }) => kind === "word" || kind === "name");
  const [first] = names;
  const [before, last] = [pieces[open], pieces[close]];
  if (close === -1 || first === undefined || before === undefined || last === undefined)
    return open;
  blanks.push({ start: before.start, end: first.start }, { start: first.end, end: last.end });
  const columns = names.map(({ start, end, kind }) => {
    const written = text.slice(start, end);
    const quoted = kind === "name";
    return { name: quoted ? written.slice(1, -1) : written, quoted, start, end };
  });
  assignments.set(place, { operator: null, columns });
  return close;
}

/** Blanks of as many code points; ends of lines stay. */
function blank(text: string, places: readonly Pick<Word, "start" | "end">[]): string {
  let blanked = "";
  let at = 0;
  for (const { start, end } of places) {
    blanked += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\n]/gu, " ");
    at = end;
  }
  return blanked + text.slice(at);
}
