import type { Random } from "@dx/core";
import type {
  Expression,
  FromItem,
  ResolvedQuery,
  ResolvedSelect,
  ResolvedSet,
  Source,
} from "@dx/sql-parser";
import { compareTerms } from "./compare-terms.ts";
import { countCases, groupKeys, windowKeys, type Key } from "./group-keys.ts";
import {
  createFrame,
  unknown,
  type Frame,
  type Maker,
  type Term,
  type WantedTexts,
} from "./term.ts";
import { termOfBinding } from "./term-of.ts";
import { canGive, wantedOf } from "./wanted-texts.ts";

/** Where rows are made. */
export interface Context {
  readonly parent: Frame | null;
  readonly maker: Maker;
  readonly makeRow: (table: string) => readonly Term[];
  readonly random: Random;
  readonly wanted: WantedTexts;
  /** Whether the query reads itself, and this is the inner one. */
  readonly isRepeated: boolean;
  /** How many rows may still be made. */
  readonly room: () => number;
}

/** Makes rows for which a query gives one, and more for its groups and windows; gives the values of its outputs. */
export function satisfyQuery(query: ResolvedQuery, context: Context): readonly Term[] {
  return query.kind === "select" ? ofSelect(query, context) : ofOther(query, context);
}

function ofOther(query: Exclude<ResolvedQuery, ResolvedSelect>, context: Context): readonly Term[] {
  const { maker, parent } = context;
  if (query.kind === "set") return ofSet(query, context);
  const frame: Frame = createFrame(parent);
  const row = maker.turn(query, Math.max(1, query.query.rows.length));
  return (query.query.rows[row] ?? []).map((value) => maker.term(value, frame));
}

/** Of a union one side, in turn; of an intersection both, with the same values; of `except` the left one. */
function ofSet(query: ResolvedSet, context: Context): readonly Term[] {
  const { maker, parent, isRepeated, wanted } = context;
  const { operator } = query.query;
  const sides = operator === "union" && !isRepeated ? [query.left, query.right] : [query.left];
  const fitting = sides.filter((one) => canGive(one, wanted));
  const side = fitting[maker.turn(query, Math.max(1, fitting.length))] ?? query.left;
  const terms = maker.satisfy(side, parent, wanted);
  if (operator === "intersect") {
    const others = maker.satisfy(query.right, parent);
    for (const [place, term] of terms.entries())
      compareTerms("eq", [term, others[place] ?? unknown], maker.variables);
  }
  return query.outputs.map(({ value }) => {
    const place =
      value.kind === "set" ? side.outputs.findIndex((one) => value.of.includes(one)) : -1;
    return terms[place] ?? unknown;
  });
}

function ofSelect(query: ResolvedSelect, context: Context): readonly Term[] {
  const { maker, random, room } = context;
  const keys = [groupKeys(query), windowKeys(query)].filter((one) => one !== null);
  const first = makeFrame(query, context);
  const growBy = (own: readonly Key[], more: number): void => {
    for (let left = more; left > 0 && room() > 0; left -= 1) {
      const other = makeFrame(query, context);
      for (const key of own) {
        const terms = [termOfKey(key, other, maker), termOfKey(key, first, maker)] as const;
        compareTerms("eq", terms, maker.variables);
      }
      for (const output of random.shuffle(query.outputs)) maker.output(output, other);
    }
  };
  first.grow = (more) => {
    growBy(keys[0] ?? [], more);
  };
  const { having, qualify } = query.query;
  for (const condition of [having, qualify]) if (condition !== null) maker.assume(condition, first);
  const terms = query.outputs.map((output) => maker.output(output, first));
  const cases = countCases(query);
  for (const own of keys) growBy(own, Math.min(12, Math.max(random.integer(0, 2), cases)));
  return terms;
}

function termOfKey(key: Key, frame: Frame, maker: Maker): Term {
  return "value" in key && "key" in key ? maker.output(key, frame) : maker.term(key, frame);
}

/** One row of each source, so that they meet and the condition holds. */
function makeFrame(query: ResolvedSelect, context: Context): Frame {
  const { maker, parent } = context;
  const frame: Frame = createFrame(parent);
  const wanted = wantedOf(query, context.wanted, maker);
  for (const source of query.sources)
    makeSource(source, { frame, wanted: wanted.get(source) }, context);
  if (query.query.where !== null) maker.assume(query.query.where, frame);
  const refused = new Set(query.query.from.flatMap(antiConditions));
  for (const condition of query.joins) if (!refused.has(condition)) maker.assume(condition, frame);
  for (const { binding } of query.joinKeys) {
    const sides =
      binding.kind === "joined"
        ? [binding.of, binding.by]
        : binding.kind === "merged"
          ? binding.of
          : [];
    const [left, right] = sides.map((one) => termOfBinding(one, frame, maker));
    if (left !== undefined && right !== undefined)
      compareTerms("eq", [left, right], maker.variables);
  }
  return frame;
}

interface Wanting {
  readonly frame: Frame;
  readonly wanted: WantedTexts | undefined;
}

function makeSource(source: Source, { frame, wanted }: Wanting, context: Context): void {
  for (const under of source.under) makeSource(under, { frame, wanted: undefined }, context);
  const query = source.holder?.query ?? null;
  if (query !== null) frame.sources.set(source, context.maker.satisfy(query, frame, wanted));
  else if (source.table !== null) frame.sources.set(source, context.makeRow(source.table));
}

/** Conditions of joins that keep what has no partner. */
function antiConditions(item: FromItem): readonly Expression[] {
  if (item.kind !== "join") return [];
  const own = item.type === "anti" && item.on !== null ? [item.on] : [];
  return [...own, ...antiConditions(item.left), ...antiConditions(item.right)];
}
