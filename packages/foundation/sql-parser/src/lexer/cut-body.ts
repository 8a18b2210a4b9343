import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { endsBefore, isStart } from "./statement-bounds.ts";
import type { Word } from "./read-words.ts";

/** A statement in a body. */
export interface BodyPiece {
  /** Its words. */
  readonly words: readonly Word[];
  /** Whether it only reads. */
  readonly isQuery: boolean;
}

/** Behind which a statement may begin. */
const before = /^(?:;|begin|then|else|loop|do|repeat|try|catch|as|is|query|immediate|in|for)$/;

/**
 * The statements of a body of control words: those that read or change tables. In T-SQL nothing need stand between two; elsewhere
 * they end with a semicolon, or with the word that closes what is around them.
 */
export function cutBody(words: readonly Word[], dialect: ParserDialect): readonly BodyPiece[] {
  const isFree = likeOf(dialect) === "tsql";
  const pieces: BodyPiece[] = [];
  let open: Word[] | null = null;
  let cases = 0;
  const close = (): void => {
    if (open !== null) pieces.push({ words: open, isQuery: isQuery(open) });
    open = null;
    cases = 0;
  };
  for (const [index, one] of words.entries()) {
    if (open !== null && one.kind === "word") {
      if (one.word === "case") cases += 1;
      else if (one.word === "end" && cases > 0) {
        cases -= 1;
        open.push(one);
        continue;
      } else if (one.depth === 0 && cases === 0 && endsBefore(open, words, { index, isFree }))
        close();
    }
    if (one.word === ";" && one.depth === 0) close();
    else if (open !== null) open.push(one);
    else if (canBegin(words, index, isFree)) open = [one];
  }
  close();
  return pieces;
}

function canBegin(words: readonly Word[], index: number, isFree: boolean): boolean {
  const one = words[index];
  if (one?.kind !== "word" || one.depth > 0 || !isStart(words, index)) return false;
  const last = words[index - 1];
  return isFree || last === undefined || before.test(last.word);
}

function isQuery(words: readonly Word[]): boolean {
  return !words.some(
    ({ word, kind, depth }) =>
      kind === "word" &&
      depth === 0 &&
      !/^(?:select|with)$/.test(word) &&
      /^(?:insert|update|delete|merge|create|drop|alter|truncate|copy)$/.test(word),
  );
}
