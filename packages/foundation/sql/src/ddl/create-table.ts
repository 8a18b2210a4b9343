import { dataType, relation, toNames, type Names, type TableName, type TypeName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** A column of a table that is to be made. */
export interface ColumnDefinition {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: TypeName;
  /** Whether it may be NULL; without a word, it may. */
  readonly nullable?: boolean;
}

/** How a table is made. */
export interface CreateTableOptions {
  /** Whether a table that is there already is left as it is. */
  readonly ifNotExists?: boolean;
  /** What tells its rows apart; platforms that do not enforce keys note it. */
  readonly primaryKey?: Names;
}

/** The statement that makes an empty table. */
export function createTable(
  table: TableName,
  columns: readonly ColumnDefinition[],
  { ifNotExists = false, primaryKey }: CreateTableOptions = {},
): Sql {
  const definitions = columns.map(({ name, type, nullable = true }): Sql => {
    const typeOf: Sql = { kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] };
    return sql`${identifier(name)} ${typeOf}${nullable ? sql`` : sql` not null`}`;
  });
  const keys = primaryKey === undefined ? [] : [keyOf(primaryKey)];
  const head = ifNotExists ? sql`create table if not exists` : sql`create table`;
  return sql`${head} ${relation(table)} (${[...definitions, ...keys]})`;
}

function keyOf(primaryKey: Names): Sql {
  const names = toNames(primaryKey, "primaryKey").map((name) => identifier(name));
  return sql`primary key (${names})${dialectCall("key-suffix")}`;
}
