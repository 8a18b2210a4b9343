import { dataType, relation, type Relation, type TableName, type TypeName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { writeDefault, type ColumnDefinition } from "./create-table.ts";

/**
 * The statement that gives a table another name, in the same schema.
 * @param name - without a schema
 */
export function renameTable(table: TableName, name: string): Sql {
  const from = relation(table);
  const qualified: Relation = { ...from, name };
  return dialectCall("rename", from, identifier(name), qualified);
}

/**
 * The statement that adds a column, which may be NULL, to a table.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` for a default where that needs more than one statement
 */
export function addColumn(
  table: TableName,
  { name, type, default: value }: Omit<ColumnDefinition, "nullable">,
): Sql {
  const typed: Sql = { kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] };
  const end = value === undefined ? sql`` : dialectCall("add-default", writeDefault(type, value));
  return sql`alter table ${relation(table)} add column ${identifier(name)} ${typed}${end}`;
}

/**
 * The statement that gives a column another type, for values that are all of it too. In Snowflake only more digits
 * of a decimal are taken, in BigQuery only what it coerces.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where a column keeps its type, or hardly any change is taken
 */
export function setColumnType(table: TableName, column: string, type: TypeName): Sql {
  const typed: Sql = { kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] };
  return dialectCall("column-type", relation(table), identifier(column), typed);
}

/** The statement that removes all rows of a table; in Redshift, it ends the transaction. */
export function truncateTable(table: TableName): Sql {
  return sql`truncate table ${relation(table)}`;
}
