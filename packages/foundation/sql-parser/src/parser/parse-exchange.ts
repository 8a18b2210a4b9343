import { emptyStar, emptySelect } from "../ast/empty.ts";
import type { Identifier } from "../ast/expression.ts";
import type { TableReference } from "../ast/query.ts";
import type { StatementTree } from "../ast/statement.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { readWords, type Word } from "../lexer/read-words.ts";
import type { StatementSlice } from "../lexer/split-statements.ts";
import type { SliceContext } from "./fault.ts";

/**
 * `alter table a swap with b`, `exchange tables a and b`, `alter table a exchange partition ... with table b`,
 * `alter table a switch to b`, `rename table a to b, c to d`: rows of one table that are another's afterwards, as inserts, or
 * renamed tables; `null` of all else.
 */
export function parseExchange(
  slice: StatementSlice,
  context: SliceContext,
): readonly StatementTree[] | null {
  if (!/^(?:alter\s+table|exchange|rename\s+table)\b/i.test(slice.text)) return null;
  const words = readWords(slice.text, context.dialect);
  const at = (place: number): Named | null => readTable(words, place, { slice, context });
  const first = words[0]?.word;
  if (first === "rename") return renames(words, at);
  const one = at(words[2]?.word === "if" ? 4 : 2);
  if (one === null) return null;
  if (first === "exchange") {
    const other = words[one.next]?.word === "and" ? at(one.next + 1) : null;
    return other === null ? null : bothWays(one, other);
  }
  return altered(words, { one, at, isHive: /^(?:hive|spark)$/.test(likeOf(context.dialect)) });
}

interface Named {
  readonly table: TableReference;
  /** The place of the word behind it. */
  readonly next: number;
}

interface Altered {
  readonly one: Named;
  readonly at: (place: number) => Named | null;
  /** Whether an exchanged partition moves from the other table, and nothing goes back. */
  readonly isHive: boolean;
}

function altered(
  words: readonly Word[],
  { one, at, isHive }: Altered,
): readonly StatementTree[] | null {
  const action = words[one.next]?.word;
  const last = (word: string): number =>
    words.findLastIndex((each) => each.word === word && each.depth === 0);
  const behind = (place: number): Named | null => {
    const next = words[place + 1]?.word === "table" ? place + 2 : place + 1;
    return place < one.next ? null : at(next);
  };
  if (action === "swap" || (action === "replace" && words[one.next + 1]?.word === "with")) {
    const other = behind(last("with"));
    return other === null ? null : bothWays(one, other);
  }
  if (action === "exchange") {
    const table = words.findIndex(
      ({ word }, index) =>
        index > one.next && word === "table" && words[index - 1]?.word === "with",
    );
    const other = table === -1 ? null : at(table + 1);
    if (other === null) return null;
    return isHive ? [moved(other, one)] : bothWays(one, other);
  }
  const other = action === "switch" ? behind(last("to")) : null;
  return other === null ? null : [moved(one, other)];
}

function bothWays(one: Named, other: Named): readonly StatementTree[] {
  return [moved(other, one), moved(one, other)];
}

/** All rows of a table come into another. */
function moved(from: Named, to: Named): StatementTree {
  const item = { kind: "table", table: from.table, alias: null, columnAliases: [] } as const;
  const all = { value: { kind: "star", ...emptyStar }, alias: null } as const;
  return {
    kind: "insert",
    target: to.table,
    alias: null,
    columns: [],
    query: { ...emptySelect, items: [all], from: [item] },
    byName: false,
    conflict: null,
  };
}

function renames(
  words: readonly Word[],
  at: (place: number) => Named | null,
): readonly StatementTree[] | null {
  const trees: StatementTree[] = [];
  for (let place = 2; place < words.length; place += 1) {
    const from = at(place);
    const to = from !== null && words[from.next]?.word === "to" ? at(from.next + 1) : null;
    if (from === null || to === null) return null;
    trees.push({ kind: "rename", target: from.table, to: to.table });
    place = to.next;
    if (words[place] !== undefined && words[place]?.word !== ",") return null;
  }
  return trees.length === 0 ? null : trees;
}

/** A name of one to three parts. */
function readTable(
  words: readonly Word[],
  place: number,
  { slice, context }: { readonly slice: StatementSlice; readonly context: SliceContext },
): Named | null {
  const parts: Identifier[] = [];
  const base = slice.span.start;
  let at = place;
  for (; ; at += 2) {
    const one = words[at];
    if (one === undefined || (one.kind !== "word" && one.kind !== "name")) return null;
    const written = slice.text.slice(one.start, one.end);
    const quoted = one.kind === "name";
    const span = context.spans.span(base + one.start, base + one.end);
    parts.push({ name: quoted ? written.slice(1, -1) : written, quoted, span });
    if (words[at + 1]?.word !== ".") break;
  }
  const [first, last] = [words[place], words[at]];
  if (first === undefined || last === undefined) return null;
  const span = context.spans.span(base + first.start, base + last.end);
  return { table: { parts, span }, next: at + 1 };
}
