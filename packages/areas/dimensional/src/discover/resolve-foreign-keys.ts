import type { InclusionFigures } from "./ask-inclusion.ts";
import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";
import type { Evidence } from "./foreign-key-features.ts";
import { coverageOf } from "./inclusion-dependencies.ts";
import type { ColumnPairs } from "./may-include.ts";
import { columnParts } from "./names.ts";
import { isByNumbers, reasonsOf } from "./reasons-of.ts";

/** A candidate with what was found out. */
export interface Weighed {
  /** Its columns. */
  readonly pairs: ColumnPairs;
  /** How many rows have a parent. */
  readonly figures: InclusionFigures;
  /** Of each pair of columns. */
  readonly evidence: readonly Evidence[];
  /** How likely it is. */
  readonly probability: number;
  /** A value that no parent has. */
  readonly counterexample: string | null;
  /** Which other reference speaks for it. */
  readonly support?: string;
  /** Of which rows; see `ForeignKeyCandidate`. */
  readonly when?: ForeignKeyCandidate["when"];
}

/** What is accepted. */
export interface ResolveOptions {
  /** From which likelihood. */
  readonly minProbability: number;
  /** From which share of rows with a parent. */
  readonly minCoverage: number;
}

/**
 * Decides which candidates are accepted: pure, from what was found out. Parents of the same columns compete with each
 * other and with there being none, so their likelihoods add up to at most 1. Accepted ones come first, the
 * likelier before the others.
 */
export function resolveForeignKeys(
  all: readonly Weighed[],
  options: ResolveOptions,
): readonly ForeignKeyCandidate[] {
  const settled = new Map(all.map((one) => [one, ownFault(one, options)] as const));
  const likely = new Map(all.map((one) => [one, one.probability] as const));
  const decisions: Decisions = {
    all,
    likely,
    open: () => all.filter((one) => settled.get(one) === null),
    refuse: (one, why) => settled.set(one, why),
    isLikely: (one) => (likely.get(one) ?? 0) >= options.minProbability,
  };
  const steps = [decideTypes, decideDirections, decideParents, decideParts, decideNearest];
  for (const step of steps) step(decisions);
  for (const one of decisions.open())
    if (!decisions.isLikely(one)) decisions.refuse(one, "not likely enough");
  return all
    .map((one) => toCandidate(one, likely.get(one) ?? 0, settled.get(one) ?? null))
    .toSorted((a, b) => Number(b.accepted) - Number(a.accepted) || b.probability - a.probability);
}

/** What is decided so far. */
interface Decisions {
  readonly all: readonly Weighed[];
  readonly likely: Map<Weighed, number>;
  /** Those that are not refused yet. */
  readonly open: () => readonly Weighed[];
  readonly refuse: (one: Weighed, why: string) => void;
  readonly isLikely: (one: Weighed) => boolean;
}

/** Where another column says to which table each row refers, it refers by that alone. */
function decideTypes({ open, refuse, isLikely }: Decisions): void {
  const typed = open().filter((one) => one.when !== undefined && isLikely(one));
  for (const one of open().filter(({ when }) => when === undefined)) {
    const type = typed.find((other) => sideOf(other, 0) === sideOf(one, 0))?.when;
    if (type !== undefined) refuse(one, `${type.column} says to which table each row refers`);
  }
}

function decideDirections({ all, open, refuse }: Decisions): void {
  for (const one of open()) {
    const back = open().find((other) => isReverse(one, other) && isBefore(other, one, all));
    if (back !== undefined) refuse(one, `${labelOf(back)} is likelier in the other direction`);
  }
}

function decideParents({ all, likely, open, refuse }: Decisions): void {
  for (const child of new Set(all.map(childOf))) {
    const rivals = open().filter((one) => childOf(one) === child);
    const [best, shares] = compete(rivals, open());
    for (const [one, share] of shares) likely.set(one, share);
    for (const one of rivals)
      if (best !== undefined && one !== best)
        refuse(one, `${labelOf(best)} fits better: a column has one parent`);
  }
}

function decideParts({ open, refuse, isLikely }: Decisions): void {
  for (const one of open()) {
    const whole = open().find((other) => isPartOf(one, other));
    if (whole !== undefined) refuse(one, `it is a part of ${labelOf(whole)}`);
  }
  for (const one of open())
    if (isOfSameThings(one, open().filter(isLikely)))
      refuse(one, "both have the same key, of references alone: neither is part of the other");
}

function decideNearest({ likely, open, refuse }: Decisions): void {
  for (const one of open()) {
    const nearer = impliedBy(one, open());
    if (nearer === undefined) continue;
    likely.set(one, 1 - (likely.get(nearer) ?? 0));
    refuse(one, `it follows from ${labelOf(nearer)}, which is nearer`);
  }
}

function isReverse(one: Weighed, other: Weighed): boolean {
  return childOf(other) === parentOf(one) && parentOf(other) === childOf(one);
}

function isBefore(one: Weighed, other: Weighed, all: readonly Weighed[]): boolean {
  const more = one.probability - other.probability;
  return more > 0 || (more === 0 && all.indexOf(one) < all.indexOf(other));
}

/** The best of the parents that columns may have, and how likely each is, given that there is one at most. */
function compete(
  rivals: readonly Weighed[],
  open: readonly Weighed[],
): readonly [Weighed | undefined, ReadonlyMap<Weighed, number>] {
  const oddsOf = ({ probability }: Weighed): number =>
    probability / Math.max(1 - probability, 1e-6);
  const sum = rivals.reduce((all, one) => all + oddsOf(one), 1);
  const shares = new Map(rivals.map((one) => [one, oddsOf(one) / sum] as const));
  const best = bestOf(rivals, open);
  if (best === undefined) return [best, shares];
  for (const one of furtherThan(best, rivals, open)) {
    shares.set(best, (shares.get(best) ?? 0) + (shares.get(one) ?? 0) * 0.95);
    shares.set(one, (shares.get(one) ?? 0) * 0.05);
  }
  return [best, shares];
}

/** The parents that are reached from one by its key, and from those by theirs, and those whose keys lead to it. */
function furtherThan(
  nearest: Weighed,
  rivals: readonly Weighed[],
  open: readonly Weighed[],
): ReadonlySet<Weighed> {
  const reached = new Set([nearest]);
  for (const from of reached)
    for (const one of rivals)
      if (refersTo(from, one, open) || refersTo(one, from, open)) reached.add(one);
  reached.delete(nearest);
  return reached;
}

/** Whether the key by which a candidate names its parent is itself a reference to that of another one. */
function refersTo(one: Weighed, other: Weighed, open: readonly Weighed[]): boolean {
  return open.some((link) => childOf(link) === parentOf(one) && parentOf(link) === parentOf(other));
}

function isCalledAlike(one: Weighed, other: Weighed): boolean {
  const nameOf = ({ pairs }: Weighed): string =>
    columnParts(pairs[0]?.[1].column.name ?? "").words.join(" ");
  return nameOf(one) === nameOf(other);
}

/** Whether it has fewer rows: where each row of the further parent is named by the nearer, the two are the same, and names decide. */
function isNarrower(one: Weighed, other: Weighed): boolean {
  const rowsOf = ({ pairs }: Weighed): number => pairs[0]?.[1].profile.rows ?? 0;
  return rowsOf(one) < rowsOf(other);
}

function ownFault(one: Weighed, { minCoverage }: ResolveOptions): string | null {
  const { figures, counterexample } = one;
  if (figures.rows === 0) return "unverified: no row has a value";
  if (figures.values < 2 && !isTelling(one)) return "unverified: one value alone proves nothing";
  if (coverageOf(figures) < minCoverage)
    return `${figures.missingRows} of ${figures.rows} rows have no parent, as ${counterexample ?? "others"}`;
  return null;
}

/**
 * Whether one value alone tells: names agree to the last word, and there is but one parent, or the value is such that
 * chance does not put it among the keys.
 */
function isTelling({ pairs, evidence, figures }: Weighed): boolean {
  const [{ name, features } = { name: { score: 0 }, features: null }] = evidence;
  const [pair] = pairs;
  if (features === null || pair === undefined || pairs.length > 1) return false;
  const isOnly = pair[1].profile.rows === 1;
  const isFar = figures.missingRows === 0 && Number(pair[1].column.min) > 1000;
  return name.score >= 0.75 && features.suffix === 1 && (isOnly || isFar);
}

/** The likeliest parent; of those that are nearly as likely, or whose key is called alike, the last of the chain in which each refers to the one before. */
function bestOf(rivals: readonly Weighed[], open: readonly Weighed[]): Weighed | undefined {
  const sorted = rivals.toSorted((a, b) => b.probability - a.probability);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const near = new Set(
    sorted.filter(
      (one) =>
        (one.probability > first.probability - 0.3 || isCalledAlike(one, first)) &&
        coverageOf(one.figures) >= coverageOf(first.figures),
    ),
  );
  let best = first;
  for (let next: Weighed | undefined = first; next !== undefined;) {
    best = next;
    near.delete(best);
    next = [...near].find((one) => isNarrower(one, best) && refersTo(one, best, open));
  }
  return best;
}

/** Whether several columns refer, and more of the same table do to the same table. */
function isPartOf(one: Weighed, other: Weighed): boolean {
  return (
    one.pairs.length > 1 &&
    other.pairs.length > one.pairs.length &&
    one.pairs.every(([child, parent]) =>
      other.pairs.some(([a, b]) => a.column === child.column && b.column === parent.column),
    )
  );
}

/** Whether hardly a parent is named twice, by columns that are all references of the parent too: both tables measure the same things. */
function isOfSameThings(one: Weighed, open: readonly Weighed[]): boolean {
  if (one.pairs.length < 2 || !isNearlyOneToOne(one)) return false;
  return one.pairs.every(([, { column }]) =>
    open.some((link) => link.pairs.some(([child]) => child.column === column)),
  );
}

function isNearlyOneToOne({ figures }: Weighed): boolean {
  return figures.values > 0.5 * figures.rows;
}

/** The reference of several columns, one of which it is, or whose parent refers to the same table by that column. */
function impliedBy(one: Weighed, open: readonly Weighed[]): Weighed | undefined {
  const [pair] = one.pairs;
  if (one.pairs.length > 1 || pair === undefined) return undefined;
  return open.find(({ pairs }) => {
    if (pairs.length < 2) return false;
    if (pairs.some(([a, b]) => a.column === pair[0].column && b.column === pair[1].column))
      return true;
    const through = pairs.find(([child]) => child.column === pair[0].column)?.[1].column;
    return (
      through !== undefined &&
      open.some(
        (link) =>
          link.pairs.length === 1 &&
          link.pairs[0]?.[0].column === through &&
          link.pairs[0][1].column === pair[1].column,
      )
    );
  });
}

const sideOf = ({ pairs }: Weighed, side: 0 | 1): string =>
  `${pairs[0]?.[side].profile.table ?? ""}(${pairs.map((pair) => pair[side].column.name).join(", ")})`;
const childOf = (one: Weighed): string =>
  one.when === undefined
    ? sideOf(one, 0)
    : `${sideOf(one, 0)} where ${one.when.column} is ${one.when.value}`;
const parentOf = (one: Weighed): string => sideOf(one, 1);
const labelOf = (one: Weighed): string => `${childOf(one)} to ${parentOf(one)}`;

function toCandidate(
  one: Weighed,
  probability: number,
  refused: string | null,
): ForeignKeyCandidate {
  const { pairs, figures } = one;
  return {
    child: pairs[0]?.[0].profile.table ?? "",
    childColumns: pairs.map(([child]) => child.column.name),
    parent: pairs[0]?.[1].profile.table ?? "",
    parentColumns: pairs.map(([, parent]) => parent.column.name),
    ...(one.when === undefined ? {} : { when: one.when }),
    ...(pairs.some(isByNumbers) ? { compared: "as numbers" } : {}),
    probability: Math.round(probability * 1e4) / 1e4,
    coverage: coverageOf(figures),
    accepted: refused === null,
    reasons: [...reasonsOf(one), ...(refused === null ? [] : [`rejected: ${refused}`])],
  };
}
