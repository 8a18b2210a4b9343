import type { ForeignKeyCandidate } from "./foreign-key-candidate.ts";
import { columnParts, isCountWord } from "./names.ts";
import type { Weighed } from "./resolve-foreign-keys.ts";

/** How much a reference that is accepted raises the log odds of another one. */
const bonuses = { sameName: 3, sameTable: 2.5 };
const certain = 0.8;
const nameless = 0.5;

/**
 * Raises candidates that accepted ones speak for: columns of the same name in other tables that refer to the same key, and
 * other columns of the same table that do, for one that says that it identifies, and whose name is of no other table.
 */
export function supportEachOther(
  all: readonly Weighed[],
  resolved: readonly ForeignKeyCandidate[],
): readonly Weighed[] {
  const firm = resolved.filter(({ accepted, probability }) => accepted && probability >= certain);
  const named = new Map<string, number>();
  for (const one of all.filter(({ figures }) => figures.missingRows === 0)) {
    const score = one.evidence[0]?.name.score ?? 0;
    named.set(childOf(one), Math.max(score, named.get(childOf(one)) ?? 0));
  }
  const settled = new Set(
    resolved
      .filter(({ accepted }) => accepted)
      .flatMap(({ child, childColumns }) => childColumns.map((column) => `${child}.${column}`)),
  );
  return all.map((one) => {
    const bestName = named.get(childOf(one)) ?? 0;
    if (settled.has(childOf(one)) || !mayGain(one, bestName)) return one;
    const [pair] = one.pairs;
    return pair === undefined ? one : raise(one, supportOf(pair, { firm, one, bestName }));
  });
}

/** Only one of a single column that has all its parents, and that no name contradicts. */
function mayGain({ pairs, figures, evidence: [evidence] }: Weighed, bestName: number): boolean {
  return (
    pairs.length === 1 &&
    figures.missingRows === 0 &&
    evidence !== undefined &&
    evidence.features.ownKey === 0 &&
    evidence.name.score >= bestName - 0.05
  );
}

interface Support {
  readonly bonus: number;
  readonly by: ForeignKeyCandidate | undefined;
}

function supportOf(
  [child, parent]: Weighed["pairs"][number],
  {
    firm,
    one,
    bestName,
  }: {
    readonly firm: readonly ForeignKeyCandidate[];
    readonly one: Weighed;
    readonly bestName: number;
  },
): Support {
  const alike = firm.filter(
    (other) =>
      other.parent === parent.profile.table &&
      other.parentColumns.length === 1 &&
      other.parentColumns[0] === parent.column.name,
  );
  const { isId, idWord, core } = columnParts(child.column.name, child.prefix);
  const words = wordsOf(child.column.name);
  const sameName = alike.find(
    ({ child: table, childColumns: [column = ""] }) =>
      core.length > 0 && table !== child.profile.table && wordsOf(column) === words,
  );
  if (sameName !== undefined) return { bonus: bonuses.sameName, by: sameName };
  const isNameless = isId && !isCountWord(idWord) && bestName < nameless;
  const isMeasure = one.evidence[0]?.features.measure === 1;
  const sameTable = alike.find(
    (other) => other.child === child.profile.table && other.childColumns[0] !== child.column.name,
  );
  return { bonus: bonuses.sameTable, by: isNameless && !isMeasure ? sameTable : undefined };
}

function childOf({ pairs }: Weighed): string {
  return pairs.map(([child]) => `${child.profile.table}.${child.column.name}`).join(", ");
}

function wordsOf(name: string): string {
  return columnParts(name).words.join(" ");
}

function raise(one: Weighed, { bonus, by }: Support): Weighed {
  if (by === undefined) return one;
  const odds = Math.log(one.probability / Math.max(1 - one.probability, 1e-12)) + bonus;
  return {
    ...one,
    probability: 1 / (1 + Math.exp(-odds)),
    support: `${by.child}(${by.childColumns.join(", ")}) refers there too`,
  };
}
