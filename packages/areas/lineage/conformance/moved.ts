import type { Observation } from "../src/index.ts";

/** Columns that moved an output, as `table.column`. */
export function moved(observations: readonly Observation[], ordinal: number): ReadonlySet<string> {
  const [base] = observations;
  return new Set(
    observations.flatMap(({ variant, outputs, rows }) =>
      "table" in variant && rows !== null && outputs[ordinal] !== base?.outputs[ordinal]
        ? [`${variant.table}.${variant.column}`]
        : [],
    ),
  );
}
