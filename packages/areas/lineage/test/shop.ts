import { loadParser, type ParserDialect, type Schema, type SqlParser } from "@dx/sql-parser";
import { buildLineage, columnKey, type Lineage, type LineageSource } from "../src/index.ts";

/** The parser, loaded once. */
export const parser: SqlParser = await loadParser();

/** Some tables that are there. */
export const schema: Schema = {
  orders: { id: "integer", customer_id: "integer", price: "integer", status: "varchar" },
  customers: { id: "integer", name: "varchar", email: "varchar" },
};

/** Tables and scripts, in order. */
export function sources(
  scripts: readonly string[],
  {
    dialect = "duckdb",
    tables = schema,
  }: { readonly dialect?: ParserDialect; readonly tables?: Schema } = {},
): readonly LineageSource[] {
  return [
    { kind: "tables", schema: tables, dialect },
    ...scripts.map(
      (sql, index) => ({ kind: "script", name: `${index}.sql`, sql, dialect }) as const,
    ),
  ];
}

/** The lineage of scripts. */
export function lineageOf(scripts: readonly string[], dialect: ParserDialect = "duckdb"): Lineage {
  return buildLineage(parser, sources(scripts, { dialect }));
}

/** Its edges as texts, in alphabetical order. */
export function edgeTexts({ edges, rows }: Lineage): readonly string[] {
  return [
    ...edges.map(
      ({ from, to, kind, isMasking }) =>
        `${columnKey(from)} ${kind}${isMasking ? " masked" : ""} ${columnKey(to)}`,
    ),
    ...rows.map(({ from, to, kind }) => `${columnKey(from)} ${kind} ${to}`),
  ].toSorted();
}
