import type { Column } from "@dx/core";

const numeric: ReadonlySet<unknown> = new Set(["int32", "int64", "float64", "decimal"]);

/** Whether a kind of values, or the name of a type, is one of numbers. */
export function isNumericKind(kind: unknown): boolean {
  return numeric.has(kind);
}

/** Whether a column holds numbers. */
export function isNumericColumn({ kind }: Column): boolean {
  return isNumericKind(kind);
}
