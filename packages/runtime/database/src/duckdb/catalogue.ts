import {
  toObjects,
  type ColumnSchema,
  type ForeignKey,
  type Relation,
  type Rows,
  type TableSchema,
} from "@dx/core";
import { foldName, type RenderedSql } from "@dx/sql";
import { protect, readList, readText } from "../internal/catalogue.ts";
import { typeNamed } from "./types.ts";

const relations = `
with relations as (
  select database_name, schema_name, table_name as name, 'table' as kind, estimated_size, comment
  from duckdb_tables() where not internal
  union all
  select database_name, schema_name, view_name, 'view', null, comment from duckdb_views() where not internal
)
select database_name as catalog, schema_name as schema, name, kind, estimated_size as rows, comment,
  database_name = current_database() as here
from relations`;

const inOrder = " order by here desc, schema_name = current_schema() desc, catalog, schema, name";

const columnsOfAll = `
with columns as (select *, table_name as name from duckdb_columns() where not internal)
select database_name as catalog, schema_name as schema, name, column_name, data_type, is_nullable, comment, column_default
from columns`;

const keysOfAll = `
with keys as (select *, table_name as name from duckdb_constraints()
  where constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY'))
select database_name as catalog, schema_name as schema, name, constraint_type as kind,
  to_json(constraint_column_names) as columns, referenced_table, to_json(referenced_column_names) as referenced
from keys`;

type Found = Readonly<Record<string, unknown>>;

/**
 * Reads the catalogue; see `Connection`. Names are compared as DuckDB does, whatever their case. Columns and keys are
 * asked for one by one, as plain rows: DuckDB takes longer to plan one query with lists than for all of these.
 */
export async function readCatalogue(
  query: (sql: RenderedSql) => Promise<Rows>,
  only: Relation | undefined,
): Promise<readonly TableSchema[]> {
  const { where, values } = only === undefined ? { where: "", values: [] } : conditionOf(only);
  const ask = async (select: string, end: string): Promise<readonly Found[]> => {
    const text = `${select}${where}${end}`;
    return toObjects(await query({ dialect: "duckdb", text, values, parameters: [] }), "js");
  };
  const tables = await ask(relations, inOrder);
  if (tables.length === 0) return [];
  const columns = byTable(await ask(columnsOfAll, " order by column_index"));
  const keys = byTable(await ask(keysOfAll, " order by constraint_index"));
  return tables.map((row) => {
    const place = placeOf(row);
    return toSchema(row, { columns: columns.get(place) ?? [], keys: keys.get(place) ?? [] });
  });
}

/** The names of all tables and views. */
export async function readNames(
  query: (sql: RenderedSql) => Promise<Rows>,
): Promise<readonly Relation[]> {
  const text = `${relations}${inOrder}`;
  const rows = await query({ dialect: "duckdb", text, values: [], parameters: [] });
  return toObjects(rows, "js").map((row) => relationOf(row, row["name"]));
}

function byTable(rows: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const found = new Map<string, Found[]>();
  for (const row of rows) {
    const list = found.get(placeOf(row));
    if (list === undefined) found.set(placeOf(row), [row]);
    else list.push(row);
  }
  return found;
}

function placeOf({ catalog, schema, name }: Found): string {
  return JSON.stringify([catalog, schema, name]);
}

const fold = (part: string): string => foldName(part, "duckdb");
const same = (column: string, at: number): string =>
  `lower(${column}) = lower(cast($${at} as varchar))`;

function conditionOf({ name, schema, catalog }: Relation): {
  readonly where: string;
  readonly values: readonly string[];
} {
  const values = [fold(name)];
  const parts = [same("name", 1)];
  if (schema === undefined) parts.push("(schema_name = current_schema() or schema_name = 'main')");
  else {
    const inSchema = same("schema_name", values.push(fold(schema)));
    const orDatabase = ` or ${same("database_name", values.length)}`;
    parts.push(`(${inSchema}${catalog === undefined ? orDatabase : ""})`);
  }
  if (catalog !== undefined) parts.push(same("database_name", values.push(fold(catalog))));
  else if (schema === undefined) parts.push("database_name in (current_database(), 'temp')");
  return { where: ` where ${parts.join(" and ")}`, values };
}

function toSchema(
  row: Found,
  { columns, keys }: { readonly columns: readonly Found[]; readonly keys: readonly Found[] },
): TableSchema {
  const [primaryKey] = keys.filter(({ kind }) => kind === "PRIMARY KEY").map(columnsOf);
  const comment = readText(row["comment"]);
  const rows = row["rows"];
  const toForeignKey = (key: Found): ForeignKey => ({
    columns: columnsOf(key),
    references: relationOf(row, key["referenced_table"]),
    referenced: namesOf(key["referenced"]),
  });
  return {
    relation: relationOf(row, row["name"]),
    kind: row["kind"] === "view" ? "view" : "table",
    columns: columns.map(toColumn),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniqueKeys: keys.filter(({ kind }) => kind === "UNIQUE").map(columnsOf),
    foreignKeys: keys.filter(({ kind }) => kind === "FOREIGN KEY").map(toForeignKey),
    ...(comment === undefined ? {} : { comment }),
    ...(typeof rows === "number" ? { estimatedRows: rows } : {}),
  };
}

/** A table in the schema of a row of the catalogue. */
function relationOf({ schema, catalog, here }: Found, name: unknown): Relation {
  return {
    kind: "relation",
    name: nameOf(name),
    schema: nameOf(schema),
    ...(here === true ? {} : { catalog: nameOf(catalog) }),
  };
}

function columnsOf({ columns }: Found): readonly string[] {
  return namesOf(columns);
}

function nameOf(value: unknown): string {
  return protect(readText(value) ?? "", "duckdb");
}

function namesOf(list: unknown): readonly string[] {
  return readList(list).map(nameOf);
}

function toColumn(raw: Found): ColumnSchema {
  const native = readText(raw["data_type"]) ?? "";
  const value = readText(raw["column_default"]);
  const comment = readText(raw["comment"]);
  return {
    name: nameOf(raw["column_name"]),
    type: typeNamed(native),
    native: native.toLowerCase(),
    nullable: raw["is_nullable"] === true,
    ...(value === undefined ? {} : { default: value }),
    ...(comment === undefined ? {} : { comment }),
  };
}
