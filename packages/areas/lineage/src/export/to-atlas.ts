import type { Json } from "@dx/core";
import { isDirect } from "../build/compose-kinds.ts";
import { columnKey } from "../build/column-key.ts";
import type { Lineage } from "../build/lineage.ts";

/** How Atlas knows the tables. */
export interface ToAtlasOptions {
  /** The name of the database. */
  readonly database: string;
  /** The name of the instance that it is in; at the end of all qualified names. */
  readonly instance: string;
}

/** What Atlas takes in bulk. */
export interface AtlasEntities {
  /** Tables, columns and processes. */
  readonly entities: readonly Readonly<Record<string, Json>>[];
}

/**
 * Entities for Apache Atlas, as its call `entity/bulk` takes them: tables and columns (`rdbms_*`), and processes, one for each
 * table that is filled and one for each of its columns that values come into. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toAtlas } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const { entities } = toAtlas(lineage, { database: "shop", instance: "duckdb" });
 * if (entities.filter(({ typeName }) => typeName === "Process").length !== 2) throw new Error();
 * ```
 * @see https://atlas.apache.org/2.0.0/TypeSystem.html
 */
export function toAtlas(lineage: Lineage, { database, instance }: ToAtlasOptions): AtlasEntities {
  let last = 0;
  const entity = (
    typeName: string,
    attributes: Readonly<Record<string, Json>>,
  ): Readonly<Record<string, Json>> => {
    last -= 1;
    return { typeName, guid: `${last}`, status: "ACTIVE", attributes };
  };
  const known = (name: string): string => `${database}.${name}@${instance}`;
  const tableRef = (table: string): Json => ref("rdbms_table", known(table));
  const columnRef = (key: string): Json => ref("rdbms_column", known(key));
  const base = [
    entity("rdbms_instance", { name: instance, qualifiedName: instance }),
    entity("rdbms_db", {
      name: database,
      qualifiedName: `${database}@${instance}`,
      instance: ref("rdbms_instance", instance),
    }),
  ];
  const tables = lineage.tables.flatMap(({ name, columns }) => [
    entity("rdbms_table", {
      name,
      qualifiedName: known(name),
      db: ref("rdbms_db", `${database}@${instance}`),
    }),
    ...columns.map((column) =>
      entity("rdbms_column", {
        name: column.name,
        qualifiedName: known(columnKey({ table: name, column: column.name })),
        data_type: column.type,
        table: tableRef(name),
      }),
    ),
  ]);
  const filled = [...new Set(lineage.tableEdges.map(({ to }) => to))];
  const processes = filled.map((table) =>
    entity("Process", {
      name: `fills ${table}`,
      qualifiedName: `fills:${known(table)}`,
      inputs: lineage.tableEdges
        .filter(({ to, from }) => to === table && from !== table)
        .map(({ from }) => tableRef(from)),
      outputs: [tableRef(table)],
    }),
  );
  const into = new Map<string, Set<string>>();
  for (const { from, to, kind } of lineage.edges)
    if (isDirect(kind))
      into.set(columnKey(to), (into.get(columnKey(to)) ?? new Set()).add(columnKey(from)));
  const columns = [...into].map(([key, sources]) =>
    entity("Process", {
      name: `fills ${key}`,
      qualifiedName: `fills:${known(key)}`,
      inputs: [...sources].map(columnRef),
      outputs: [columnRef(key)],
    }),
  );
  return { entities: [...base, ...tables, ...processes, ...columns] };
}

function ref(typeName: string, qualifiedName: string): Json {
  return { typeName, uniqueAttributes: { qualifiedName } };
}
