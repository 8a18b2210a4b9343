import type { ColumnProfile } from "@dx/profile";
import { familyOf, valueOf } from "./may-include.ts";

/** Which share of a column's rows, or keys, lies below a place; `null` where that is not known. */
export function shareBelow(column: ColumnProfile): ((at: number) => number) | null {
  const family = lineOf(column);
  if (family === null || column.min === null || column.max === null) return null;
  const points = [
    { share: 0, at: valueOf(column.min, family) },
    ...column.quantiles.map(({ share, value }) => ({ share, at: valueOf(value, family) })),
    { share: 1, at: valueOf(column.max, family) },
  ];
  return (at) => {
    const next = points.findIndex((point) => point.at >= at);
    if (next <= 0) return next === 0 ? 0 : 1;
    const [from, to] = [points[next - 1], points[next]];
    if (from === undefined || to === undefined || to.at === from.at) return to?.share ?? 1;
    return from.share + ((at - from.at) / (to.at - from.at)) * (to.share - from.share);
  };
}

/** The line that a column's values lie on, all numbers on one; `null` for texts. */
export function lineOf({ type }: ColumnProfile): string | null {
  const family = type.kind === "float64" || type.kind === "decimal" ? "number" : familyOf(type);
  return family === "text" ? null : family;
}

/** Compares at which share of the keys' range each quantile of the values is: 1 if they lie alike, 0.5 where that is not known. */
export function spreadOf(child: ColumnProfile, parent: ColumnProfile): number {
  const [family, below] = [lineOf(child), shareBelow(parent)];
  if (family === null || below === null || lineOf(parent) !== family) return 0.5;
  const apart = child.quantiles.map(({ share, value }) =>
    Math.abs(below(valueOf(value, family)) - share),
  );
  if (apart.length === 0) return 0.5;
  return Math.max(0, 1 - (2 * apart.reduce((sum, one) => sum + one, 0)) / apart.length);
}
