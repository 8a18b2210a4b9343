import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { tokenize } from "../lexer/tokenize.ts";
import type { AssignmentRewrite } from "../lower/context.ts";

/** A statement in words that the parser takes. */
export interface Patch {
  /** As long as the text that it stands for. */
  readonly text: string;
  /** What was left out of each assignment of `set`, by its place. */
  readonly assignments: ReadonlyMap<number, AssignmentRewrite>;
  /** Where a query begins that has to be parsed apart, since it begins with `from` or `pivot`; `null` if none does. */
  readonly queryAt: number | null;
}

interface Piece {
  readonly word: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Forms that the parser rejects, rewritten with all places kept; `null` if there is none of them. */
export function patchStatement(text: string, dialect: ParserDialect): Patch | null {
  const pieces = readPieces(text, dialect);
  return patchCreate(text, pieces) ?? patchUpdate(text, pieces);
}

function readPieces(text: string, dialect: ParserDialect): readonly Piece[] {
  let depth = 0;
  return tokenize(text, dialect).flatMap(({ kind, start, end }): readonly Piece[] => {
    if (kind === "space" || kind === "comment") return [];
    const word = text.slice(start, end).toLowerCase();
    if (word === ")") depth -= 1;
    const piece = { word, kind, start, end, depth };
    if (word === "(") depth += 1;
    return [piece];
  });
}

/** `create table z as from t`, and `as pivot t on a`. */
function patchCreate(text: string, pieces: readonly Piece[]): Patch | null {
  if (pieces[0]?.word !== "create") return null;
  const at = pieces.findIndex(
    ({ word, depth }, index) =>
      word === "as" &&
      depth === 0 &&
      /^(?:from|pivot|unpivot)$/.test(pieces[index + 1]?.word ?? ""),
  );
  const next = at === -1 ? undefined : pieces[at + 1];
  return next === undefined ? null : { text, assignments: new Map(), queryAt: next.start };
}

/** `set (a, b) = ...`, and `set a += 1`. */
function patchUpdate(text: string, pieces: readonly Piece[]): Patch | null {
  const set = pieces.findIndex(({ word, depth }) => word === "set" && depth === 0);
  if (set === -1 || !pieces.some(({ word, depth }) => word === "update" && depth === 0))
    return null;
  const assignments = new Map<number, AssignmentRewrite>();
  const blanks: Pick<Piece, "start" | "end">[] = [];
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
  return { text: blank(text, blanks), assignments, queryAt: null };
}

function isEnd({ word, depth, kind }: Piece): boolean {
  return depth === 0 && kind === "word" && /^(?:where|from|output|returning)$/.test(word);
}

function isCompound(pieces: readonly Piece[], at: number): boolean {
  const piece = pieces[at];
  const next = pieces[at + 1];
  if (piece === undefined || piece.depth !== 0 || !/^[-+*/%&|^]$/.test(piece.word)) return false;
  return next?.word === "=" && next.start === piece.end;
}

interface ListContext {
  readonly text: string;
  readonly place: number;
  readonly assignments: Map<number, AssignmentRewrite>;
  readonly blanks: Pick<Piece, "start" | "end">[];
}

/** `(a, b)`: only the first name is left. Gives the place of the closing parenthesis. */
function list(
  pieces: readonly Piece[],
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
function blank(text: string, places: readonly Pick<Piece, "start" | "end">[]): string {
  let blanked = "";
  let at = 0;
  for (const { start, end } of places) {
    blanked += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\n]/gu, " ");
    at = end;
  }
  return blanked + text.slice(at);
}
