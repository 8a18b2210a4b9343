import type { DirectEdge, Judgement, Miss } from "./judge-perturbations.ts";

const keyOf = ({ ordinal, table, column }: DirectEdge | Miss): string =>
  `${ordinal}\0${table}\0${column}`;

function union<T extends DirectEdge | Miss>(lists: readonly (readonly T[])[]): readonly T[] {
  return [...new Map(lists.flat().map((one) => [keyOf(one), one])).values()];
}

/**
 * What several runs of one statement on other data say together: an edge was seen to matter if it was in one of them, a
 * miss in one is a miss. An output that was unstable in one run counts by the others.
 * @param judgements - of one lineage, each with observations of another seed
 * @example
 * ```ts
 * import { combineJudgements } from "@dx/lineage";
 * const { rows, power, misses } = combineJudgements([]);
 * if (rows !== 0 || power !== null || misses.length !== 0) throw new Error();
 * ```
 */
export function combineJudgements(judgements: readonly Judgement[]): Judgement {
  const exercised = union(judgements.map((one) => one.exercised));
  const noticed = union(judgements.map((one) => one.noticed));
  const seen = new Set(exercised.map(keyOf));
  const idle = union(judgements.map((one) => one.idle)).filter((one) => !seen.has(keyOf(one)));
  const [first] = judgements;
  const unstable = (first?.unstable ?? []).filter((place) =>
    judgements.every((one) => one.unstable.includes(place)),
  );
  const count = exercised.length + idle.length;
  return {
    misses: union(judgements.map((one) => one.misses)),
    exercised,
    idle,
    noticed,
    power: count === 0 ? null : noticed.length / count,
    unstable,
    rows: Math.max(0, ...judgements.map((one) => one.rows)),
    failed: judgements.flatMap((one) => one.failed),
  };
}
