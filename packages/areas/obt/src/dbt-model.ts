import { relation, type Dialect, type FileMap, type TableName } from "@dx/core";
import { formatSql, identifier, renderSql, sql, type TableLayout } from "@dx/sql";
import { stringify } from "yaml";
import { inJinja, layoutConfig, listInJinja } from "./dbt-layout.ts";
import { describeColumns } from "./describe-columns.ts";
import { nameColumns } from "./obt-columns.ts";
import { writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** How dbt is to make a wide table. */
export interface DbtModelOptions {
  /** Whose SQL it is. */
  readonly dialect: Dialect;
  /** The source, in dbt's sense, that has the star's tables; without it, they are models of the project. */
  readonly source?: string;
  /** A column of the fact by which a run takes what is new; without it, each run makes the table anew. */
  readonly changedBy?: string;
  /** Where its rows lie, as `chooseObtLayout` chooses it: for BigQuery, Snowflake and Redshift; the adapters of the others have no such words. */
  readonly layout?: TableLayout;
}

const deletes: ReadonlySet<Dialect> = new Set(["duckdb", "postgres", "redshift", "snowflake"]);

/**
 * The wide table as a plain dbt model: `models/NAME.sql`, and `models/NAME.yml` with descriptions and tests; a grain of several columns
 * is tested by `tests/NAME_grain.sql`. An incremental run takes the facts from the last `changedBy` on, and replaces their rows; attributes
 * that change later reach old rows only with `dbt run --full-refresh`. Tables of days and months are made anew.
 * @throws DxError as `obtQuery`
 * @see https://docs.getdbt.com/docs/build/incremental-models
 */
export function dbtModel(
  into: TableName,
  spec: ObtSpec,
  { dialect, source, changedBy, layout = {} }: DbtModelOptions,
): FileMap {
  const { name } = relation(into);
  const original = nameColumns(spec);
  const isIncremental = changedBy !== undefined && spec.level.kind === "detail";
  const places = [spec.fact, ...spec.dimensions.map(({ table }) => table)];
  const standing: ObtSpec = {
    ...spec,
    fact: place(0),
    dimensions: spec.dimensions.map((one, index) => ({
      ...one,
      table: place(index + 1),
      role: original.dimensions[index]?.role ?? "",
    })),
  };
  const facts = isIncremental ? { facts: sql`select * from ${relation(place(0))}` } : {};
  const query = renderSql(writeQuery(nameColumns(standing), facts), dialect).text;
  const newest = (column: string): string => {
    const written = renderSql(identifier(column), dialect).text;
    return `\n  {% if is_incremental() %}where ${written} >= (select max(${written}) from {{ this }}){% endif %}`;
  };
  const body = places.reduce<string>(
    (text, table, index) => {
      const written = renderSql(sql`${relation(place(index))}`, dialect).text;
      const own = plainName(table);
      const named =
        source === undefined ? `{{ ref('${own}') }}` : `{{ source('${source}', '${own}') }}`;
      const filter = index === 0 && isIncremental ? newest(changedBy) : "";
      return text.replaceAll(written, () => named + filter);
    },
    formatSql(query, dialect),
  );
  const { grain } = original;
  const files = {
    [`models/${name}.sql`]: `${configOf(grain, isIncremental ? dialect : undefined, layoutConfig(layout, dialect))}\n\n${body}\n`,
    [`models/${name}.yml`]: schemaOf(into, spec),
  };
  if (grain.length === 1) return files;
  const columns = grain.map((one) => renderSql(identifier(one), dialect).text).join(", ");
  const test = `select ${columns}\nfrom {{ ref('${name}') }}\ngroup by ${columns}\nhaving count(*) > 1\n`;
  return { ...files, [`tests/${name}_grain.sql`]: test };
}

const place = (index: number): string => `dx_place_of_${index}_`;

function plainName(table: TableName): string {
  return relation(table).name.replace(/^"(.*)"$/s, "$1");
}

function configOf(
  grain: readonly string[],
  dialect: Dialect | undefined,
  layout: readonly string[],
): string {
  const incremental = (of: Dialect): readonly string[] => [
    "materialized='incremental'",
    `unique_key=${grain.length === 1 ? inJinja(grain[0] ?? "") : listInJinja(grain)}`,
    `incremental_strategy='${deletes.has(of) ? "delete+insert" : "merge"}'`,
  ];
  const kept = dialect === undefined ? ["materialized='table'"] : incremental(dialect);
  return `{{ config(${[...kept, ...layout].join(", ")}) }}`;
}

function schemaOf(into: TableName, spec: ObtSpec): string {
  const { name } = relation(into);
  const { grain } = nameColumns(spec);
  const columns = describeColumns(spec).map((column) => {
    const { name: called, description: said } = column;
    const isKey = grain.length === 1 && grain[0] === called;
    return { name: called, description: said, data_tests: isKey ? ["unique", "not_null"] : [] };
  });
  const description = `${relation(spec.fact).name} with all its attributes: one row per ${grain.join(", ")}.`;
  return stringify({ version: 2, models: [{ name, description, columns }] });
}
