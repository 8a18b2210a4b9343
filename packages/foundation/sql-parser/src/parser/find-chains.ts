import type { Piece } from "./mask.ts";

/** A token that is no space or comment. */
export interface Word {
  /** In lower case, as it is written. */
  readonly word: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** What stands at one level of parentheses: words, and what lies deeper as one. */
export interface Level {
  /** Behind the opening parenthesis. */
  readonly start: number;
  readonly words: readonly Word[];
}

/** How many operands are left in one piece. */
const few = 150;

/** The beginnings of long chains of `union` and of `+`, `-`, `||`, `*`, each longer than the one before. */
export function findChains({ words }: Level): readonly Piece[] {
  return [...setChain(words), ...operatorChains(words)];
}

/** `a union all b union all c`: all before one of them is its left side. */
function setChain(words: readonly Word[]): readonly Piece[] {
  const isSet = ({ kind, word }: Word): boolean =>
    kind === "word" && /^(?:union|except|minus)$/.test(word);
  const first = words.findIndex(isSet);
  if (first === -1) return [];
  const begin = words.findIndex(({ word }) => /^(?:select|values|from)$/.test(word));
  const start = words[begin === -1 || begin > first ? first - 1 : begin]?.start;
  return start === undefined ? [] : prefixes(start, words.filter(isSet), true);
}

function prefixes(
  start: number,
  operators: readonly { readonly start: number }[],
  isQuery: boolean,
): readonly Piece[] {
  return operators
    .filter((_, index) => index % few === few - 1)
    .map((one) => ({ start, end: one.start, isQuery }));
}

const keyword =
  /^(?:select|from|where|group|having|order|by|limit|on|and|or|not|in|is|like|ilike|between|when|then|else|end|case|as|distinct|union|all|except|minus|intersect|using|join|left|right|inner|full|cross|values|set|with|over|qualify|window|asc|desc|filter|within)$/;

/** Whether it may stand in a sum, product or chain of texts. */
function isOfChain({ kind, word }: Word): boolean {
  if (kind === "word") return !keyword.test(word);
  return kind !== "symbol" || /^[-+*/%|.:]$/.test(word);
}

function operatorChains(words: readonly Word[]): readonly Piece[] {
  const found: Piece[] = [];
  let run: Word[] = [];
  for (const one of words) {
    if (isOfChain(one)) {
      run.push(one);
      continue;
    }
    found.push(...operatorChain(run));
    run = [];
  }
  return [...found, ...operatorChain(run)];
}

const operators: readonly RegExp[] = [/^\|$/, /^[-+]$/, /^[*/%]$/];

/** Only the operators that bind least can be cut at. */
function operatorChain(run: readonly Word[]): readonly Piece[] {
  const start = run[0]?.start;
  if (start === undefined || run.length < few) return [];
  const isBinary = (one: Word, index: number): boolean => {
    const before = run[index - 1];
    return one.kind === "symbol" && before !== undefined && !/^[-+*/%|]$/.test(before.word);
  };
  const binary = run.filter(isBinary);
  const weakest = operators.find((pattern) => binary.some(({ word }) => pattern.test(word)));
  if (weakest === undefined) return [];
  return prefixes(
    start,
    binary.filter(({ word }) => weakest.test(word)),
    false,
  );
}
