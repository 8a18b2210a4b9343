import type { Dimension } from "./check.ts";

/** The six dimensions of the specification, in its order. */
export const dimensions: readonly Dimension[] = [
  "accuracy",
  "completeness",
  "consistency",
  "timeliness",
  "validity",
  "uniqueness",
];
