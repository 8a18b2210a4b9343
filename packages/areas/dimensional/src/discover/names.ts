import { parseName, relation } from "@dx/core";

/** Words that say that a column identifies something, not what. */
const idWords: ReadonlySet<string> = new Set(
  "id ids key code cd no nr num number ref fk pk sk bk uuid guid identifier iata icao iso abbr slug".split(
    " ",
  ),
);

/** Of them, those that before other words say how many there are. */
const countWords: ReadonlySet<string> = new Set("no nr num number".split(" "));

/** Words of table names that say nothing of what is in them. */
const tableNoise: ReadonlySet<string> = new Set(
  "dim dimension fact fct tbl table stg staging raw t d f lu lookup ref master mst tab src".split(
    " ",
  ),
);

/** Words of columns that are counted or measured, and name nothing. */
const measureWords: ReadonlySet<string> = new Set(
  "amount price cost total quantity qty count rate score year month day hour minute age weight height size length width rank position seq sequence line version percent pct balance value points stock capacity duration distance level priority step index latitude longitude zip postal phone limit discount tax fee rating seats floor bed beds pages width minutes hours days".split(
    " ",
  ),
);

/** A name, taken apart. */
export interface NameParts {
  /** All words, in lower case, in the singular. */
  readonly words: readonly string[];
  /** Without words that say that it identifies something. */
  readonly core: readonly string[];
  /** Whether it says that it identifies something. */
  readonly isId: boolean;
  /** The last word, if it says that: `id`, `sk`, `no`. */
  readonly idWord: string | null;
  /** One or two letters before all else that are not what all columns of the table begin with. */
  readonly initial: string | null;
}

/**
 * The name of a column, taken apart.
 * @param prefix - the word that all columns of its table begin with; it says nothing
 */
export function columnParts(name: string, prefix: string | null = null): NameParts {
  const all = splitWords(parseName(name).text);
  const [first = "", ...rest] = all;
  const isShort = first.length < 3 && !idWords.has(first);
  const words = (rest.length > 0 && (isShort || first === prefix) ? rest : all).map(singular);
  const core = coreOf(words);
  const last = words.at(-1) ?? "";
  return {
    words,
    core,
    isId: core.length < words.length,
    idWord: idWords.has(last) ? last : null,
    initial: isShort && first !== prefix && rest.length > 0 ? first : null,
  };
}

function coreOf(words: readonly string[]): readonly string[] {
  const core = [...words];
  while (idWords.has(core.at(-1) ?? "")) core.pop();
  while (idWords.has(core[0] ?? "") && !countWords.has(core[0] ?? "")) core.shift();
  return core;
}

/** The word that nearly all columns of a table begin with, if it does not name the table; `null` if there is none. */
export function commonPrefix(table: string, columns: readonly string[]): string | null {
  const firsts = columns.map((name) => {
    const words = splitWords(parseName(name).text);
    return words.length > 1 ? (words[0] ?? "") : "";
  });
  const [first = ""] = firsts;
  const count = firsts.filter((one) => one === first).length;
  const isName = tableWords(table).includes(singular(first));
  return first !== "" && count >= 3 && count >= 0.8 * columns.length && !isName ? first : null;
}

/** The words of a table's name that say what is in it. */
export function tableWords(name: string): readonly string[] {
  const all = splitWords(parseName(relation(name).name).text);
  const isPrefixed = all.length > 1 && (all[0] ?? "").length < 3 && !idWords.has(all[0] ?? "");
  const words = (isPrefixed ? all.slice(1) : all).map(singular);
  const rest = words.filter((word) => !tableNoise.has(word));
  return rest.length > 0 ? rest : words;
}

/** The words of any text, in lower case and in the singular. */
export function textWords(text: string): readonly string[] {
  return splitWords(text).map(singular);
}

function splitWords(text: string): readonly string[] {
  const spaced = text
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
  const words: readonly string[] = spaced.toLowerCase().match(/[\p{L}]+|\p{N}+/gu) ?? [];
  const last = words.at(-1) ?? "";
  const [, stem, suffix] = notGlued.has(last) ? [] : (glued.exec(last) ?? []);
  return stem === undefined || suffix === undefined ? words : [...words.slice(0, -1), stem, suffix];
}

/** Words that run together with one that says that a column identifies something. */
const glued = /^(.{3,})(id|no|nr|key|code|num|sk)$/u;
const notGlued: ReadonlySet<string> = new Set(
  "valid invalid solid fluid rapid hybrid android turkey monkey hockey whiskey casino piano domino desk disk task mask risk".split(
    " ",
  ),
);

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/** Whether a column is called like a number of things: `number_of_seats`. */
export function isCountName(name: string): boolean {
  const { core } = columnParts(name);
  return core.length > 1 && countWords.has(core[0] ?? "");
}

/** Whether a word numbers things rather than names one: `no`, `number`. */
export function isCountWord(word: string | null): boolean {
  return word !== null && countWords.has(word);
}

/** Whether a column is called like something that is measured. */
export function isMeasureName(name: string): boolean {
  const { core, isId } = columnParts(name);
  return (
    isCountName(name) ||
    (!isId && core.some((word) => measureWords.has(word))) ||
    measureWords.has(core.at(-1) ?? "")
  );
}
