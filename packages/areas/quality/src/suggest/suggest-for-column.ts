import { parseDate, parseTimestamp } from "@dx/core";
import type { ColumnProfile } from "@dx/profile";
import type { Bounds, Measure, RowRule, RowThreshold, SetRule } from "../check.ts";
import { isNumeric } from "../evaluate/value-sql.ts";
import { patternOfShapes } from "./pattern-of-shapes.ts";
import { shareBounds } from "./share-bounds.ts";

/** A rule that a column's values speak for. */
export interface Suggested {
  /** Names it among those of its column. */
  readonly kind: string;
  readonly part:
    | { readonly rule: RowRule | SetRule }
    | { readonly measure: Measure; readonly bounds: Bounds };
  readonly reason: string;
  /** Without it, nothing may fail. */
  readonly threshold?: RowThreshold;
}

/** What a column is judged beside. */
export interface ColumnContext {
  /** Rows that were profiled. */
  readonly rows: number;
  /** When, as ISO text. */
  readonly now?: string;
}

type Rule = (column: ColumnProfile, context: ColumnContext) => Suggested | undefined;

/** The rules that a column's values speak for; a column without values gets none. */
export function suggestForColumn(
  column: ColumnProfile,
  context: ColumnContext,
): readonly Suggested[] {
  const rules = [nulls, unique, values, range, notLater, spread, shapes, lengths, spaces, variety];
  return rules.flatMap((rule) => rule(column, context) ?? []);
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.001 ? 3 : 1)} %`;

const nulls: Rule = ({ name, nulls: missing }, { rows }) => {
  if (missing === rows) return undefined;
  if (missing === 0)
    return {
      kind: "not-null",
      part: { rule: { kind: "not-null", column: name } },
      threshold: { of: "rows", failAbove: 0 },
      reason: `none of ${rows} rows is NULL`,
    };
  const { to } = shareBounds(missing, rows);
  const max = Math.min(1, Math.ceil(Math.max(to, (missing / rows) * 1.5) * 1000) / 1000);
  if (max >= 1) return undefined;
  return {
    kind: "null-share",
    part: { measure: { kind: "null-share", column: name }, bounds: { max } },
    reason: `${missing} of ${rows} rows are NULL, ${percent(missing / rows)}; half as many again are let through, and what chance would bring`,
  };
};

const least = 20;
const valuesOf = ({ nulls: missing }: ColumnProfile, rows: number): number => rows - missing;

const unique: Rule = (column, { rows }) => {
  const { name, distinct, distinctBy, type } = column;
  const there = valuesOf(column, rows);
  if (there < least || distinctBy !== "count" || distinct < there || type.kind === "float64")
    return undefined;
  return {
    kind: "unique",
    part: { rule: { kind: "unique", columns: [name] } },
    reason: `${there} values, and all of them differ`,
  };
};

const fewest = 50;

const values: Rule = (column, { rows }) => {
  const { name, distinct, distinctBy, top, once, type } = column;
  const there = valuesOf(column, rows);
  const isListed = distinctBy === "count" && top.length === distinct;
  if (!isListed || distinct < 1 || distinct > fewest || there < least) return undefined;
  if (type.kind === "float64" || type.kind === "boolean" || there < distinct * 5) return undefined;
  const { to } = shareBounds(once, there);
  const failAbove = once === 0 ? 0 : Math.ceil(to * 10_000) / 10_000;
  return {
    kind: "in-set",
    part: { rule: { kind: "in-set", column: name, values: top.map(({ value }) => value) } },
    threshold: { of: "considered", failAbove },
    reason: `${there} values, but only ${distinct} different ones; ${once === 0 ? "each came more than once, so a new one is not to be expected" : `${once} of them came once, so a new one is to be expected in ${percent(once / there)} of rows`} (Good and Turing)`,
  };
};

const range: Rule = ({ name, type, min, max, infinite, nans }, { rows }) => {
  if (!isNumeric(type) || min === null || max === null || infinite > 0 || nans > 0)
    return undefined;
  const [low, high] = [Number(min), Number(max)];
  const span = Math.max(high - low, Math.abs(high) / 10, 1);
  const from = low >= 0 ? Math.max(0, Math.floor(low - span)) : Math.floor(low - span);
  const to = Math.ceil(high + span);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return undefined;
  const words = low >= 0 ? "nothing is below zero" : `the least is ${min}`;
  return {
    kind: "between",
    part: { rule: { kind: "between", column: name, min: from, max: to } },
    reason: `in ${rows} rows ${words}, and the greatest is ${max}; as much again on either side is let through`,
  };
};

const notLater: Rule = ({ name, type, min, max }, { now }) => {
  if (min === null || max === null || now === undefined) return undefined;
  if (type.kind !== "date" && type.kind !== "timestamp" && type.kind !== "instant")
    return undefined;
  const limit = type.kind === "date" ? now.slice(0, 10) : now;
  const isBefore =
    type.kind === "date"
      ? (parseDate(max) ?? 0) <= (parseDate(limit) ?? 0)
      : (parseTimestamp(max) ?? 0n) <= (parseTimestamp(limit) ?? 0n);
  if (!isBefore) return undefined;
  return {
    kind: "time-between",
    part: { rule: { kind: "between", column: name, min, max: limit } },
    reason: `the earliest is ${min}, and none is later than the time of this check`,
  };
};

const spread: Rule = ({ name, mean, stddev }, { rows }) => {
  if (mean === null || stddev === null || stddev === 0 || rows < least) return undefined;
  const bounds = { min: mean - stddev / 2, max: mean + stddev / 2 };
  return {
    kind: "mean",
    part: { measure: { kind: "mean", column: name }, bounds: roundBounds(bounds) },
    reason: `the mean is ${mean.toPrecision(4)}; half a standard deviation (${stddev.toPrecision(4)}) on either side is let through`,
  };
};

function roundBounds({ min, max }: { readonly min: number; readonly max: number }): Bounds {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.max(max - min, 1e-9))));
  const scale = 10 ** Math.min(digits, 12);
  return { min: Math.floor(min * scale) / scale, max: Math.ceil(max * scale) / scale };
}

const shapes: Rule = (column, { rows }) => {
  const { name, shapes: seen, type, distinct } = column;
  const there = valuesOf(column, rows);
  const told = seen.reduce((sum, one) => sum + one.rows, 0);
  if (type.kind !== "text" || told < there || there < least || distinct <= fewest) return undefined;
  const pattern = patternOfShapes(seen.map(({ value }) => value));
  if (pattern === undefined) return undefined;
  return {
    kind: "matches",
    part: { rule: { kind: "matches", column: name, pattern } },
    reason: `all ${there} values look like ${seen.map(({ value }) => value).join(" or ")} (A and a letters, 9 digits)`,
  };
};

const lengths: Rule = (column, { rows }) => {
  const { name, lengths: seen } = column;
  if (seen === null || valuesOf(column, rows) < least) return undefined;
  const { min, max } = seen;
  return {
    kind: "length",
    part: { rule: { kind: "length", column: name, min, max: max * 2 } },
    reason: `values have ${min} to ${max} characters; twice as many are let through`,
  };
};

const spaces: Rule = (column, { rows }) => {
  const { name, faults, type } = column;
  if (faults === null || type.kind !== "text" || valuesOf(column, rows) < least) return undefined;
  if (faults.leadingSpaces + faults.trailingSpaces + faults.blank > 0) return undefined;
  return {
    kind: "no-spaces",
    part: { rule: { kind: "matches", column: name, pattern: "^ | $", not: true } },
    reason: `none of ${valuesOf(column, rows)} values begins or ends with a space`,
  };
};

const variety: Rule = (column, { rows }) => {
  const { name, distinct, type } = column;
  if (distinct < 3 || valuesOf(column, rows) < least || type.kind === "json") return undefined;
  return {
    kind: "distinct-count",
    part: {
      measure: { kind: "distinct-count", column: name },
      bounds: { min: Math.max(2, Math.floor(Math.min(distinct, 100) / 4)) },
    },
    reason: `there are ${distinct} different values; a quarter of them, or 25, are to be there`,
  };
};
