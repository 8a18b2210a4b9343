import { quoteName } from "@dx/core";
import { formatColumn, normalizeIdentifier, type ParserDialect } from "@dx/sql-parser";
import type { ColumnRef } from "./lineage.ts";

/** The one text of a column: `shop.orders.id`; a column whose name has a dot or a quote stands in quotes. */
export function columnKey({ table, column }: ColumnRef): string {
  return `${table}.${/["."]/.test(column) && !column.startsWith('"') ? quoteName(column) : column}`;
}

/** The name by which other statements read a column that an engine calls so. */
export function readName(shown: string, dialect: ParserDialect): string {
  return formatColumn(normalizeIdentifier(quoteName(shown), dialect), dialect);
}
