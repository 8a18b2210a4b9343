import { formatColumn, normalizeIdentifier, tableName } from "@dx/sql-parser";
import type { LineageTables } from "./build/lineage.ts";
import type { CatalogTable } from "./coverage.ts";

/**
 * Tables of a live catalogue, or of one that dbt has kept, as {@link coverage} takes them: by the names that lineage has.
 * @example
 * ```ts
 * import { catalogTables } from "@dx/lineage";
 * const schema = { "public.Orders": { ID: "integer" } };
 * const [orders] = catalogTables({ kind: "tables", dialect: "postgres", schema });
 * if (orders?.table !== "orders" || orders.columns.join() !== "id") throw new Error();
 * ```
 */
export function catalogTables({
  schema,
  dialect,
  defaultSchema,
}: LineageTables): readonly CatalogTable[] {
  return Object.entries(schema).map(([table, columns]) => ({
    table: tableName(table, { dialect, defaultSchema }),
    columns: Object.keys(columns).map((one) =>
      formatColumn(normalizeIdentifier(one, dialect), dialect),
    ),
  }));
}
