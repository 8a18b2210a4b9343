import type { ForeignKeyFeatures } from "./foreign-key-features.ts";

/**
 * How much each feature counts, in log odds: what was set by hand, moved by a logistic regression over the candidates of
 * four generated schemas (`bench/fit-weights.ts`), rounded; the intercept is higher, since parents of one column compete later.
 */
const weights: Readonly<Record<keyof ForeignKeyFeatures, number>> = {
  name: 6.6,
  covered: 2.5,
  lost: -6.3,
  surprise: 2.7,
  spread: 1.5,
  used: 1.4,
  oneToOne: -1.4,
  ownKey: -5,
  measure: -3,
  id: -0.2,
  first: 1.6,
  otherKey: -2.5,
  self: 0,
  few: -1,
  suffix: 1,
  attribute: -4,
  elsewhere: -3,
};
const intercept = -8.5;

/** The likelihood that a column is a reference, from 0 to 1. */
export function scoreForeignKey(features: ForeignKeyFeatures): number {
  const odds = featureNames.reduce((sum, name) => sum + weights[name] * features[name], intercept);
  return 1 / (1 + Math.exp(-odds));
}

/** The names of all features. */
export const featureNames: readonly (keyof ForeignKeyFeatures)[] = [
  "name",
  "covered",
  "lost",
  "surprise",
  "spread",
  "used",
  "oneToOne",
  "ownKey",
  "measure",
  "id",
  "first",
  "otherKey",
  "self",
  "few",
  "suffix",
  "attribute",
  "elsewhere",
];
