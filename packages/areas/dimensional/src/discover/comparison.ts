import type { ColumnProfile } from "@dx/profile";
import { familyOf } from "./may-include.ts";

/** How values of two columns are compared. */
export type Comparison = "as they are" | "as numbers";

/**
 * How the values of two columns can be equal; `null` if they cannot. Loaders of CSV make `12.0` of a key in a column with gaps, and
 * texts of numbers: those are compared as numbers, if profiles tell of nothing but whole ones that float64 holds.
 */
export function comparisonOf(child: ColumnProfile, parent: ColumnProfile): Comparison | null {
  const family = familyOf(child.type);
  if (family !== null && family === familyOf(parent.type)) return "as they are";
  return holdsWholeNumbers(child) && holdsWholeNumbers(parent) ? "as numbers" : null;
}

/** Whether a column, whatever its type, holds whole numbers only, as far as its profile tells. */
function holdsWholeNumbers(column: ColumnProfile): boolean {
  const { type, min, max, nans, infinite, quantiles } = column;
  if (min === null || max === null) return false;
  switch (type.kind) {
    case "int32":
      return true;
    case "int64":
      return [min, max].every(isExact);
    case "decimal":
    case "float64":
      return (
        nans + infinite === 0 && [min, max, ...quantiles.map(({ value }) => value)].every(isExact)
      );
    case "text":
      return readsAsWholeNumbers(column);
    default:
      return false;
  }
}

function isExact(text: string): boolean {
  return Number.isSafeInteger(Number(text));
}

const longest = 15;

function readsAsWholeNumbers({ meaning, lengths, min, max }: ColumnProfile): boolean {
  if (meaning === null || lengths === null || lengths.max > longest) return false;
  const { kind, format, fits, of } = meaning;
  if (fits < of) return false;
  if (kind === "integer") return true;
  if (kind === "date") return format === "YYYYMMDD";
  return kind === "decimal" && [min, max].every((one) => /^-?\d+[.]0+$/.test(one ?? ""));
}
