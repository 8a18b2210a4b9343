import type {
  Expression,
  ResolvedOutput,
  ResolvedQuery,
  ResolvedStatement,
  Source,
} from "@dx/sql-parser";
import type { Linear, Variable, Variables } from "./variables.ts";

/** A value that is written out. */
export interface Constant {
  readonly kind: "constant";
  /** `null` is NULL. */
  readonly text: string | null;
}

/** How far two values are apart. */
interface Difference {
  readonly kind: "difference";
  readonly from: Linear;
  readonly to: Linear;
}

/** A value computed from several: which make it higher, which lower. */
export interface Mixed {
  readonly kind: "mixed";
  readonly up: readonly Variable[];
  readonly down: readonly Variable[];
}

/** How many rows a group has. */
interface Count {
  readonly kind: "count";
  /** Gives the group so many rows more. */
  readonly grow: (more: number) => void;
}

/** A value that nothing is known of. */
export interface Unknown {
  readonly kind: "unknown";
}

/** What an expression is in one witness: a value that a row is to be made for. */
export type Term = Linear | Constant | Difference | Mixed | Count | Unknown;

/** Nothing is known. */
export const unknown: Unknown = { kind: "unknown" };

/** One row of each thing that a query reads. */
export interface Frame {
  /** The terms of the columns of each source. */
  readonly sources: Map<Source, readonly Term[]>;
  /** Those of the outputs, as far as they were asked for. */
  readonly outputs: Map<ResolvedOutput, Term>;
  /** That of the query around it. */
  readonly parent: Frame | null;
  /** Whether an inner query asked for what stands around this one. */
  wasPassed: boolean;
  /** Gives the group that the row is in so many rows more. */
  grow: (more: number) => void;
}

/** A row of nothing yet. */
export function createFrame(parent: Frame | null): Frame {
  return { sources: new Map(), outputs: new Map(), parent, wasPassed: false, grow: nothing };
}

function nothing(): void {
  // it is in no group
}

/** Texts that outputs are to be equal to, by place. */
export type WantedTexts = ReadonlyMap<number, string>;

/** What makes rows that satisfy a query. */
export interface Maker {
  readonly statement: ResolvedStatement;
  readonly variables: Variables;
  /** What an expression is. Of a `case` a branch is chosen, and its condition assumed. */
  term(expression: Expression, frame: Frame): Term;
  /** What an output is. */
  output(output: ResolvedOutput, frame: Frame): Term;
  /** Makes a condition true, or false; tells whether it may be. */
  assume(condition: Expression, frame: Frame, isTrue?: boolean): boolean;
  /** Rows that make the query give one, and the values of its outputs; of those that are written out, the wanted ones. */
  satisfy(query: ResolvedQuery, parent: Frame | null, wanted?: WantedTexts): readonly Term[];
  /** The value of a query that stands where a value is expected; the same for all rows if it is the same for all. */
  value(query: ResolvedQuery, frame: Frame): Term;
  /** The next number below `count` for something that is chosen again and again. */
  turn(thing: object, count: number): number;
}
