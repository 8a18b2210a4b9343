import { comparisonOf } from "./comparison.ts";
import type { Evidence } from "./foreign-key-features.ts";
import type { ColumnPairs } from "./may-include.ts";
import type { Weighed } from "./resolve-foreign-keys.ts";

/** Whether two columns of different types are compared as numbers. */
export function isByNumbers([child, parent]: ColumnPairs[number]): boolean {
  return comparisonOf(child.column, parent.column) === "as numbers";
}

/** What speaks for and against a candidate, in words. */
export function reasonsOf({
  pairs,
  figures,
  evidence,
  counterexample,
  support,
}: Weighed): readonly string[] {
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
    ...(pairs.some(isByNumbers) ? ["types: values are compared as numbers"] : []),
    ...(support === undefined ? [] : [`others: ${support}`]),
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
