import type { Column } from "@dx/core";

const numeric: ReadonlySet<unknown> = new Set([
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "decimal",
]);

/** Whether a kind of values, or the name of a type, is one of numbers. */
export function isNumericKind(kind: unknown): boolean {
  return numeric.has(kind);
}

/** Whether a column holds numbers: its kind is its own, or its type's. */
export function isNumericColumn(column: Column): boolean {
  const described: { readonly kind?: unknown; readonly type?: { readonly kind?: unknown } } =
    column;
  return isNumericKind(described.kind ?? described.type?.kind);
}
