import { relation, type Rows } from "@dx/core";
import { candidateKeys, type CandidateKeys, type TableProfile } from "@dx/profile";
import { countDistinct, inquire, type Inquiry, type Sql } from "@dx/sql";
import {
  askInclusion,
  askKeyInclusion,
  askMissing,
  type ColumnSet,
  type InclusionFigures,
} from "./ask-inclusion.ts";
import { compositePairs, sharedColumns } from "./composite-pairs.ts";
import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";
import { evidenceOf, type Evidence } from "./foreign-key-features.ts";
import { coverageOf, inRounds } from "./inclusion-dependencies.ts";
import { comparisonOf } from "./comparison.ts";
import { familyOf, mayIncludeBy, type ColumnPairs, type ProfiledColumn } from "./may-include.ts";
import { columnParts, commonPrefix, tableWords } from "./names.ts";
import { askTypes, typedPairs, typedReferences, type TypedPair } from "./polymorphic-pairs.ts";
import { requireNumber } from "./require-number.ts";
import { resolveForeignKeys, type Weighed } from "./resolve-foreign-keys.ts";
import { supportEachOther } from "./support-each-other.ts";
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
  /** The most parents that are looked up for a column; 10 without a word. */
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
  const { minProbability = 0.5, minCoverage = 0.9, keys, maxParents = 10 } = options;
  requireNumber("minProbability", minProbability, [0, 1]);
  requireNumber("minCoverage", minCoverage, [0.01, 1]);
  requireNumber("maxParents", maxParents, [1, 100, "whole number"]);
  return inquire("foreignKeys", function* () {
    const weighed = yield* weighForeignKeys(profiles, { minCoverage, keys, maxParents });
    const accept = { minProbability, minCoverage };
    const first = resolveForeignKeys(weighed, accept);
    return resolveForeignKeys(supportEachOther(weighed, first), accept);
  });
}

/** All candidates with what was found out of them, before any is accepted. */
export function* weighForeignKeys(
  profiles: readonly TableProfile[],
  { minCoverage, keys, maxParents }: Search,
): Steps<readonly Weighed[]> {
  const columns = profiles.flatMap((profile) => columnsOf(profile, profiles));
  const limits = { minCoverage, maxParents };
  const { pairs: unary, keys: parents } = yield* findPairs(columns, limits);
  const composite = compositePairs(profiles, keys ?? (yield* findCompositeKeys(profiles, parents)));
  const first = [...unary.filter(({ isFirst }) => isFirst).map(({ pair }) => pair), ...composite];
  const likely = yield* weighAll(first);
  const covered = new Set(
    likely
      .filter(({ figures }) => coverageOf(figures) >= minCoverage)
      .map(({ pairs }) => pairs[0]?.[0].column),
  );
  const second = unary.filter(({ pair, isFirst }) => !isFirst && !covered.has(pair[0]?.[0].column));
  const weighed = [
    ...likely,
    ...(yield* weighAll(second.map(({ pair }) => pair))),
    ...(yield* weighTyped(columns, parents)),
  ];
  const faulty = weighed.flatMap(({ figures: one, probability }, at) =>
    one.missingValues > 0 && (probability > 0.05 || one.missingRows < one.rows / 2) ? [at] : [],
  );
  const missing = yield* inRounds(faulty, (at) => {
    const [child, parent] = setsOf(weighed[at]?.pairs ?? [], weighed[at]?.when);
    return askMissing(child, parent);
  });
  const examples = new Map(faulty.map((at, index) => [at, missing[index] ?? null]));
  return weighed.map((one, at): Weighed =>
    Object.assign({ counterexample: examples.get(at) ?? null }, one),
  );
}

type Found = Omit<Weighed, "counterexample">;

interface Search {
  readonly minCoverage: number;
  readonly maxParents: number;
  readonly keys: readonly CandidateKeys[] | undefined;
}

function* weighAll(candidates: readonly ColumnPairs[]): Steps<readonly Found[]> {
  const counts = yield* inRounds(candidates, (pairs) => {
    const [child, parent] = setsOf(pairs);
    const [[only] = []] = pairs;
    return pairs.length === 1 && only !== undefined
      ? askKeyInclusion(child, parent, only.column.distinct)
      : askInclusion(child, parent);
  });
  return candidates.map((pairs, at) => weigh(pairs, counts[at]));
}

/** References to several tables: the types are asked for, and then the rows of each are looked up. */
function* weighTyped(
  columns: readonly ProfiledColumn[],
  keys: readonly ProfiledColumn[],
): Steps<readonly Found[]> {
  const references = typedReferences(columns);
  const types = yield* inRounds(references, askTypes);
  const named = references.flatMap((one, at) => typedPairs(one, types[at] ?? [], keys));
  const sampled = new Set(named.map(({ pairs: [[, key]] }) => key).filter(isSampled));
  const refuted = yield* refutedKeys([...sampled]);
  const typed = named.filter(({ pairs: [[, key]] }) => !refuted.has(key));
  const figures = yield* inRounds(typed, ({ pairs, when }) => askInclusion(...setsOf(pairs, when)));
  return typed.map((one, at) => weighType(one, figures[at]));
}

function isSampled({ profile }: ProfiledColumn): boolean {
  return profile.sample !== null;
}

function weighType({ pairs, when }: TypedPair, figures: InclusionFigures | undefined): Found {
  const found = weigh(pairs, figures);
  const [first] = found.evidence;
  if (first === undefined) return found;
  const named = { features: { ...first.features, name: 1, elsewhere: 0, suffix: 1 } };
  const evidence = [{ ...named, name: { score: 1, why: `${when.column} says ${when.value}` } }];
  return { ...found, evidence, probability: likelihoodOf(evidence), when };
}

function setsOf(
  pairs: ColumnPairs,
  when?: Weighed["when"],
): readonly [child: ColumnSet, parent: ColumnSet] {
  const child = setOf(pairs, 0);
  return [when === undefined ? child : { ...child, where: when }, setOf(pairs, 1)];
}

function setOf(pairs: ColumnPairs, side: 0 | 1): ColumnSet {
  return {
    table: pairs[0]?.[side].profile.table ?? "",
    columns: pairs.map((pair) => {
      const { name, type } = pair[side].column;
      const asNumber = comparisonOf(pair[0].column, pair[1].column) === "as numbers";
      return { name, type, asNumber };
    }),
  };
}

function columnsOf(
  profile: TableProfile,
  profiles: readonly TableProfile[],
): readonly ProfiledColumn[] {
  const prefix = commonPrefix(
    profile.table,
    profile.columns.map(({ name }) => name),
  );
  const others = profiles.filter((one) => one !== profile).map(({ table }) => tableWords(table));
  const tables = new Set(others.map((words) => words.join(" ")));
  return profile.columns.map((column) => {
    const namesAnother = tables.has(columnParts(column.name, prefix).core.join(" "));
    return { profile, column, prefix, namesAnother };
  });
}

interface FoundPairs {
  readonly pairs: readonly UnaryPair[];
  /** Columns that are keys of their tables, or look like it in a sample and are no parent of any pair. */
  readonly keys: readonly ProfiledColumn[];
}

/** Pairs of a column and a key. Of a sample, only keys that are in one are counted in the whole table: what is refuted gives way to others. */
function* findPairs(
  columns: readonly ProfiledColumn[],
  limits: Omit<Search, "keys">,
): Steps<FoundPairs> {
  let keys = columns.filter(
    ({ profile, column: { nulls, once, nans } }) =>
      nulls + nans === 0 && once === profile.profiled && once > 0,
  );
  const counted = new Set(keys.filter(({ profile }) => profile.sample === null));
  for (;;) {
    const pairs = unaryPairs(columns, keys, limits);
    const parents = new Set(pairs.flatMap(({ pair }) => pair.map(([, parent]) => parent)));
    const open = [...parents].filter((key) => !counted.has(key));
    if (open.length === 0) return { pairs, keys };
    const refuted = yield* refutedKeys(open);
    keys = keys.filter((key) => !refuted.has(key));
    for (const key of open) counted.add(key);
  }
}

function* refutedKeys(keys: readonly ProfiledColumn[]): Steps<ReadonlySet<ProfiledColumn>> {
  const counts = yield* inRounds(keys, ({ profile, column }) =>
    countDistinct(profile.table, column.name),
  );
  return new Set(keys.filter(({ profile }, at) => counts[at] !== profile.rows));
}

/** Keys of several columns that other tables may name, of tables that have none of one column, or one behind others. */
function* findCompositeKeys(
  profiles: readonly TableProfile[],
  keys: readonly ProfiledColumn[],
): Steps<readonly CandidateKeys[]> {
  const found: CandidateKeys[] = [];
  for (const profile of profiles) {
    const { table, rows } = profile;
    const own = keys.filter((key) => key.profile === profile).map(({ column }) => column);
    if (rows < 2 || own.some((column) => column === profile.columns[0])) continue;
    if (own.length > 0) {
      const single = own.map(({ name }) => [name]);
      found.push({
        table,
        rows,
        keys: single,
        maxArity: 1,
        checks: 0,
        complete: true,
        reason: null,
      });
    }
    const columns = sharedColumns(profile, profiles).filter((one) => !own.includes(one));
    if (own.length > 0 && columns[0] !== profile.columns[0]) continue;
    if (columns.length < 2) continue;
    found.push(
      yield* candidateKeys(
        { relation: relation(table), columns: columns.map(({ name, type }) => ({ name, type })) },
        keySearch,
      ),
    );
  }
  return found;
}

const keySearch = { maxArity: 4, maxChecks: 40 };

interface UnaryPair {
  readonly pair: ColumnPairs;
  /** Whether no other parent of the column is far likelier: those are looked up first, others only where they have too few rows. */
  readonly isFirst: boolean;
}

const farLikelier = 50;

/** The likeliest parents of each column, as far as the profiles tell. */
function unaryPairs(
  columns: readonly ProfiledColumn[],
  keys: readonly ProfiledColumn[],
  { minCoverage, maxParents }: Omit<Search, "keys">,
): readonly UnaryPair[] {
  return columns.flatMap((child) => {
    const rivals = keys
      .filter((key) => key.column !== child.column && mayRefer(child, key, minCoverage))
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

function mayRefer(child: ProfiledColumn, parent: ProfiledColumn, minCoverage: number): boolean {
  const comparison = comparisonOf(child.column, parent.column);
  if (comparison === null) return false;
  const isText = [child, parent].some(({ column }) => column.type.kind === "text");
  const line = comparison === "as numbers" ? (isText ? "text" : "number") : null;
  const family = line ?? familyOf(child.column.type) ?? "text";
  return mayIncludeBy(family, child, { parent, minCoverage });
}

function oddsOf(likelihood: number): number {
  return likelihood / Math.max(1 - likelihood, 1e-9);
}

function weigh(pairs: ColumnPairs, found: InclusionFigures | undefined): Found {
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
