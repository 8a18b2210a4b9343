import type { InclusionFigures } from "./ask-inclusion.ts";
import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";
import type { Evidence } from "./foreign-key-features.ts";
import { coverageOf } from "./inclusion-dependencies.ts";
import type { ColumnPairs } from "./may-include.ts";

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
  const open = (): readonly Weighed[] => all.filter((one) => settled.get(one) === null);
  const refuse = (one: Weighed, why: string): void => {
    settled.set(one, why);
  };
  for (const one of open()) {
    const back = open().find((other) => isReverse(one, other) && isBefore(other, one, all));
    if (back !== undefined) refuse(one, `${labelOf(back)} is likelier in the other direction`);
  }
  const likely = new Map(all.map((one) => [one, one.probability] as const));
  for (const child of new Set(all.map(childOf))) {
    const rivals = open().filter((one) => childOf(one) === child);
    const [best, shares] = compete(rivals, open());
    for (const [one, share] of shares) likely.set(one, share);
    for (const one of rivals)
      if (best !== undefined && one !== best)
        refuse(one, `${labelOf(best)} fits better: a column has one parent`);
  }
  for (const one of open()) {
    const nearer = impliedBy(one, open());
    if (nearer === undefined) continue;
    likely.set(one, 1 - (likely.get(nearer) ?? 0));
    refuse(one, `it follows from ${labelOf(nearer)}, which is nearer`);
  }
  for (const one of open())
    if ((likely.get(one) ?? 0) < options.minProbability) refuse(one, "not likely enough");
  return all
    .map((one) => toCandidate(one, likely.get(one) ?? 0, settled.get(one) ?? null))
    .toSorted((a, b) => Number(b.accepted) - Number(a.accepted) || b.probability - a.probability);
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

/** The parents that are reached from one by its key, and from those by theirs. */
function furtherThan(
  nearest: Weighed,
  rivals: readonly Weighed[],
  open: readonly Weighed[],
): ReadonlySet<Weighed> {
  const reached = new Set([nearest]);
  for (const from of reached)
    for (const one of rivals) if (refersTo(from, one, open)) reached.add(one);
  reached.delete(nearest);
  return reached;
}

/** Whether the key by which a candidate names its parent is itself a reference to that of another one. */
function refersTo(one: Weighed, other: Weighed, open: readonly Weighed[]): boolean {
  return open.some((link) => childOf(link) === parentOf(one) && parentOf(link) === parentOf(other));
}

function ownFault(
  { figures, counterexample }: Weighed,
  { minCoverage }: ResolveOptions,
): string | null {
  if (figures.rows === 0) return "unverified: no row has a value";
  if (figures.values < 2) return "unverified: one value alone proves nothing";
  if (coverageOf(figures) < minCoverage)
    return `${figures.missingRows} of ${figures.rows} rows have no parent, as ${counterexample ?? "others"}`;
  return null;
}

/** The likeliest parent; of those that are nearly as likely, the last of the chain in which each refers to the one before. */
function bestOf(rivals: readonly Weighed[], open: readonly Weighed[]): Weighed | undefined {
  const sorted = rivals.toSorted((a, b) => b.probability - a.probability);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const near = new Set(
    sorted.filter(
      (one) =>
        one.probability > first.probability - 0.3 &&
        coverageOf(one.figures) >= coverageOf(first.figures),
    ),
  );
  let best = first;
  for (let next: Weighed | undefined = first; next !== undefined;) {
    best = next;
    near.delete(best);
    next = [...near].find((one) => refersTo(one, best, open));
  }
  return best;
}

/** The reference of several columns, one of which it is, whose parent refers to the same table by that column. */
function impliedBy(one: Weighed, open: readonly Weighed[]): Weighed | undefined {
  const [pair] = one.pairs;
  if (one.pairs.length > 1 || pair === undefined) return undefined;
  return open.find(({ pairs }) => {
    if (pairs.length < 2) return false;
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
const childOf = (one: Weighed): string => sideOf(one, 0);
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
    probability: Math.round(probability * 1e4) / 1e4,
    coverage: coverageOf(figures),
    accepted: refused === null,
    reasons: [...reasonsOf(one), ...(refused === null ? [] : [`rejected: ${refused}`])],
  };
}

function reasonsOf({ pairs, figures, evidence, counterexample }: Weighed): readonly string[] {
  const { rows, missingRows, values } = figures;
  const parents = pairs[0]?.[1].profile.rows ?? 0;
  const perParent = values === 0 ? 0 : Math.round((rows / values) * 10) / 10;
  const covered = `${rows - missingRows} of ${rows} rows with a value have a parent`;
  const missing = counterexample === null ? "" : `; none has ${counterexample}`;
  return [
    ...evidence.map(({ name }) => `names: ${name.why}`),
    `coverage: ${covered}${missing}`,
    `rows per parent: ${perParent}, ${values} values for ${parents} parents`,
    ...evidence.flatMap(({ features }) => notesOf(features)),
  ];
}

function notesOf({
  surprise,
  spread,
  ownKey,
  measure,
  oneToOne,
}: Evidence["features"]): readonly string[] {
  const notes: readonly (readonly [boolean, string])[] = [
    [surprise > 0.5, "values: chance does not explain that they agree"],
    [surprise < 0.1, "values: numbers that count from 1 agree by chance too"],
    [spread > 0.8, "spread: the values lie as the keys do"],
    [spread < 0.4, "spread: the values lie in one part of the keys"],
    [ownKey === 1, "against it: by its name it is the key of its own table"],
    [measure === 1, "against it: it is called like something measured"],
    [oneToOne === 1, "one to one: no parent is named twice"],
  ];
  return notes.filter(([isSo]) => isSo).map(([, note]) => note);
}
