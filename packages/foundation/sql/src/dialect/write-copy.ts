import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

type Write = (table: Sql, columns: Sql, location: Sql) => Sql;

const forms: Readonly<Record<Dialect, Write | null>> = {
  duckdb: (table, columns, location) =>
    sql`copy ${table} (${columns}) from ${location} (format csv, header true)`,
  postgres: (table, columns, location) =>
    sql`copy ${table} (${columns}) from ${location} (format csv, header true)`,
  snowflake: (table, columns, location) =>
    sql`copy into ${table} (${columns}) from ${location} file_format = (type = csv skip_header = 1 field_optionally_enclosed_by = '"' empty_field_as_null = true null_if = ())`,
  bigquery: (table, _, location) =>
    sql`load data into ${table} from files (format = 'CSV', uris = [${location}], skip_leading_rows = 1, allow_quoted_newlines = true)`,
  redshift: (table, columns, location) =>
    sql`copy ${table} (${columns}) from ${location} iam_role default csv ignoreheader 1 emptyasnull`,
  spark: null,
};

/** Loads a CSV file: table, columns, place of the file. */
export function writeCopy(given: readonly Sql[], _: unknown, dialect: Dialect): Sql {
  const [table = sql``, columns = sql``, location = sql``] = given;
  const write = forms[dialect];
  if (write !== null) return write(table, columns, location);
  throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no statement that loads a file`, {
    hint: "read it in Spark, as spark.read.csv",
  });
}
