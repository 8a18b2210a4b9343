import { likeOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { cutBody, type BodyPiece } from "./cut-body.ts";
import { readWords, type Word } from "./read-words.ts";

/** A statement in the body of a procedure or block. */
export interface BodyStatement {
  /** Its text, as long as it stands there; what it says of variables only is blank. */
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
  /** Behind it. */
  readonly end: number;
}

/** What a body does. */
export interface Body {
  readonly statements: readonly BodyStatement[];
  /** Names of parameters and variables, in lower case. */
  readonly variables: ReadonlySet<string>;
}

const routine =
  /^\s*(?:create|alter)\s+(?:or\s+(?:replace|alter)\s+)?(?:proc|procedure|function|package)\b/i;

/**
 * The statements in the body of a procedure, or of a block; of a function, only those that change something. `null` of what is
 * neither, or is written in another language.
 */
export function readBody(text: string, isBlock: boolean, dialect: ParserDialect): Body | null {
  const isRoutine = routine.test(text);
  if (
    !isRoutine &&
    !(isBlock && /^\s*(?:begin|declare)\b/i.test(text)) &&
    !/^\s*do\s+\$/i.test(text)
  )
    return null;
  const words = readWords(text, dialect);
  const kind = words
    .slice(0, 6)
    .find(({ word }) => /^(?:proc|procedure|function|package)$/.test(word));
  const at = isRoutine ? bodyAt(words) : 0;
  if (at === null) return null;
  const quoted = words
    .slice(at)
    .find((one) => one.kind !== "word" || !/^(?:do|as)$/.test(one.word));
  if (quoted?.kind === "string" && (isRoutine || words[0]?.word === "do"))
    return quotedBody(text, { quoted, words, kind: kind?.word }, dialect);
  const body = words.slice(at);
  const pieces = cutBody(body, dialect).filter((one) => kind?.word !== "function" || !one.isQuery);
  return {
    statements: pieces.map((piece) => bodyStatement(text, piece, dialect)),
    variables:
      likeOf(dialect) === "tsql"
        ? new Set()
        : new Set([...parameters(words.slice(0, at)), ...declared(body)]),
  };
}

/** Where the body begins: behind the `as`, `is` or at the `begin` of the head. */
function bodyAt(words: readonly Word[]): number | null {
  const at = words.findIndex(
    ({ word, kind, depth }, index) =>
      depth === 0 &&
      kind === "word" &&
      (word === "begin" ||
        (/^(?:as|is)$/.test(word) && words[index - 1]?.word.startsWith("exec") !== true)),
  );
  return at === -1 ? null : at;
}

interface Quoted {
  readonly quoted: Word;
  readonly words: readonly Word[];
  readonly kind: string | undefined;
}

/** A body in quotes, if it is in a language of SQL. */
function quotedBody(
  text: string,
  { quoted, words, kind }: Quoted,
  dialect: ParserDialect,
): Body | null {
  const language = words[words.findIndex(({ word }) => word === "language") + 1]?.word ?? "sql";
  if (
    words.some(({ word }) => word === "language") &&
    !/^'?(?:sql|plpgsql|plpgsqlu?)'?$/.test(language)
  )
    return null;
  const open = /^(?:\$[^$]*\$|')/.exec(text.slice(quoted.start, quoted.end))?.[0].length ?? 0;
  const [from, to] = [quoted.start + open, quoted.end - open];
  const inner = text.slice(from, to);
  const body = readWords(inner, dialect);
  const pieces = cutBody(body, dialect).filter((one) => kind !== "function" || !one.isQuery);
  return {
    statements: pieces
      .map((piece) => bodyStatement(inner, piece, dialect))
      .map((one) => ({ text: one.text, start: one.start + from, end: one.end + from })),
    variables: new Set([...parameters(words), ...declared(body)]),
  };
}

function bodyStatement(text: string, { words }: BodyPiece, dialect: ParserDialect): BodyStatement {
  const start = words[0]?.start ?? 0;
  const end = words.at(-1)?.end ?? 0;
  const own = text.slice(start, end);
  const places = likeOf(dialect) === "tsql" ? [] : intoVariables(words);
  let written = "";
  let at = 0;
  for (const place of places) {
    const [from, to] = [place.start - start, place.end - start];
    written += own.slice(at, from) + own.slice(from, to).replaceAll(/[^\n]/gu, " ");
    at = to;
  }
  return { text: written + own.slice(at), start, end };
}

/** `select a into v from t`: of a query, `into` names variables. */
function intoVariables(words: readonly Word[]): readonly { start: number; end: number }[] {
  const isWrite = words.some(
    ({ word, depth }) => depth === 0 && /^(?:insert|merge|create|copy)$/.test(word),
  );
  const at = words.findIndex(
    ({ word, depth, kind }) => kind === "word" && depth === 0 && word === "into",
  );
  if (isWrite || at === -1) return [];
  const behind = words.findIndex(
    ({ word, depth, kind }, index) =>
      index > at && kind === "word" && depth === 0 && /^(?:from|where|order|limit|for)$/.test(word),
  );
  const isBulk = words[at - 1]?.word === "collect" && words[at - 2]?.word === "bulk";
  const first = words[isBulk ? at - 2 : at];
  const last = words[behind === -1 ? words.length - 1 : behind - 1];
  return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
}

const modes = /^(?:in|out|inout|variadic)$/;

/** The names in the parentheses of the head. */
function parameters(words: readonly Word[]): readonly string[] {
  return words.flatMap(({ word, kind, depth }, index) => {
    if (depth !== 1 || kind !== "word" || modes.test(word)) return [];
    let before = index - 1;
    if (modes.test(words[before]?.word ?? "")) before -= 1;
    return /^[(,]$/.test(words[before]?.word ?? "") ? [word] : [];
  });
}

/** What begins no declaration. */
const statements =
  /^(?:begin|declare|insert|update|delete|merge|select|with|truncate|create|drop|alter|copy|if|loop|while|repeat|for|case|set|let|end|return|call|open|fetch|close|exec|execute|raise|null|commit|rollback)$/;

/** The names that `declare`, `let` and `for` bring, and those of the sections before `begin`. */
function declared(words: readonly Word[]): readonly string[] {
  const found: string[] = [];
  let isSection = true;
  for (const [index, { word, kind, depth }] of words.entries()) {
    if (kind !== "word" || depth > 0) continue;
    const last = words[index - 1]?.word ?? ";";
    const isFirst = /^(?:;|as|is|declare)$/.test(last);
    if (isFirst) isSection = last === "declare" || (isSection && !statements.test(word));
    const isListed = last === "," && words[index - 2]?.kind === "word";
    if (isSection ? isFirst || isListed : /^(?:let|for)$/.test(last)) found.push(word);
  }
  return found.filter((one) => !statements.test(one) && !/^(?:as|is)$/.test(one));
}
