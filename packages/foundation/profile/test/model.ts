import { formatPlainValue } from "@dx/core";
import type { ColumnProfile } from "../src/index.ts";
import type { RandomColumn } from "./random-table.ts";

/** What of a profile a plain reading of the values tells exactly. */
export type Expected = Omit<ColumnProfile, "meaning">;

const ordered = new Set("int32 int64 float64 decimal date time timestamp instant".split(" "));

/** Reads every value, one by one. */
export function expectedOf({ name, type, values }: RandomColumn): Expected {
  const { kind } = type;
  const filled = values.filter((value) => value !== null);
  const isNan = (value: unknown): boolean => Number.isNaN(value);
  const finite = filled.filter((value) => !isNan(value));
  const textOf = (value: unknown): string =>
    Object.is(value, -0) ? "0" : formatPlainValue(type as never, value as never);
  const counts = new Map<string, number>();
  for (const value of filled) counts.set(textOf(value), (counts.get(textOf(value)) ?? 0) + 1);
  const sorted = finite.toSorted((a, b) => compare(keyOf(a), keyOf(b))).map(textOf);
  const isFree = kind === "json" || kind === "bytes";
  const texts = kind === "text" ? filled.map(String) : [];
  const rank = (text: string): number =>
    text === "NaN" && kind === "float64" ? Infinity : sorted.indexOf(text);
  return {
    name,
    type,
    nulls: values.length - filled.length,
    nans: filled.length - finite.length,
    infinite: filled.filter(
      (value) => Math.abs(Number(kind === "float64" ? value : 0)) === Infinity,
    ).length,
    distinct: counts.size,
    distinctBy: "count",
    once: [...counts.values()].filter((n) => n === 1).length,
    min: isFree ? null : (sorted[0] ?? null),
    max: isFree ? null : (sorted.at(-1) ?? null),
    ...momentsOf(kind, finite),
    quantiles: ordered.has(kind)
      ? [5, 25, 50, 75, 95].flatMap((percent) => {
          const value = sorted[Math.max(Math.ceil((percent * sorted.length) / 100), 1) - 1];
          return value === undefined ? [] : [{ share: percent / 100, value }];
        })
      : [],
    lengths:
      texts.length === 0
        ? null
        : {
            min: Math.min(...texts.map((text) => lengthOf(text))),
            max: Math.max(...texts.map((text) => lengthOf(text))),
            mean: texts.reduce((sum, text) => sum + lengthOf(text), 0) / texts.length,
          },
    faults:
      kind === "text"
        ? {
            empty: texts.filter((text) => text === "").length,
            blank: texts.filter((text) => /^ +$/.test(text)).length,
            leadingSpaces: texts.filter((text) => text.startsWith(" ")).length,
            trailingSpaces: texts.filter((text) => text.endsWith(" ")).length,
          }
        : null,
    shapes: topOf(texts.map(shapeOf), (text) => keyOf(text)),
    top: isFree ? [] : topOf(filled.map(textOf), rank),
  };
}

function momentsOf(
  kind: string,
  finite: readonly unknown[],
): { readonly mean: number | null; readonly stddev: number | null } {
  if (!["int32", "int64", "float64", "decimal"].includes(kind)) return { mean: null, stddev: null };
  const numbers = finite.map((value) =>
    typeof value === "object"
      ? Number((value as { unscaled: bigint }).unscaled) / 100
      : Number(value),
  );
  if (numbers.length === 0 || numbers.some((one) => Math.abs(one) > 1e100))
    return { mean: null, stddev: null };
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const squares = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, stddev: numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1)) };
}

function topOf(
  texts: readonly string[],
  rank: (text: string) => number | string | bigint,
): ColumnProfile["top"] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .toSorted((a, b) => b.rows - a.rows || compare(rank(a.value), rank(b.value)))
    .slice(0, 10);
}

function shapeOf(text: string): string {
  return text.replaceAll(/[A-Z]/g, "A").replaceAll(/[a-z]/g, "a").replaceAll(/[0-9]/g, "9");
}

/** What sorts values; texts by their code points, in UTF-8 by its bytes. */
function keyOf(value: unknown): string | number | bigint {
  if (typeof value === "string") return Buffer.from(value, "utf8").toString("latin1");
  if (typeof value === "object") return (value as { unscaled?: bigint }).unscaled ?? 0n;
  return typeof value === "boolean" ? Number(value) : (value as number | bigint);
}

function compare(a: string | number | bigint, b: string | number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
