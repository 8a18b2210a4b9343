import type { DataTypeKind } from "@dx/core";
import type { Party } from "./diff-contract.ts";

/** All values of the first are values of the second. */
const wider: readonly (readonly [DataTypeKind, DataTypeKind])[] = [
  ["int32", "int64"],
  ["int32", "decimal"],
  ["int64", "decimal"],
  ["int32", "float64"],
  ["uuid", "text"],
  ["json", "text"],
];

const has = (from: DataTypeKind, to: DataTypeKind): boolean =>
  wider.some(([one, other]) => one === from && other === to);

/**
 * Who breaks when a column's type changes: a wider one may bring consumers what they have no room for, a narrower one leaves producers no room for what they have, another one breaks both.
 */
export function typeChange(
  older: DataTypeKind,
  newer: DataTypeKind,
): { readonly code: string; readonly breaks: readonly Party[] } {
  if (has(older, newer)) return { code: "type-widened", breaks: ["consumers"] };
  if (has(newer, older)) return { code: "type-narrowed", breaks: ["producers"] };
  return { code: "type-changed", breaks: ["consumers", "producers"] };
}
