import { dataType, relation, type DataTypeKind, type Names } from "@dx/core";
import type { TableName, TypeName, ValueOf } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { typedLiteral } from "../literal.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { toIdentifiers } from "./names-as-columns.ts";
import { writeLayout, type TableLayout } from "./table-layout.ts";

/** A column of a table that is to be made. */
export interface ColumnDefinition {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: TypeName;
  /** Whether it may be NULL; without a word, it may. */
  readonly nullable?: boolean;
  /** The value of rows that give none, as `ValueOf` of `@dx/core` says; without it, NULL. */
  readonly default?: ValueOf[DataTypeKind] | null;
}

/** That columns name a row of another table. */
export interface ForeignKeyDefinition {
  /** Of this table, in the order of those that they name. */
  readonly columns: Names;
  /** The table that they name a row of. */
  readonly references: TableName;
  /** Its columns. */
  readonly referenced: Names;
}

/** How a table is made. Platforms that do not enforce keys note them. */
export interface CreateTableOptions {
  /** Whether a table that is there already is left as it is. */
  readonly ifNotExists?: boolean;
  /** What tells its rows apart. */
  readonly primaryKey?: Names;
  /** What else tells its rows apart. */
  readonly uniqueKeys?: readonly Names[];
  /** Rows of other tables that it names. */
  readonly foreignKeys?: readonly ForeignKeyDefinition[];
  /** Where its rows lie. */
  readonly layout?: TableLayout;
}

/**
 * The statement that makes an empty table.
 * @throws DxError `DX_CORE_NAMES` for a key without columns; on rendering, `DX_SQL_UNSUPPORTED` for keys and
 * defaults that the dialect does not have
 * @example
 * ```ts
 * import { createTable, renderSql } from "@dx/sql";
 * const table = createTable("t", [{ name: "n", type: "int64", default: 7n }], { primaryKey: "n" });
 * const wanted = 'create table "t" ("n" bigint default 7, primary key ("n"))';
 * if (renderSql(table, "postgres").text !== wanted) throw new Error();
 * ```
 */
export function createTable(
  table: TableName,
  columns: readonly ColumnDefinition[],
  {
    ifNotExists = false,
    primaryKey,
    uniqueKeys = [],
    foreignKeys = [],
    layout = {},
  }: CreateTableOptions = {},
): Sql {
  const keys = [
    ...(primaryKey === undefined
      ? []
      : [sql`primary key (${toIdentifiers(primaryKey, "primaryKey")})${dialectCall("key")}`]),
    ...uniqueKeys.map((key) => dialectCall("unique", sql`${toIdentifiers(key, "uniqueKeys")}`)),
    ...foreignKeys.map(writeForeignKey),
  ];
  const head = ifNotExists ? sql`create table if not exists` : sql`create table`;
  return sql`${head} ${relation(table)} (${[...columns.map(defineColumn), ...keys]})${writeLayout(layout)}`;
}

/** A column as it stands in `create table`. */
function defineColumn({ name, type, nullable = true, default: value }: ColumnDefinition): Sql {
  const start = sql`${identifier(name)} ${{ kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] }}`;
  return sql`${start}${writeDefault(type, value)}${nullable ? sql`` : sql` not null`}`;
}

/** The default of a column, or nothing. */
export function writeDefault(type: TypeName, value: ColumnDefinition["default"]): Sql {
  if (value === undefined) return sql``;
  if (value === null) return sql` default null`;
  const literal = typedLiteral<DataTypeKind>(dataType(type), value);
  return sql` default ${dialectCall("constant", literal)}`;
}

function writeForeignKey({ columns, references, referenced }: ForeignKeyDefinition): Sql {
  const own = toIdentifiers(columns, "foreignKeys");
  const other = toIdentifiers(referenced, "foreignKeys");
  return sql`foreign key (${own}) references ${relation(references)} (${other})${dialectCall("key")}`;
}
