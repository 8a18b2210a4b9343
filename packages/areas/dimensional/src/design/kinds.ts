import type { DataType } from "@dx/core";

/** Whether a type is of numbers. */
export function isNumber({ kind }: DataType): boolean {
  return kind === "int32" || kind === "int64" || kind === "float64" || kind === "decimal";
}

/** Whether a type has a day. */
export function isDate({ kind }: DataType): boolean {
  return kind === "date" || kind === "timestamp" || kind === "instant";
}

/** Whether values of a type can stand in a fact, to group and filter by. */
export function isPlain({ kind }: DataType): boolean {
  return kind !== "json" && kind !== "bytes" && kind !== "interval";
}
