import type { Baseline, CheckValue } from "../check.ts";
import type { ReadingExpectation } from "./great-expectations-read.ts";
import { isRecord, listOf, numberOf } from "./read-document.ts";

type Kwargs = Readonly<Record<string, unknown>>;

const isValue = (value: unknown): value is CheckValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const numbers = (value: unknown): readonly number[] =>
  listOf(value).filter((one) => typeof one === "number");

const total = (weights: readonly number[]): number =>
  weights.reduce((sum, weight) => sum + weight, 0);

/** The baseline that a partition of GX means, with what is held back for what it does not know; `undefined` if it is none. */
export function baselineOf(kwargs: Kwargs, lose: ReadingExpectation["lose"]): Baseline | undefined {
  const partition = isRecord(kwargs["partition_object"]) ? kwargs["partition_object"] : {};
  const weights = numbers(partition["weights"]);
  const [tail, internal] = [
    kwargs["tail_weight_holdout"] ?? 0,
    kwargs["internal_weight_holdout"] ?? 0,
  ];
  if (!isShare(tail) || !isShare(internal) || weights.length === 0) return undefined;
  const tails = numbers(partition["tail_weights"]);
  if (Math.abs(total([...weights, ...tails]) - 1) > 1e-6) return undefined;
  const holdouts = { tail, internal };
  if (Array.isArray(partition["values"])) {
    const values = listOf(partition["values"]).filter(isValue);
    if (internal > 0 || values.length !== weights.length) return undefined;
    if (tail > 0)
      lose(
        "verdict",
        "several values that are not in the partition",
        "GX spreads what is held back over them; dx takes them as one",
      );
    return { values, weights: weights.map((weight) => weight * (1 - tail)), others: tail };
  }
  if (!Array.isArray(partition["bins"])) return undefined;
  return ofBins(listOf(partition["bins"]), { weights, tails, holdouts });
}

const isShare = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;

interface Binned {
  readonly weights: readonly number[];
  readonly tails: readonly number[];
  readonly holdouts: { readonly tail: number; readonly internal: number };
}

/** Whether a bin has no end: JSON has no infinity. */
function isOpen(edge: unknown): boolean {
  const number = numberOf(edge);
  return number === undefined || Math.abs(number) >= 1e300;
}

// oxlint-disable-next-line complexity -- each end may be open or not
function ofBins(
  bins: readonly unknown[],
  { weights, tails, holdouts: { tail, internal } }: Binned,
): Baseline | undefined {
  const [opensLow, opensHigh] = [isOpen(bins[0]), isOpen(bins.at(-1))];
  const edges = bins.flatMap((edge) => (isOpen(edge) ? [] : [numberOf(edge) ?? 0]));
  const hasOpen = opensLow || opensHigh;
  if (
    bins.length !== weights.length + 1 ||
    (hasOpen && tails.length > 0) ||
    (tail > 0 && tails.length > 0)
  )
    return undefined;
  if (opensLow && opensHigh && tail > 0) return undefined;
  const empty = weights.filter((weight) => weight === 0).length;
  const scaled = weights.map((weight) =>
    weight === 0 && internal > 0 ? internal / empty : weight * (1 - tail - internal),
  );
  const inner = scaled.slice(opensLow ? 1 : 0, opensHigh ? -1 : undefined);
  const half = hasOpen ? tail : tail / 2;
  const low = opensLow ? (scaled[0] ?? 0) : (tails[0] ?? half);
  const high = opensHigh ? (scaled.at(-1) ?? 0) : (tails[1] ?? half);
  const sum = total([...inner, low, high]);
  if (inner.length === 0 || sum <= 0) return undefined;
  return {
    edges,
    weights: inner.map((weight) => weight / sum),
    tails: [low / sum, high / sum],
  };
}
