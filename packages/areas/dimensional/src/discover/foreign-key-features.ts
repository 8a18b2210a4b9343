import type { ColumnProfile } from "@dx/profile";
import { familyOf, valueOf, type ProfiledColumn } from "./may-include.ts";
import { columnParts, isMeasureName, matchNames, tableWords, type NameMatch } from "./names.ts";

/** What speaks for and against a reference, each from 0 to 1. */
export interface ForeignKeyFeatures {
  /** How well the names match. */
  readonly name: number;
  /** 1 if all rows have a parent, 0 from one in twenty that has none. */
  readonly covered: number;
  /** 1 if half of the rows have no parent, 0 if all have one. */
  readonly lost: number;
  /** How little chance explains that the values agree: gaps, numbers that do not start at 1, texts. */
  readonly surprise: number;
  /** How alike values and keys are spread; 0.5 where that is not known. */
  readonly spread: number;
  /** The share of the parents that are named. */
  readonly used: number;
  /** Whether each row names another parent. */
  readonly oneToOne: number;
  /** Whether the column is the key of its own table, by its name. */
  readonly ownKey: number;
  /** Whether the column is called like something measured. */
  readonly measure: number;
  /** Whether the column is called like something that identifies. */
  readonly id: number;
  /** Whether the parent's column is the first of its table. */
  readonly first: number;
  /** Whether the parent has another key that by its name is its own. */
  readonly otherKey: number;
  /** Whether both are of one table. */
  readonly self: number;
  /** Whether there are too few different values to tell. */
  readonly few: number;
}

/** Features, and the match of names. */
export interface Evidence {
  /** The figures. */
  readonly features: ForeignKeyFeatures;
  /** Why names match. */
  readonly name: NameMatch;
}

/**
 * What the profiles say of a reference.
 * @param coverage - the share of the child's rows that have a parent, or 1 before that was asked
 */
export function evidenceOf(
  child: ProfiledColumn,
  parent: ProfiledColumn,
  coverage: number,
): Evidence {
  const [one, other] = [child.column, parent.column];
  const name = matchNames(
    { table: child.profile.table, column: one.name },
    { table: parent.profile.table, column: other.name },
  );
  const isUnique = one.distinct === child.profile.rows && one.distinct > 1;
  const parts = columnParts(one.name);
  const features: ForeignKeyFeatures = {
    name: name.score,
    covered: Math.max(0, 1 - 20 * (1 - coverage)),
    lost: Math.min(1, 2 * (1 - coverage)),
    surprise: surpriseOf(one, other),
    spread: spreadOf(one, other),
    used: Math.min(1, one.distinct / Math.max(other.distinct, 1)),
    oneToOne: isUnique ? 1 : 0,
    ownKey: isUnique && isOwnKey(child.profile.table, parts.core) ? 1 : 0,
    measure: isMeasureName(one.name) ? 1 : 0,
    id: parts.isId ? 1 : 0,
    first: parent.profile.columns[0] === other ? 1 : 0,
    otherKey: hasOtherKey(parent) ? 1 : 0,
    self: child.profile === parent.profile ? 1 : 0,
    few: one.distinct < 3 ? 1 : 0,
  };
  return { features, name };
}

function hasOtherKey({ profile, column }: ProfiledColumn): boolean {
  const isOwn = ({ name }: ColumnProfile): boolean => {
    const { core } = columnParts(name);
    return core.length > 0 && isOwnKey(profile.table, core);
  };
  const isKey = ({ once, nulls }: ColumnProfile): boolean =>
    nulls === 0 && once === profile.profiled;
  if (isOwn(column)) return false;
  return profile.columns.some((one) => one !== column && isKey(one) && isOwn(one));
}

function isOwnKey(table: string, core: readonly string[]): boolean {
  if (core.length === 0) return true;
  const words = tableWords(table).join(" ");
  const own = core.join(" ");
  return words === own || words.endsWith(` ${own}`) || words.startsWith(`${own} `);
}

function surpriseOf(child: ColumnProfile, parent: ColumnProfile): number {
  const family = familyOf(parent.type);
  const many = Math.min(1, Math.log2(child.distinct + 1) / 5);
  if (family === "text") return many;
  if (family !== "number") return 0;
  const [low, high] = [Number(parent.min), Number(parent.max)];
  const gaps = -Math.log10(Math.min(1, parent.distinct / (high - low + 1)));
  const offset = low > 1 && Number(child.min) >= low ? Math.log10(low) / 4 : 0;
  return many * Math.min(1, Math.max(gaps, offset));
}

/** Compares at which share of the keys' range each quantile of the values is. */
function spreadOf(child: ColumnProfile, parent: ColumnProfile): number {
  const family = familyOf(parent.type);
  if (family === null || family === "text" || parent.min === null || parent.max === null)
    return 0.5;
  const points = [
    { share: 0, at: valueOf(parent.min, family) },
    ...parent.quantiles.map(({ share, value }) => ({ share, at: valueOf(value, family) })),
    { share: 1, at: valueOf(parent.max, family) },
  ];
  const shareAt = (at: number): number => {
    const next = points.findIndex((point) => point.at >= at);
    if (next <= 0) return next === 0 ? 0 : 1;
    const [from, to] = [points[next - 1], points[next]];
    if (from === undefined || to === undefined || to.at === from.at) return to?.share ?? 1;
    return from.share + ((at - from.at) / (to.at - from.at)) * (to.share - from.share);
  };
  const apart = child.quantiles.map(({ share, value }) =>
    Math.abs(shareAt(valueOf(value, family)) - share),
  );
  if (apart.length === 0) return 0.5;
  return Math.max(0, 1 - (2 * apart.reduce((sum, one) => sum + one, 0)) / apart.length);
}
