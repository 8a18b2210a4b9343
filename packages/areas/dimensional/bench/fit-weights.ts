// Fits the weights of `src/discover/score-foreign-key.ts` to the schemas that are tuned to, and prints them: logistic regression by
// Newton's method, with a penalty on the distance from what was set by hand. Run it by `npm run fit`. Parents of one column that
// lose to a likelier one count as not meant here, and compete later: the intercept was raised for that, by the bench.
import { openDatabase } from "@dx/database";
import { inquire } from "@dx/sql";
import { weighForeignKeys } from "../src/discover/foreign-keys.ts";
import { featureNames } from "../src/discover/score-foreign-key.ts";
import { edge } from "../test/schemas/make-schema.ts";
import { tuned } from "../test/schemas/index.ts";
import { loadSchema } from "../test/schemas/judge.ts";

/* oxlint-disable no-await-in-loop, no-console -- one at a time; what it is for */
const points: { readonly x: readonly number[]; readonly isMeant: number }[] = [];
const plain = (name: string): string => name.replaceAll('"', "");
for (const make of tuned)
  for (const seed of [21, 22, 23]) {
    const schema = make(seed);
    const db = await openDatabase("duckdb:");
    const profiles = await loadSchema(db, schema);
    const options = { minCoverage: 0.9, maxParents: 8, keys: [] };
    const weighed = await db.run(inquire("weigh", () => weighForeignKeys(profiles, options)));
    for (const { pairs, evidence, figures } of weighed) {
      const [pair, { features } = {}] = [pairs[0], evidence[0]];
      if (pair === undefined || features === undefined || figures.values < 2) continue;
      const [child, parent] = pair;
      const [from, to] = [plain(child.profile.table), plain(parent.profile.table)];
      const label = edge(from, [plain(child.column.name)], [to, [plain(parent.column.name)]]);
      points.push({
        x: [1, ...featureNames.map((name) => features[name])],
        isMeant: schema.truth.includes(label) ? 1 : 0,
      });
    }
    await db.close();
  }
// what was set by hand, before any schema was seen; the penalty is on the distance from it
const set = [-9, 8, 2, -6, 4, 2, 1, -1.5, -5, -3, 1, 0.5, -2.5, -1, -1];
const penalty = Number(process.env["DX_PENALTY"] ?? 5);
let weights: readonly number[] = set;
for (let step = 0; step < 20; step += 1) weights = newton(weights);
console.log(
  points.length,
  "candidates,",
  points.filter(({ isMeant }) => isMeant === 1).length,
  "meant",
);
for (const [at, weight] of weights.entries())
  console.log(at === 0 ? "intercept" : featureNames[at - 1], weight.toFixed(1));

/** One step of Newton's method towards the likeliest weights. */
function newton(from: readonly number[]): readonly number[] {
  const size = from.length;
  const slope = from.map((weight, at) => penalty * (weight - (set[at] ?? 0)));
  const bend = from.map((_, row) => from.map((_weight, at) => (row === at ? penalty : 0)));
  for (const { x, isMeant } of points) {
    const odds = x.reduce((sum, value, at) => sum + value * (from[at] ?? 0), 0);
    const likely = 1 / (1 + Math.exp(-odds));
    for (let row = 0; row < size; row += 1) {
      const value = x[row] ?? 0;
      slope[row] = (slope[row] ?? 0) + value * (likely - isMeant);
      const line = bend[row] ?? [];
      for (let at = 0; at < size; at += 1)
        line[at] = (line[at] ?? 0) + value * (x[at] ?? 0) * likely * (1 - likely);
    }
  }
  const step = solve(bend, slope);
  return from.map((weight, at) => weight - (step[at] ?? 0));
}

/** Solves linear equations by elimination; the matrix is positive definite, so no row is swapped. */
function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, pivot] of rows.entries())
    for (const [other, row] of rows.entries()) {
      if (other === at) continue;
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (const [index, value] of pivot.entries()) row[index] = (row[index] ?? 0) - factor * value;
    }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
