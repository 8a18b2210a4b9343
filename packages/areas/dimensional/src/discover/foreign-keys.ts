import type { Rows } from "@dx/core";
import { candidateKeys, type CandidateKeys, type TableProfile } from "@dx/profile";
import { countDistinct, inquire, type Inquiry, type Sql } from "@dx/sql";
import {
  askInclusion,
  askKeyInclusion,
  askMissing,
  type ColumnSet,
  type InclusionFigures,
} from "./ask-inclusion.ts";
import { compositePairs } from "./composite-pairs.ts";
import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";
import { evidenceOf, type Evidence } from "./foreign-key-features.ts";
import { coverageOf, inRounds } from "./inclusion-dependencies.ts";
import { mayInclude, type ColumnPairs, type ProfiledColumn } from "./may-include.ts";
import { requireNumber } from "./require-number.ts";
import { resolveForeignKeys, type Weighed } from "./resolve-foreign-keys.ts";
import { scoreForeignKey } from "./score-foreign-key.ts";

type Steps<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** How references are searched for. */
export interface ForeignKeysOptions {
  /** From which likelihood one is accepted; 0.5 without a word. */
  readonly minProbability?: number;
  /** The least share of rows that must have a parent; 0.9 without a word. */
  readonly minCoverage?: number;
  /** Keys of several columns that were found before; without them they are searched for in tables that have no key of one column. */
  readonly keys?: readonly CandidateKeys[];
  /** The most parents that are looked up for a column; 5 without a word. */
  readonly maxParents?: number;
}

/**
 * Finds which columns name rows of other tables, from the data and the names alone: each candidate with a likelihood,
 * what speaks for and against it, and of a rejected one the value that no parent has. Profiles choose the candidates, the
 * database tells how many rows have a parent. A column has one parent: the nearest, where the key of
 * a table is itself a reference to another (a person is a party). A column of no values, or of fewer than two, proves
 * nothing and is never accepted.
 * @param profiles - of all tables that may refer to each other
 * @throws DxError `DX_DIMENSIONAL_OPTIONS` for numbers that are none
 */
export function foreignKeys(
  profiles: readonly TableProfile[],
  options: ForeignKeysOptions = {},
): Inquiry<readonly ForeignKeyCandidate[]> {
  const { minProbability = 0.5, minCoverage = 0.9, keys, maxParents = 5 } = options;
  requireNumber("minProbability", minProbability, [0, 1]);
  requireNumber("minCoverage", minCoverage, [0.01, 1]);
  requireNumber("maxParents", maxParents, [1, 100, "whole number"]);
  return inquire("foreignKeys", function* () {
    const weighed = yield* weighForeignKeys(profiles, { minCoverage, keys, maxParents });
    return resolveForeignKeys(weighed, { minProbability, minCoverage });
  });
}

/** All candidates with what was found out of them, before any is accepted. */
export function* weighForeignKeys(
  profiles: readonly TableProfile[],
  { minCoverage, keys, maxParents }: Search,
): Steps<readonly Weighed[]> {
  const parents = yield* findKeyColumns(profiles);
  const unary = unaryPairs(profiles, parents, { minCoverage, maxParents });
  const composite = compositePairs(profiles, keys ?? (yield* findCompositeKeys(profiles, parents)));
  const first = [...unary.filter(({ isFirst }) => isFirst).map(({ pair }) => pair), ...composite];
  const likely = yield* weighAll(first);
  const covered = new Set(
    likely
      .filter(({ figures }) => coverageOf(figures) >= minCoverage)
      .map(({ pairs }) => pairs[0]?.[0].column),
  );
  const second = unary.filter(({ pair, isFirst }) => !isFirst && !covered.has(pair[0]?.[0].column));
  const weighed = [...likely, ...(yield* weighAll(second.map(({ pair }) => pair)))];
  const faulty = weighed.flatMap(({ figures: one, probability }, at) =>
    one.missingValues > 0 && (probability > 0.05 || one.missingRows < one.rows / 2) ? [at] : [],
  );
  const missing = yield* inRounds(faulty, (at) => {
    const [child, parent] = setsOf(weighed[at]?.pairs ?? []);
    return askMissing(child, parent);
  });
  const examples = new Map(faulty.map((at, index) => [at, missing[index] ?? null]));
  return weighed.map(({ pairs, figures, evidence, probability }, at) => ({
    pairs,
    figures,
    evidence,
    probability,
    counterexample: examples.get(at) ?? null,
  }));
}

interface Search {
  readonly minCoverage: number;
  readonly maxParents: number;
  readonly keys: readonly CandidateKeys[] | undefined;
}

function* weighAll(
  candidates: readonly ColumnPairs[],
): Steps<readonly Omit<Weighed, "counterexample">[]> {
  const counts = yield* inRounds(candidates, (pairs) => {
    const [child, parent] = setsOf(pairs);
    const [[only] = []] = pairs;
    return pairs.length === 1 && only !== undefined
      ? askKeyInclusion(child, parent, only.column.distinct)
      : askInclusion(child, parent);
  });
  return candidates.map((pairs, at) => weigh(pairs, counts[at]));
}

function setsOf(pairs: ColumnPairs): readonly [child: ColumnSet, parent: ColumnSet] {
  return [setOf(pairs.map(([one]) => one)), setOf(pairs.map(([, other]) => other))];
}

function setOf(columns: readonly ProfiledColumn[]): ColumnSet {
  return {
    table: columns[0]?.profile.table ?? "",
    columns: columns.map(({ column: { name, type } }) => ({ name, type })),
  };
}

/** Columns that are keys of their tables. What a sample leaves open is counted. */
function* findKeyColumns(profiles: readonly TableProfile[]): Steps<readonly ProfiledColumn[]> {
  const unique = profiles.flatMap((profile) =>
    profile.columns
      .filter(
        ({ nulls, once, nans }) => nulls + nans === 0 && once === profile.profiled && once > 0,
      )
      .map((column) => ({ profile, column })),
  );
  const open = unique.filter(({ profile }) => profile.sample !== null);
  const counts = yield* inRounds(open, ({ profile, column }) =>
    countDistinct(profile.table, column.name),
  );
  const refuted = new Set(open.filter(({ profile }, at) => counts[at] !== profile.rows));
  return unique.filter((one) => !refuted.has(one));
}

function* findCompositeKeys(
  profiles: readonly TableProfile[],
  keys: readonly ProfiledColumn[],
): Steps<readonly CandidateKeys[]> {
  const found: CandidateKeys[] = [];
  for (const profile of profiles)
    if (profile.rows > 1 && !keys.some((key) => key.profile === profile))
      found.push(yield* candidateKeys(profile.table, { maxArity: 3, maxChecks: 40 }));
  return found;
}

interface UnaryPair {
  readonly pair: ColumnPairs;
  /** Whether no other parent of the column is far likelier: those are looked up first, others only where they have too few rows. */
  readonly isFirst: boolean;
}

const farLikelier = 50;

/** The likeliest parents of each column, as far as the profiles tell. */
function unaryPairs(
  profiles: readonly TableProfile[],
  keys: readonly ProfiledColumn[],
  { minCoverage, maxParents }: Omit<Search, "keys">,
): readonly UnaryPair[] {
  const children = profiles.flatMap((profile) =>
    profile.columns.map((column): ProfiledColumn => ({ profile, column })),
  );
  return children.flatMap((child) => {
    const rivals = keys
      .filter((key) => key.column !== child.column && mayInclude(child, key, minCoverage))
      .map((parent) => ({
        pair: [[child, parent]] as const,
        likely: scoreForeignKey(evidenceOf(child, parent, 1).features),
      }))
      .filter(({ likely }) => likely > 0.02)
      .toSorted((a, b) => b.likely - a.likely)
      .slice(0, maxParents);
    const most = oddsOf(rivals[0]?.likely ?? 0);
    return rivals.map(({ pair, likely }) => ({
      pair,
      isFirst: oddsOf(likely) * farLikelier >= most,
    }));
  });
}

function oddsOf(likelihood: number): number {
  return likelihood / Math.max(1 - likelihood, 1e-9);
}

function weigh(
  pairs: ColumnPairs,
  found: InclusionFigures | undefined,
): Omit<Weighed, "counterexample"> {
  const figures = found ?? { rows: 0, missingRows: 0, values: 0, missingValues: 0 };
  const coverage = coverageOf(figures);
  const evidence = pairs.map(([child, parent]) => evidenceOf(child, parent, coverage));
  return { pairs, figures, evidence, probability: likelihoodOf(evidence) };
}

/** Several columns that refer together are the likelier the more of them agree. */
function likelihoodOf(evidence: readonly Evidence[]): number {
  const [only] = evidence;
  if (only !== undefined && evidence.length === 1) return scoreForeignKey(only.features);
  const doubts = evidence.map(
    ({ features }) => 1 - scoreForeignKey({ ...features, measure: 0, oneToOne: 0, ownKey: 0 }),
  );
  return 1 - doubts.reduce((product, one) => product * one, 1);
}
