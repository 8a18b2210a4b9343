import type { DataTypeKind, ValueOf } from "./data-type.ts";
import type { Column } from "./rows.ts";

/**
 * The value of a column in one row; `null` is NULL.
 * @param index - from 0
 * @example
 * ```ts
 * import { createColumn, valueAt } from "@dx/core";
 * const column = createColumn("n", "int64", [1n, null]);
 * if (valueAt(column, 0) !== 1n || valueAt(column, 1) !== null) throw new Error();
 * ```
 */
export function valueAt<Kind extends DataTypeKind>(
  column: Column<Kind>,
  index: number,
): ValueOf[Kind] | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what all kinds of columns share
  const { kind, values, validity } = column as unknown as AnyColumn;
  if (validity !== undefined && validity[index] !== 1) return null;
  const value = values[index] ?? null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `ValuesOf[Kind]` holds `ValueOf[Kind]`
  return (kind === "boolean" ? value === 1 : value) as ValueOf[Kind] | null;
}

interface AnyColumn {
  readonly kind: DataTypeKind;
  readonly values: ArrayLike<unknown>;
  readonly validity?: Uint8Array;
}
