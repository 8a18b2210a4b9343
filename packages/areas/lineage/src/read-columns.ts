import { relation, toObjects } from "@dx/core";
import { query, sql, type Query } from "@dx/sql";

/**
 * The columns of all tables and views of a DuckDB with the types that it shows, by their names with schemas: what stands in a
 * catalogue of its own, in one question. Those of the system are left out.
 * @example
 * ```ts
 * import { readColumns } from "@dx/lineage";
 * if (readColumns().questions.length !== 1) throw new Error();
 * ```
 */
export function readColumns(): Query<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const text = sql`select table_schema, table_name, column_name, data_type from information_schema.columns
    where table_schema not in ('information_schema', 'pg_catalog') and table_catalog = current_database()
    order by table_schema, table_name, ordinal_position`;
  return query("readColumns", text, (rows) => {
    const tables: Record<string, Record<string, string>> = {};
    for (const row of toObjects(rows, "js")) {
      const part = (name: string): string => `"${String(row[name]).replaceAll('"', '""')}"`;
      const columns = (tables[`${part("table_schema")}.${part("table_name")}`] ??= {});
      columns[part("column_name")] = String(row["data_type"]);
    }
    return tables;
  });
}

/**
 * The names of a table's columns, in order. For all dialects.
 * @example
 * ```ts
 * import { columnNames } from "@dx/lineage";
 * if (columnNames("shop.orders").questions.length !== 1) throw new Error();
 * ```
 */
export function columnNames(table: string): Query<readonly string[]> {
  return query("columnNames", sql`select * from ${relation(table)} limit 0`, ({ columns }) =>
    columns.map(({ name }) => name),
  );
}
