import { likeOf, type ParserDialect } from "../dialect/parser-dialect.ts";

/** What engines give besides the columns of a table, by the dialect that others are like. */
const pseudoColumns: Readonly<Partial<Record<ParserDialect, readonly string[]>>> = {
  duckdb: ["rowid", "filename"],
  postgres: ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"],
  redshift: ["ctid", "xmin", "xmax", "oid"],
  snowflake: [
    "metadata$filename",
    "metadata$file_row_number",
    "metadata$action",
    "metadata$isupdate",
    "metadata$row_id",
  ],
  bigquery: ["_table_suffix", "_partitiontime", "_partitiondate", "_file_name", "_change_type"],
  spark: ["_metadata", "input_file_name"],
  hive: ["input__file__name", "block__offset__inside__file"],
  oracle: ["rowid", "rownum", "level", "ora_rowscn", "connect_by_isleaf", "connect_by_iscycle"],
  sqlite: ["rowid", "_rowid_", "oid"],
  trino: ["$path", "$file_modified_time"],
  clickhouse: ["_table", "_part", "_path", "_file"],
  teradata: ["rowid"],
};

/** Whether a name is a variable, or what an engine gives besides the columns of a table. */
export function isPseudoColumn(name: string, dialect: ParserDialect): boolean {
  if (name.startsWith("@")) return true;
  return pseudoColumns[likeOf(dialect)]?.includes(name.toLowerCase()) ?? false;
}
