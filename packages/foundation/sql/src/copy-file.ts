import { relation, type Names, type TableName } from "@dx/core";
import { toIdentifiers } from "./ddl/names-as-columns.ts";
import { dialectCall } from "./dialect/functions.ts";
import { inlineText } from "./literal.ts";
import { sql } from "./sql-template.ts";
import type { Sql } from "./sql.ts";

/**
 * The statement that loads a CSV file with a line of names, in which nothing between commas is NULL, into a table that is
 * there. A file of a warehouse is in its storage: `@stage/a.csv`, `gs://bucket/a.csv`, `s3://bucket/a.csv`.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in Spark
 * @see DuckDB, "COPY Statement"; PostgreSQL, "COPY"; Snowflake, "COPY INTO table"; BigQuery, "LOAD DATA statement";
 * Amazon Redshift, "COPY"
 */
export function copyFile(table: TableName, columns: Names, location: string): Sql {
  return dialectCall(
    "copy-file",
    relation(table),
    sql`${toIdentifiers(columns)}`,
    inlineText(location),
  );
}
