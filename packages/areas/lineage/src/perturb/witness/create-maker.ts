import type { Random } from "@dx/core";
import type { Catalog, ResolvedOutput, ResolvedQuery, ResolvedStatement } from "@dx/sql-parser";
import { familyOf } from "../type-family.ts";
import { poolKey, type ValuePools } from "../value-pools.ts";
import { assume } from "./assume.ts";
import { satisfyQuery } from "./satisfy-query.ts";
import { createFrame, unknown, type Frame, type Maker, type Term } from "./term.ts";
import { termOf, termOfBinding } from "./term-of.ts";
import { createVariables, type Variable } from "./variables.ts";

/** What rows are made of. */
export interface WitnessOptions {
  readonly catalog: Catalog;
  readonly pools: ValuePools;
  readonly random: Random;
  /** About how many rows are made. */
  readonly most: number;
}

/** A row to be made. */
interface Tuple {
  readonly table: string;
  readonly variables: readonly Variable[];
}

/** A row that an inner query gives alone: others of its table which meet the same conditions have to have the same value. */
interface Single extends Tuple {
  readonly of: Variable;
}

/** What makes rows, and what it has made. */
export interface Making {
  readonly maker: Maker;
  readonly tuples: readonly Tuple[];
  readonly singles: readonly Single[];
}

/** What makes rows that satisfy a statement; none are made yet. */
export function createMaker(
  statement: ResolvedStatement,
  { catalog, pools, random, most }: WitnessOptions,
): Making {
  const variables = createVariables(random);
  const tuples: Tuple[] = [];
  const turns = new WeakMap<object, number>();
  const running: ResolvedQuery[] = [];
  const values = new Map<string, Term>();
  const singles: Single[] = [];
  const makeRow = (table: string): readonly Term[] => {
    const made = (catalog.get(table) ?? []).map(({ name, type }) =>
      variables.make(familyOf(type), pools.get(poolKey(table, name)) ?? []),
    );
    tuples.push({ table, variables: made });
    return made.map((of): Term => ({ kind: "linear", of, times: 1, plus: 0 }));
  };
  const maker: Maker = {
    statement,
    variables,
    term: (expression, frame) => termOf(expression, frame, maker),
    output: (output, frame) => {
      const known = frame.outputs.get(output);
      if (known !== undefined) return known;
      frame.outputs.set(output, unknown);
      const term = outputTerm(output, frame, maker);
      frame.outputs.set(output, term);
      return term;
    },
    assume: (condition, frame, isTrue = true) => assume(condition, { frame, isTrue }, maker),
    satisfy: (query, parent, wanted = new Map()) => {
      const depth = running.filter((one) => one === query).length;
      if (depth > 1 || tuples.length > 2 * most) return query.outputs.map(() => unknown);
      running.push(query);
      const terms = satisfyQuery(query, {
        parent,
        maker,
        makeRow,
        random,
        wanted,
        isRepeated: depth > 0,
        room: () => most - tuples.length,
      });
      running.pop();
      return terms;
    },
    value: (query, frame) => {
      const text = JSON.stringify(query.query, (name, part: unknown) =>
        name === "span" || name === "node" ? null : part,
      );
      const known = values.get(text);
      if (known !== undefined) return known;
      const around = createFrame(frame);
      const place = tuples.length;
      const term = maker.satisfy(query, around)[0] ?? unknown;
      if (around.wasPassed) return term;
      values.set(text, term);
      const [only, ...more] = tuples.slice(place);
      if (only !== undefined && more.length === 0 && term.kind === "linear")
        singles.push({ ...only, of: term.of });
      return term;
    },
    turn: (thing, count) => {
      const last = turns.get(thing) ?? random.integer(0, count - 1);
      turns.set(thing, (last + 1) % count);
      return last % count;
    },
  };
  return { maker, tuples, singles };
}

function outputTerm({ value }: ResolvedOutput, frame: Frame, maker: Maker): Term {
  if (value.kind === "expression") return maker.term(value.expression, frame);
  return value.kind === "binding" ? termOfBinding(value.binding, frame, maker) : unknown;
}
