import { parseTimestamp, type DataType } from "@dx/core";
import type { ColumnProfile, TableProfile } from "@dx/profile";

/** A column and its table. */
export interface ProfiledColumn {
  /** The table. */
  readonly profile: TableProfile;
  /** The column. */
  readonly column: ColumnProfile;
  /** What all columns of the table begin with; see `commonPrefix`. */
  readonly prefix?: string | null;
  /** Whether another table is called as it is: then it does not just number the rows of its own. */
  readonly namesAnother?: boolean;
}

/** Pairs of columns that make a reference. */
export type ColumnPairs = readonly (readonly [child: ProfiledColumn, parent: ProfiledColumn])[];

/** Columns of one family hold values that can be equal; `null` for types that refer to nothing. */
export function familyOf(type: DataType): string | null {
  switch (type.kind) {
    case "int32":
    case "int64":
      return "number";
    case "decimal":
      return type.scale === 0 ? "number" : null;
    case "text":
    case "uuid":
      return "text";
    case "date":
    case "timestamp":
    case "instant":
      return type.kind;
    default:
      return null;
  }
}

/** Whether profiles leave it possible that so many of a child's rows have their values, of the same type, in a parent. */
export function mayInclude(
  child: ProfiledColumn,
  parent: ProfiledColumn,
  minCoverage: number,
): boolean {
  const family = familyOf(child.column.type);
  if (family === null || family !== familyOf(parent.column.type)) return false;
  return mayIncludeBy(family, child, { parent, minCoverage });
}

/** Likewise, of values that lie on the line of a family; of texts on none. */
export function mayIncludeBy(
  family: string,
  { column: child, profile }: ProfiledColumn,
  {
    parent: { column: parent, profile: other },
    minCoverage,
  }: { readonly parent: ProfiledColumn; readonly minCoverage: number },
): boolean {
  if (child.distinct === 0 || parent.distinct === 0) return false;
  if (other.sample !== null || profile.sample !== null) return true;
  const filled = Math.max(1, profile.profiled - child.nulls);
  const more = Math.max(0, child.distinct - parent.distinct) / filled;
  return 1 - Math.max(more, leastUncovered(child, parent, family)) >= minCoverage;
}

/** The least share of the child's rows whose values are outside of the parent's, as far as the quantiles tell. */
function leastUncovered(child: ColumnProfile, parent: ColumnProfile, family: string): number {
  const value = (text: string): number => valueOf(text, family);
  const [low, high] = [parent.min, parent.max].map((text) =>
    text === null ? Number.NaN : value(text),
  );
  if (low === undefined || high === undefined || Number.isNaN(low + high)) return 0;
  const shares = child.quantiles.map((one) => ({ share: one.share, at: value(one.value) }));
  const below = Math.max(0, ...shares.filter(({ at }) => at < low).map(({ share }) => share));
  const above = Math.max(0, ...shares.filter(({ at }) => at > high).map(({ share }) => 1 - share));
  const isOutside =
    shares.length > 0 &&
    child.min !== null &&
    child.max !== null &&
    (value(child.max) < low || value(child.min) > high);
  return isOutside ? 1 : below + above;
}

/** A place on a line that values of a family are on; NaN for texts. */
export function valueOf(text: string, family: string): number {
  if (family === "number") return Number(text);
  if (family === "text") return Number.NaN;
  return Number(parseTimestamp(text));
}
