import type { Word } from "./read-words.ts";

const starters =
  /^(?:insert|update|delete|merge|select|with|truncate|create|drop|alter|copy|unload|export)$/;

/** Whether a statement that reads or changes tables may begin with a word. */
export function isStart(words: readonly Word[], index: number): boolean {
  const { word } = words[index] ?? { word: "" };
  const next = words[index + 1]?.word;
  if (!starters.test(word) || next === undefined) return false;
  if (word === "update" || word === "with" || word === "copy") return next !== "(";
  return true;
}

/** Words that never go on with a statement of T-SQL. */
const enders =
  /^(?:while|begin|declare|exec|execute|print|return|throw|raiserror|goto|commit|rollback|open|close|deallocate|waitfor|go|break|continue|else|truncate|drop|create|alter|grant|use)$/;

const setOperators = /^(?:union|all|except|intersect|distinct)$/;

interface Bound {
  readonly index: number;
  /** Whether nothing need stand between two statements. */
  readonly isFree: boolean;
}

/** Whether a word outside of all parentheses does not belong to the statement before it. */
export function endsBefore(
  open: readonly Word[],
  words: readonly Word[],
  { index, isFree }: Bound,
): boolean {
  const { word } = words[index] ?? { word: "" };
  const last = words[index - 1]?.word ?? "";
  if (word === "end" || word === "loop") return true;
  if (!isFree) return false;
  const verb = open[0]?.word ?? "";
  if (enders.test(word)) return last !== "as" && !(verb === "insert" && word.startsWith("exec"));
  return goesOn[word]?.({ open, verb, last, words, index }) === false;
}

interface Place {
  readonly open: readonly Word[];
  readonly verb: string;
  readonly last: string;
  readonly words: readonly Word[];
  readonly index: number;
}

const has = (open: readonly Word[], word: string): boolean =>
  open.some((one) => one.word === word && one.kind === "word" && one.depth === 0);

/** Whether the statement before goes on with `insert`, `update`, `delete`, `merge` or `select`: that is what its `with` is for. */
function isMain({ verb, open, last }: Place): boolean {
  return (
    verb === "with" && last === ")" && !/^(?:insert|update|delete|merge|select)$/.test(mainOf(open))
  );
}

function mainOf(open: readonly Word[]): string {
  return (
    open.find(
      ({ word, depth }) => depth === 0 && /^(?:insert|update|delete|merge|select)$/.test(word),
    )?.word ?? ""
  );
}

/** Words that may begin a statement or go on with one: which of the two. */
const goesOn: Readonly<Record<string, (place: Place) => boolean>> = {
  insert: (place) => isMain(place) || place.last === "then",
  update: (place) => isMain(place) || place.last === "then" || place.last === "for",
  delete: (place) => isMain(place) || /^(?:then|on)$/.test(place.last),
  merge: (place) => isMain(place) || /^(?:inner|left|right|full|outer)$/.test(place.last),
  select: (place) => {
    const { open, last, verb } = place;
    if (isMain(place) || setOperators.test(last) || last === "as") return true;
    const isInsert = verb === "insert" || mainOf(open) === "insert";
    return isInsert && !has(open, "select") && !has(open, "values");
  },
  with: ({ last, words, index, verb, open }) => {
    const behind = words[index + 2]?.word;
    if (last === "as" || (behind !== "as" && behind !== "(")) return true;
    return words[index + 1]?.word === "(" || (verb === "insert" && !has(open, "select"));
  },
  set: ({ verb, open, last }) =>
    last === "update" || ((verb === "update" || mainOf(open) === "update") && !has(open, "set")),
  if: ({ words, index, last }) =>
    /^(?:table|view|index|schema|procedure|proc|function)$/.test(last) &&
    /^(?:exists|not)$/.test(words[index + 1]?.word ?? ""),
  fetch: ({ last }) => /^rows?$/.test(last),
};
