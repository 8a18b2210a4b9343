import { parseName, quoteName, relation } from "@dx/core";
import { tableName, type ParserDialect } from "@dx/sql-parser";
import { readName } from "../build/column-key.ts";

/** Whose names the tables of a namespace have, by its scheme. @see https://openlineage.io/docs/spec/naming */
const schemes: Readonly<Record<string, ParserDialect>> = {
  postgres: "postgres",
  postgresql: "postgres",
  redshift: "redshift",
  snowflake: "snowflake",
  bigquery: "bigquery",
  mysql: "mysql",
  mssql: "tsql",
  sqlserver: "tsql",
  oracle: "oracle",
  trino: "trino",
  awsathena: "athena",
  teradata: "teradata",
  databricks: "databricks",
  unitycatalog: "databricks",
  hive: "hive",
  clickhouse: "clickhouse",
  duckdb: "duckdb",
  sqlite: "sqlite",
};

/** Whose names the tables of a namespace have; `undefined` for files, topics and what is not known. */
export function dialectOf(namespace: string): ParserDialect | undefined {
  return schemes[namespace.split(":")[0]?.toLowerCase() ?? ""];
}

/** A table in the grammar of names as events name it: its parts without quotes, unless a part has a dot or a quote. */
export function datasetName(table: string): string {
  const { catalog, schema, name } = relation(table);
  return [catalog, schema, name]
    .flatMap((part) => (part === undefined ? [] : [plain(part)]))
    .join(".");
}

function plain(part: string): string {
  const { text } = parseName(part);
  return /[".\s]/.test(text) ? quoteName(text) : text;
}

/** A column in the grammar of names as events name it: without quotes. */
export function fieldName(column: string): string {
  return parseName(column).text;
}

/**
 * A table that events name by its parts, in the grammar of names; `undefined` if it has more than three parts, or an empty one.
 */
export function tableOfDataset(name: string, dialect: ParserDialect): string | undefined {
  const parts = name.match(/"(?:[^"]|"")+"|[^.]+/g) ?? [];
  if (parts.length > 3 || parts.join(".") !== name || name === "") return undefined;
  const exact = parts.map((part) =>
    quoteName(parseName(part.startsWith('"') ? part : quoteName(part)).text),
  );
  return tableName(exact.join("."), { dialect });
}

/** A column that events name, in the grammar of names. */
export function columnOfField(field: string, dialect: ParserDialect): string {
  return field === "*" ? field : readName(field, dialect);
}
