import { formatDecimal, valueAt, type Column } from "@dx/core";

/** The number in the first row of a column; `null` is NULL. Whole numbers beyond 2^53 lose digits. */
export function readNumber(column: Column | undefined): number | null {
  if (column === undefined) return null;
  const value = valueAt(column, 0);
  if (value === null) return null;
  if (typeof value === "object" && "unscaled" in value) return Number(formatDecimal(value));
  return Number(value);
}

/** The same of a column of counts, where nothing is nothing. */
export function readCount(column: Column | undefined): number {
  return readNumber(column) ?? 0;
}
