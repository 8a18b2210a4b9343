import { parseName, toNames, type Dialect } from "@dx/core";
import { identifier, renderSql, sql, type TableLayout } from "@dx/sql";

/** A text in an expression of dbt. */
export function inJinja(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`)}'`;
}

/** Texts as a list there. */
export function listInJinja(texts: readonly string[]): string {
  return `[${texts.map(inJinja).join(", ")}]`;
}

/**
 * Where rows lie, in the words of the platform's adapter; none where it has none.
 * @see https://docs.getdbt.com/reference/resource-configs/bigquery-configs
 * @see https://docs.getdbt.com/reference/resource-configs/snowflake-configs
 * @see https://docs.getdbt.com/reference/resource-configs/redshift-configs
 */
export function layoutConfig(layout: TableLayout, dialect: Dialect): readonly string[] {
  const { clusterBy, distribute } = layout;
  const columns = clusterBy === undefined ? [] : toNames(clusterBy, "clusterBy");
  const written = columns.map((name) => renderSql(sql`${identifier(name)}`, dialect).text);
  switch (dialect) {
    case "bigquery":
      return [...partitionOf(layout), ...listed("cluster_by", columns.map(plain))];
    case "snowflake":
      return listed("cluster_by", written);
    case "redshift":
      return [
        ...(distribute === undefined ? [] : [`dist=${inJinja(distOf(distribute))}`]),
        ...listed("sort", written),
        ...(columns.length === 0 ? [] : ["sort_type='compound'"]),
      ];
    case "duckdb":
    case "postgres":
    case "spark":
      return [];
  }
}

const listed = (name: string, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [] : [`${name}=${listInJinja(texts)}`];

const plain = (name: string): string => parseName(name).text;

function distOf(distribute: NonNullable<TableLayout["distribute"]>): string {
  return typeof distribute === "string" ? distribute : plain(distribute.by);
}

/** BigQuery's `datetime` has no zone, and its `timestamp` has one. */
const types = { date: "date", timestamp: "datetime", instant: "timestamp" } as const;

function partitionOf({ partitionBy }: TableLayout): readonly string[] {
  if (partitionBy === undefined) return [];
  const field = `'field': ${inJinja(plain(partitionBy.column))}`;
  if (partitionBy.kind === "period")
    return [
      `partition_by={${field}, 'data_type': '${types[partitionBy.type]}', 'granularity': '${partitionBy.period}'}`,
    ];
  const { from, to, step } = partitionBy;
  return [
    `partition_by={${field}, 'data_type': 'int64', 'range': {'start': ${from}, 'end': ${to}, 'interval': ${step}}}`,
  ];
}
