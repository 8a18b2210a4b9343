import {
  toObjects,
  type ColumnSchema,
  type ForeignKey,
  type Relation,
  type Rows,
  type TableSchema,
} from "@dx/core";
import { foldName, type RenderedSql } from "@dx/sql";
import { protect, readJson, readText } from "../internal/catalogue.ts";
import { typeNamed } from "./types.ts";

const relations = `
with relations as (
  select database_name, schema_name, table_name as name, table_oid as oid, 'table' as kind, estimated_size, comment
  from duckdb_tables() where not internal
  union all
  select database_name, schema_name, view_name, view_oid, 'view', null, comment from duckdb_views() where not internal
)
select database_name as catalog, schema_name as schema, name, kind, estimated_size as rows, comment,
  database_name = current_database() as here,
  (select to_json(list({'name': column_name, 'native': data_type, 'nullable': is_nullable, 'comment': c.comment,
      'default': column_default} order by column_index)) from duckdb_columns() c
    where c.database_name = r.database_name and c.schema_name = r.schema_name and c.table_name = r.name) as columns,
  (select to_json(list({'kind': constraint_type, 'columns': constraint_column_names, 'table': referenced_table,
      'referenced': referenced_column_names} order by constraint_index)) from duckdb_constraints() k
    where k.database_name = r.database_name and k.schema_name = r.schema_name and k.table_name = r.name
    and constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')) as keys
from relations r`;

interface RawColumn {
  readonly name: string;
  readonly native: string;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly default: string | null;
}

interface RawKey {
  readonly kind: "PRIMARY KEY" | "UNIQUE" | "FOREIGN KEY";
  readonly columns: readonly string[];
  readonly table: string | null;
  readonly referenced: readonly string[] | null;
}

/** Reads the catalogue; see `Connection`. Names are compared as DuckDB does, whatever their case. */
export async function readCatalogue(
  query: (sql: RenderedSql) => Promise<Rows>,
  only: Relation | undefined,
): Promise<readonly TableSchema[]> {
  const { where, values } = only === undefined ? { where: "", values: [] } : conditionOf(only);
  const order = " order by here desc, schema_name = current_schema() desc, catalog, schema, name";
  const text = `${relations}${where}${order}`;
  const rows = await query({ dialect: "duckdb", text, values, parameters: [] });
  return toObjects(rows, "js").map(toSchema);
}

function conditionOf({ name, schema, catalog }: Relation): {
  readonly where: string;
  readonly values: readonly string[];
} {
  const fold = (part: string): string => foldName(part, "duckdb");
  const same = (column: string, at: number): string =>
    `lower(${column}) = lower(cast($${at} as varchar))`;
  const values = [fold(name)];
  const parts = [same("name", 1)];
  if (schema === undefined) parts.push("(schema_name = current_schema() or schema_name = 'main')");
  else {
    const either = `${same("schema_name", values.push(fold(schema)))}`;
    parts.push(
      catalog === undefined ? `(${either} or ${same("database_name", values.length)})` : either,
    );
  }
  if (catalog !== undefined) parts.push(same("database_name", values.push(fold(catalog))));
  else if (schema === undefined) parts.push("database_name in (current_database(), 'temp')");
  return { where: ` where ${parts.join(" and ")}`, values };
}

function toSchema(row: Readonly<Record<string, unknown>>): TableSchema {
  const keys = readJson<readonly RawKey[] | null>(row["keys"]) ?? [];
  const columns = readJson<readonly RawColumn[] | null>(row["columns"]) ?? [];
  const [primaryKey] = keys.filter(({ kind }) => kind === "PRIMARY KEY").map(columnsOf);
  const comment = readText(row["comment"]);
  const schema = readText(row["schema"]) ?? "";
  const catalog = row["here"] === true ? undefined : readText(row["catalog"]);
  const rows = row["rows"];
  const relationOf = (name: string): Relation => ({
    kind: "relation",
    name: protect(name, "duckdb"),
    schema: protect(schema, "duckdb"),
    ...(catalog === undefined ? {} : { catalog: protect(catalog, "duckdb") }),
  });
  const toForeignKey = (key: RawKey): ForeignKey => ({
    columns: columnsOf(key),
    references: relationOf(key.table ?? ""),
    referenced: (key.referenced ?? []).map((name) => protect(name, "duckdb")),
  });
  return {
    relation: relationOf(readText(row["name"]) ?? ""),
    kind: row["kind"] === "view" ? "view" : "table",
    columns: columns.map(toColumn),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniqueKeys: keys.filter(({ kind }) => kind === "UNIQUE").map(columnsOf),
    foreignKeys: keys.filter(({ kind }) => kind === "FOREIGN KEY").map(toForeignKey),
    ...(comment === undefined ? {} : { comment }),
    ...(typeof rows === "number" ? { estimatedRows: rows } : {}),
  };
}

function columnsOf({ columns }: RawKey): readonly string[] {
  return columns.map((name) => protect(name, "duckdb"));
}

function toColumn(raw: RawColumn): ColumnSchema {
  return {
    name: protect(raw.name, "duckdb"),
    type: typeNamed(raw.native),
    native: raw.native.toLowerCase(),
    nullable: raw.nullable,
    ...(raw.default === null ? {} : { default: raw.default }),
    ...(raw.comment === null ? {} : { comment: raw.comment }),
  };
}
