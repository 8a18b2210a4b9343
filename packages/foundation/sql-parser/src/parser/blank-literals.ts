import type { ParserDialect } from "../dialect/parser-dialect.ts";
import { readWords, type Word } from "../lexer/read-words.ts";

const constant = /^(?:null|true|false|default|[-+,])$/;

function isConstant({ word, kind }: Word): boolean {
  return kind === "string" || kind === "number" || constant.test(word);
}

/**
 * A text of as many code points without the constants that say nothing more of columns: of rows of constants all but the first,
 * of lists behind `in` all but the first; `null` if there are none.
 */
export function blankLiterals(text: string, dialect: ParserDialect): string | null {
  const words = readWords(text, dialect);
  let blanked = "";
  let at = 0;
  const blank = (start: number, end: number): void => {
    blanked += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\n]/gu, " ");
    at = end;
  };
  let wasRow = false;
  for (let index = 0; index < words.length; index += 1) {
    const [one, before] = [words[index], words[index - 1]];
    if (one?.word !== "(") {
      wasRow &&= one?.word === ",";
      continue;
    }
    const close = constantsEnd(words, index);
    const last = words[close];
    if (last === undefined) {
      wasRow = false;
      continue;
    }
    const first = words[index + 1];
    if (before?.word === "in" && first !== undefined) blank(first.end, last.start);
    else if (wasRow && before?.word === ",") blank(before.start, last.end);
    wasRow = before?.word !== "in";
    index = close;
  }
  return at === 0 ? null : blanked + text.slice(at);
}

/** The place of the parenthesis that closes one with only constants in it; -1 if there is more. */
function constantsEnd(words: readonly Word[], open: number): number {
  for (let at = open + 1; at < words.length; at += 1) {
    const one = words[at];
    if (one === undefined) return -1;
    if (one.word === ")") return at > open + 1 ? at : -1;
    if (!isConstant(one)) return -1;
  }
  return -1;
}
