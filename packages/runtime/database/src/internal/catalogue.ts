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

/** JSON that a query of ours has built. */
export function readJson<T>(value: unknown): T | undefined {
  if (typeof value !== "string") return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query says what it builds
  return JSON.parse(value) as T;
}
