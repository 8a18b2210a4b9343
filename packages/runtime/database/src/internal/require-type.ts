import {
  DxError,
  formatPlainValue,
  valueAt,
  type Column,
  type DataType,
  type Rows,
} from "@dx/core";
import type { Target } from "../driver.ts";

/**
 * Makes sure that rows which come later have the columns that the table was made of, and gives them in order.
 * @throws DxError `DX_DATABASE_LOAD` if they differ
 */
export function sameColumns({ columns }: Rows, targets: readonly Target[]): readonly Column[] {
  if (columns.length !== targets.length)
    throw new DxError("DX_DATABASE_LOAD", `${columns.length} columns follow ${targets.length}`, {
      hint: "all rows of a stream have the same columns",
    });
  return columns.map((column, index) => {
    const target = targets[index];
    if (target !== undefined && target.type.kind === column.kind) return column;
    throw new DxError(
      "DX_DATABASE_LOAD",
      `column ${column.name} is ${column.kind} and was ${target?.type.kind ?? "not there"}`,
      { path: [column.name], hint: "all rows of a stream have the same columns and types" },
    );
  });
}

/** The error of a value that a database cannot hold. */
export function cannotHold(
  column: { readonly name: string; readonly type: DataType },
  reason: string,
): DxError {
  return new DxError("DX_DATABASE_VALUE", `column ${column.name}: ${reason}`, {
    path: [column.name],
    hint: "give the column another type in `types`, or leave these values out",
  });
}

/** A value of a column for an error. */
export function showValue(column: Column, index: number): string {
  const value = valueAt(column, index);
  return value === null ? "NULL" : formatPlainValue(column.kind, value).slice(0, 60);
}
