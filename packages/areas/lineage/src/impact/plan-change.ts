import { relation } from "@dx/core";
import { createPlan, dropTable, identifier, sql, verbatimSql, type Plan, type Sql } from "@dx/sql";
import type { SchemaChange } from "./schema-change.ts";

/**
 * The change itself, to try it on a copy: in the words that DuckDB and Postgres share.
 * @example
 * ```ts
 * import { planChange } from "@dx/lineage";
 * import { formatPlan } from "@dx/sql";
 * const plan = planChange({ kind: "drop-column", table: "orders", column: "note" });
 * if (!/drop column/i.test(formatPlan(plan, "duckdb"))) throw new Error();
 * ```
 */
export function planChange(change: SchemaChange): Plan {
  return createPlan([[{ purpose: describeChange(change), sql: statementOf(change) }]]);
}

/** A change in words, as `drop orders.note`. */
export function describeChange(change: SchemaChange): string {
  switch (change.kind) {
    case "drop-column":
      return `drop ${change.table}.${change.column}`;
    case "rename-column":
      return `rename ${change.table}.${change.column} to ${change.to}`;
    case "change-type":
      return `make ${change.table}.${change.column} ${change.type}`;
    case "add-column":
      return `add ${change.table}.${change.column} ${change.type}`;
    case "drop-table":
      return `drop ${change.table}`;
  }
}

function statementOf(change: SchemaChange): Sql {
  const table = relation(change.table);
  if (change.kind === "drop-table") return dropTable(change.table);
  const column = identifier(change.column);
  switch (change.kind) {
    case "drop-column":
      return sql`alter table ${table} drop column ${column}`;
    case "rename-column":
      return sql`alter table ${table} rename column ${column} to ${identifier(change.to)}`;
    case "change-type":
      return sql`alter table ${table} alter column ${column} type ${verbatimSql(change.type)}`;
    case "add-column":
      return sql`alter table ${table} add column ${column} ${verbatimSql(change.type)}`;
  }
}
