import { parseName } from "@dx/core";
import { traitsOf, type ParserDialect } from "./dialect/parser-dialect.ts";

/** What a name names. */
export type NameUse = "column" | "table";

/**
 * The one form of a name by which a dialect compares it: folded, unless quotes protect it; where the dialect
 * does not tell cases apart at all, in lower case even so. Only A to Z are folded, as engines do.
 * @param name - as `Names` of `@dx/core` says: double quotes protect it
 * @param use - BigQuery and MySQL tell the case of tables apart, not that of columns
 * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
 * @example
 * ```ts
 * import { normalizeIdentifier } from "@dx/sql-parser";
 * if (normalizeIdentifier("City", "snowflake") !== "CITY") throw new Error();
 * if (normalizeIdentifier('"City"', "postgres") !== "City") throw new Error();
 * if (normalizeIdentifier('"City"', "duckdb") !== "city") throw new Error();
 * ```
 */
export function normalizeIdentifier(
  name: string,
  dialect: ParserDialect,
  use: NameUse = "column",
): string {
  const { text, exact } = parseName(name);
  return foldIdentifier({ name: text, quoted: exact }, dialect, use);
}

/** {@link normalizeIdentifier} of a name whose quotes were read already. */
export function foldIdentifier(
  { name, quoted }: { readonly name: string; readonly quoted: boolean },
  dialect: ParserDialect,
  use: NameUse = "column",
): string {
  const { fold, foldTables } = traitsOf(dialect);
  if (fold === "keep" || (use === "table" && foldTables === "keep")) return name;
  if (fold === "insensitive") return lower(name);
  if (quoted) return name;
  return fold === "upper" ? name.replaceAll(/[a-z]+/g, (part) => part.toUpperCase()) : lower(name);
}

function lower(name: string): string {
  return /[A-Z]/.test(name) ? name.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase()) : name;
}
