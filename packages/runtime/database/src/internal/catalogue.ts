import { quoteName, type Dialect } from "@dx/core";
import { foldName } from "@dx/sql";

/** A name of the catalogue as `Names` of `@dx/core` say it: in quotes where folding would change it. */
export function protect(name: string, dialect: Dialect): string {
  return foldName(name, dialect) === name ? name : quoteName(name);
}

/** Text of a row; `undefined` for NULL. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A list in JSON that a query of ours has built; empty for NULL. */
export function readList(value: unknown): readonly unknown[] {
  const list: unknown = typeof value === "string" ? JSON.parse(value) : [];
  return Array.isArray(list) ? list : [];
}
