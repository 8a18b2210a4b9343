import { parseName } from "@dx/core";
import { normalizeName, type Naming } from "./naming.ts";

/** Reads of records what comes into some columns: fields, or fields of objects in them (`a__b`). */
export function readColumnsOf(
  columns: readonly string[],
  naming: Naming,
): (record: Readonly<Record<string, unknown>>) => readonly unknown[] {
  const names = new Map<string, string>();
  const nameOf = (field: string): string => {
    const known = names.get(field) ?? normalizeName(field, naming).toLowerCase();
    names.set(field, known);
    return known;
  };
  const read = (value: unknown, wanted: string): unknown => {
    if (typeof value !== "object" || value === null) return undefined;
    for (const [field, inner] of Object.entries(value)) {
      const name = nameOf(field);
      if (name === wanted) return inner;
      const found = wanted.startsWith(`${name}__`)
        ? read(inner, wanted.slice(name.length + 2))
        : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const wanted = columns.map((column) => parseName(column).text.toLowerCase());
  return (record) => wanted.map((name) => read(record, name));
}
