import { relation, type Names, type TableName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { toIdentifiers } from "./names-as-columns.ts";

/** What an index is over. */
export interface IndexDefinition {
  /** Its name. */
  readonly name: string;
  /** The table. */
  readonly table: TableName;
  /** The columns, in order. */
  readonly columns: Names;
  /** Whether no two rows may have the same values in them. */
  readonly unique?: boolean;
  /** Whether an index of that name that is there already is left as it is. */
  readonly ifNotExists?: boolean;
}

/**
 * The statement that makes an index.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where there are none
 */
export function createIndex({
  name,
  table,
  columns,
  unique = false,
  ifNotExists = false,
}: IndexDefinition): Sql {
  const head = sql`create ${unique ? sql`unique ` : sql``}index ${ifNotExists ? sql`if not exists ` : sql``}`;
  const over = sql`${relation(table)} (${toIdentifiers(columns)})`;
  return dialectCall("index", sql`${head}${identifier(name)} on ${over}`);
}
