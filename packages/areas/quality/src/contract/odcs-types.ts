import type { DataTypeKind } from "@dx/core";

const logicalTypes: Readonly<Partial<Record<DataTypeKind, string>>> = {
  boolean: "boolean",
  int32: "integer",
  int64: "integer",
  float64: "number",
  decimal: "number",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  instant: "timestamp",
};

const kinds: Readonly<Record<string, DataTypeKind>> = {
  boolean: "boolean",
  integer: "int64",
  number: "float64",
  string: "text",
  date: "date",
  time: "time",
  timestamp: "timestamp",
};

/** The logical type of ODCS for a kind of values. */
export function logicalType(kind: DataTypeKind): string {
  return logicalTypes[kind] ?? "string";
}

/** The kind that a logical type means where nothing else is said; `undefined` for objects and lists. */
export function kindOfLogical(type: string): DataTypeKind | undefined {
  return kinds[type];
}
