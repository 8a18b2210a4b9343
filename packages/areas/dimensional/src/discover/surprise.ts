import type { ColumnProfile } from "@dx/profile";
import { lineOf, shareBelow } from "./spread.ts";

/**
 * How little chance explains that all values are keys, from 0 to 1: keys with gaps, or that start far from 1, and
 * values that reach just to the last key. Numbers that count from 1 are among each other by chance.
 */
export function surpriseOf(child: ColumnProfile, parent: ColumnProfile): number {
  const many = Math.min(1, Math.log2(child.distinct + 1) / 5);
  const line = lineOf(parent);
  if (line === null) return lineOf(child) === null ? many : many * digitsOnly;
  if (line !== "number" || parent.min === null || parent.max === null) return 0;
  const [low, high] = [Number(parent.min), Number(parent.max)];
  const [from, to] = lineOf(child) === null ? [low, high] : [Number(child.min), Number(child.max)];
  const gaps = Math.min(1, (child.distinct * -Math.log10(densityOf(parent, [from, to]))) / 8);
  const offset = low > 1 && from >= low ? Math.log10(low) / 4 : 0;
  const reach = Math.log10((high - low + 1) / (Math.abs(high - to) + 1)) / 6;
  return many * Math.min(1, Math.max(gaps, offset) + Math.max(0, reach));
}

/** What texts of digits among numbers, or the other way round, are worth: other numbers may be such texts too. */
const digitsOnly = 0.3;

/** How many of the whole numbers in a range are keys, about: no less than in the range of all keys. */
function densityOf(parent: ColumnProfile, [from, to]: readonly [number, number]): number {
  const all = parent.distinct / (Number(parent.max) - Number(parent.min) + 1);
  const below = shareBelow(parent);
  const inside = below === null ? 0 : (below(to) - below(from)) * parent.distinct;
  return Math.min(1, Math.max(all, inside / (to - from + 1)));
}
