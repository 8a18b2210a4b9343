import type { StatementTree } from "../ast/statement.ts";
import { readWords, type Word } from "../lexer/read-words.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import { parseComposed } from "./compose-text.ts";
import type { SliceContext } from "./fault.ts";
import { parseExchange } from "./parse-exchange.ts";
import { parseUnload } from "./parse-unload.ts";

type Trees = readonly StatementTree[] | null;

/** Statements that the parser does not know, or takes for something else, by way of those that it knows; `null` of all else. */
export function parseSpecial(slice: StatementSlice, context: SliceContext): Trees {
  const { text } = slice;
  if (/^from\b.*\binsert\b/is.test(text)) return parseMultiInsert(slice, context);
  if (/^(?:table\b|with\b.*\)\s*table\s)/is.test(text)) return parseTable(slice, context);
  if (/^create\s.*?\b(?:live|streaming)\b/is.test(text)) return parseLive(slice, context);
  const unloaded = parseUnload(slice, context);
  return unloaded === null ? parseExchange(slice, context) : [unloaded];
}

/** `from t insert into a select x insert into b select y where ...` of Hive and Spark: an insert for each. */
function parseMultiInsert(slice: StatementSlice, context: SliceContext): Trees {
  const { text } = slice;
  const words = readWords(text, context.dialect).filter(({ depth }) => depth === 0);
  const starts = words.flatMap(({ word, kind }, at) =>
    kind === "word" && word === "insert" ? [at] : [],
  );
  const from = { start: 0, end: words[starts[0] ?? 0]?.start ?? 0 };
  const trees: StatementTree[] = [];
  for (const [place, at] of starts.entries()) {
    const own = words.slice(at, starts[place + 1]);
    const [first, next] = [own[0], words[starts[place + 1] ?? words.length]];
    if (first === undefined) return null;
    const end = next?.start ?? text.length;
    const split = own.find(isClause)?.start ?? end;
    const parts = [{ start: first.start, end: split }, from, { start: split, end }];
    const found = parseComposed(parts, slice, context);
    if (found === null) return null;
    trees.push(...found);
  }
  return trees.length === 0 ? null : trees;
}

function isClause({ word, kind }: Word): boolean {
  return (
    kind === "word" &&
    /^(?:where|group|having|order|cluster|distribute|sort|limit|window|qualify|lateral)$/.test(word)
  );
}

/** `table t`, perhaps behind a `with`: all of it. */
function parseTable(slice: StatementSlice, context: SliceContext): Trees {
  const { text } = slice;
  const words = readWords(text, context.dialect);
  const at = words.findIndex(
    ({ word, depth }, index) =>
      word === "table" && depth === 0 && (index === 0 || words[index - 1]?.word === ")"),
  );
  const table = words[at];
  if (table === undefined || words[at + 1] === undefined) return null;
  const before = at === 0 ? [] : [{ start: 0, end: table.start }];
  return parseComposed(
    [...before, "select * from", { start: table.end, end: text.length }],
    slice,
    context,
  );
}

/** `create or refresh streaming live table t as ...` of Databricks: a table. */
function parseLive(slice: StatementSlice, context: SliceContext): Trees {
  const { text } = slice;
  const words = readWords(text, context.dialect);
  const at = words.findIndex(({ word }) => word === "table" || word === "view");
  const kind = words[at];
  const isLive = words
    .slice(1, at)
    .every(({ word }) =>
      /^(?:or|refresh|replace|live|streaming|incremental|temporary|private)$/.test(word),
    );
  if (kind === undefined || !isLive) return null;
  const left = [...streamWords(words), { start: text.length, end: text.length }];
  const parts = left.map((one, index) => ({
    start: left[index - 1]?.end ?? kind.start,
    end: one.start,
  }));
  return parseComposed(["create", ...parts], slice, context);
}

/** What stands around a table in `stream(t)`. */
function streamWords(words: readonly Word[]): readonly Pick<Word, "start" | "end">[] {
  return words.flatMap((one, at) => {
    const open = words[at + 1];
    if (one.word !== "stream" || open?.word !== "(") return [];
    const close = words.find(
      ({ word, depth, start }) => word === ")" && depth === open.depth && start > open.start,
    );
    return close === undefined ? [] : [{ start: one.start, end: open.end }, close];
  });
}
