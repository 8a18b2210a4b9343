import type { Rows } from "@dx/core";
import type { ColumnProfile, TableProfile } from "@dx/profile";
import { inquire, together, type Inquiry, type Query, type Sql } from "@dx/sql";
import {
  askInclusion,
  askMissing,
  type ColumnSet,
  type InclusionFigures,
} from "./ask-inclusion.ts";
import { requireNumber } from "./require-number.ts";
import { mayInclude } from "./may-include.ts";

/** That the values of a child's columns are among those of a parent's. */
export interface InclusionDependency {
  /** The table whose values are looked up. */
  readonly child: string;
  /** Its columns. */
  readonly childColumns: readonly string[];
  /** The table that has them. */
  readonly parent: string;
  /** Its columns, in the same order. */
  readonly parentColumns: readonly string[];
  /** The share of the child's rows with values that the parent has, from 0 to 1. */
  readonly coverage: number;
  /** Rows of the child with values in all columns. */
  readonly rows: number;
  /** Different values of the child. */
  readonly values: number;
  /** Of them, those that the parent lacks. */
  readonly missingValues: number;
  /** `unverified`: too few different values to prove anything. */
  readonly status: "complete" | "partial" | "unverified";
  /** The most frequent value that the parent lacks; `null` if it has all. */
  readonly counterexample: string | null;
}

/** What is searched for. */
export interface InclusionDependenciesOptions {
  /** The least share of rows that must be covered; 0.9 without a word. */
  readonly minCoverage?: number;
  /** The fewest different values that prove something; 3 without a word. */
  readonly minValues?: number;
  /** The most columns together, 1 to 3; 1 without a word. */
  readonly maxArity?: number;
  /** The most pairs that are compared in the database; 2000 without a word. */
  readonly maxChecks?: number;
}

/** The inclusions that were found. Plain JSON. */
export interface InclusionDependencies {
  /** The most covered first. */
  readonly dependencies: readonly InclusionDependency[];
  /** How many pairs were compared in the database. */
  readonly checks: number;
  /** Whether all pairs were that the profiles do not rule out. */
  readonly complete: boolean;
}

type Pair = readonly [child: ColumnSet, parent: ColumnSet];
const checksAtOnce = 8;

/**
 * Finds which columns hold values of others, in the same table too: complete, and partial ones. Profiles rule out most pairs, by
 * type, number of values and range; the others are compared in the database, 8 in a round. Of several columns only
 * those are compared whose parts are included, each column at most once. A child of fewer than `minValues` values is
 * `unverified`, an empty one is not reported.
 * @throws DxError `DX_DIMENSIONAL_OPTIONS` for numbers that are none
 */
export function inclusionDependencies(
  profiles: readonly TableProfile[],
  options: InclusionDependenciesOptions = {},
): Inquiry<InclusionDependencies> {
  const { minCoverage = 0.9, minValues = 3, maxArity = 1, maxChecks = 2000 } = options;
  requireNumber("minCoverage", minCoverage, [0.01, 1]);
  requireNumber("minValues", minValues, [1, 1e9, "whole number"]);
  requireNumber("maxArity", maxArity, [1, 3, "whole number"]);
  requireNumber("maxChecks", maxChecks, [0, 1e6, "whole number"]);
  return inquire("inclusionDependencies", function* () {
    const found: InclusionDependency[] = [];
    let checks = 0;
    let complete = true;
    let pairs = unaryPairs(profiles, minCoverage);
    let single: readonly Pair[] = [];
    for (let arity = 1; arity <= maxArity; arity += 1) {
      const asked = pairs.slice(0, maxChecks - checks);
      complete &&= asked.length === pairs.length;
      checks += asked.length;
      const figures = yield* inRounds(asked, ([child, parent]) => askInclusion(child, parent));
      const kept = asked.flatMap((pair, at) => {
        const one = figures[at];
        if (one === undefined || one.rows === 0 || coverageOf(one) < minCoverage) return [];
        return [{ pair, one }];
      });
      const partial = kept.filter(({ one }) => one.missingValues > 0);
      const examples = yield* inRounds(partial, ({ pair }) => askMissing(...pair));
      found.push(
        ...kept.map(({ pair, one }) => {
          const counterexample = examples[partial.findIndex((some) => some.pair === pair)] ?? null;
          return toDependency(pair, one, { minValues, counterexample });
        }),
      );
      const wide = kept.map(({ pair }) => pair);
      if (arity === 1) single = wide;
      pairs = widen(wide, single);
    }
    return { dependencies: found.toSorted((a, b) => b.coverage - a.coverage), checks, complete };
  });
}

/** Asks one question for each item, some in a round. */
export function* inRounds<Item, T>(
  items: readonly Item[],
  ask: (item: Item) => Query<T>,
): Generator<readonly Sql[], readonly T[], readonly Rows[]> {
  const answers: T[] = [];
  for (let from = 0; from < items.length; from += checksAtOnce) {
    const asked = items.slice(from, from + checksAtOnce).map((item) => ask(item));
    answers.push(...(yield* together("inclusions", asked, (all): readonly T[] => all)));
  }
  return answers;
}

/** The share of a child's rows that the parent has; 0 if there are none. */
export function coverageOf({ rows, missingRows }: InclusionFigures): number {
  return rows === 0 ? 0 : (rows - missingRows) / rows;
}

function unaryPairs(profiles: readonly TableProfile[], minCoverage: number): readonly Pair[] {
  const columns = profiles.flatMap((profile) =>
    profile.columns.map((column) => ({ profile, column, set: setOf(profile.table, column) })),
  );
  return columns.flatMap((child) =>
    columns.flatMap((parent): readonly Pair[] =>
      child !== parent && mayInclude(child, parent, minCoverage) ? [[child.set, parent.set]] : [],
    ),
  );
}

function setOf(table: string, { name, type }: ColumnProfile): ColumnSet {
  return { table, columns: [{ name, type }] };
}

function names({ columns }: ColumnSet): readonly string[] {
  return columns.map(({ name }) => name);
}

/** Pairs of one column more: each part is included, and no column comes twice. */
function widen(wide: readonly Pair[], single: readonly Pair[]): readonly Pair[] {
  return wide.flatMap(([child, parent]) =>
    single.flatMap(([one, other]): readonly Pair[] => {
      const [childName = "", parentName = ""] = [names(one)[0], names(other)[0]];
      const isSame = one.table === child.table && other.table === parent.table;
      const isNext = names(child).every((name) => name < childName);
      if (!isSame || !isNext || names(parent).includes(parentName)) return [];
      return [
        [
          { ...child, columns: [...child.columns, ...one.columns] },
          { ...parent, columns: [...parent.columns, ...other.columns] },
        ],
      ];
    }),
  );
}

function toDependency(
  [child, parent]: Pair,
  figures: InclusionFigures,
  {
    minValues,
    counterexample,
  }: { readonly minValues: number; readonly counterexample: string | null },
): InclusionDependency {
  const isKnown = figures.values >= minValues;
  return {
    child: child.table,
    childColumns: child.columns.map(({ name }) => name),
    parent: parent.table,
    parentColumns: parent.columns.map(({ name }) => name),
    coverage: coverageOf(figures),
    rows: figures.rows,
    values: figures.values,
    missingValues: figures.missingValues,
    status: isKnown ? (figures.missingValues === 0 ? "complete" : "partial") : "unverified",
    counterexample,
  };
}
