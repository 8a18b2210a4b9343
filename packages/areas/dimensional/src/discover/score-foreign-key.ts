import type { ForeignKeyFeatures } from "./foreign-key-features.ts";

/**
 * How much each feature counts, in log odds: a logistic regression over the candidates of generated schemas (see
 * `bench/fit-weights.ts`), rounded.
 */
const weights: Readonly<Record<keyof ForeignKeyFeatures, number>> = {
  name: 8,
  covered: 2,
  surprise: 4,
  spread: 2,
  used: 1,
  oneToOne: -1.5,
  ownKey: -5,
  measure: -3,
  id: 1,
  first: 0.5,
  self: -1,
  few: -1,
};
const intercept = -9;

/** The likelihood that a column is a reference, from 0 to 1. */
export function scoreForeignKey(features: ForeignKeyFeatures): number {
  const odds = featureNames.reduce((sum, name) => sum + weights[name] * features[name], intercept);
  return 1 / (1 + Math.exp(-odds));
}

/** The names of all features. */
export const featureNames: readonly (keyof ForeignKeyFeatures)[] = [
  "name",
  "covered",
  "surprise",
  "spread",
  "used",
  "oneToOne",
  "ownKey",
  "measure",
  "id",
  "first",
  "self",
  "few",
];
