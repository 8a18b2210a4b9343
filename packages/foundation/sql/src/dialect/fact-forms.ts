import type { Dialect, Relation } from "@dx/core";
import { inlineText } from "../literal.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { foldName, quoteIdentifier } from "./quote-identifier.ts";

/** What an engine tells of a table without reading it; `null` where it is not asked. */
interface FactForms {
  /** What is declared of it, a row for each fact. */
  readonly tableFacts: ((table: Relation) => Sql) | null;
  /** What the footers of Parquet files say of their columns, a row for each column. */
  readonly parquetFacts: ((path: Sql) => Sql) | null;
}

const none: FactForms = { tableFacts: null, parquetFacts: null };

const plain = (text: string): Sql => ({ kind: "sql", pieces: [{ kind: "text", text }] });
const nameOf = (name: string): Sql => inlineText(foldName(name, "duckdb"));
const same = (column: string, name: string): Sql =>
  sql`lower(${plain(column)}) = lower(${nameOf(name)})`;

/** Where an unqualified or qualified name of DuckDB is looked for; a schema may be the name of a database. */
function placeOf({ catalog, schema }: Relation): Sql {
  if (schema === undefined)
    return sql`(database_name = 'temp' or (database_name = current_database() and schema_name = current_schema()))`;
  if (catalog === undefined)
    return sql`((database_name = current_database() and ${same("schema_name", schema)}) or ${same("database_name", schema)})`;
  return sql`(${same("database_name", catalog)} and ${same("schema_name", schema)})`;
}

/** @see DuckDB, "Metadata Functions" (duckdb_tables, duckdb_views, duckdb_constraints, duckdb_databases) */
function ofDuckdb(table: Relation): Sql {
  return sql`with mine as (
  select database_name, schema_name, name, fact, made, n from (
    select database_name, schema_name, table_name as name, 'table' as fact, sql as made, estimated_size as n from duckdb_tables()
    union all select database_name, schema_name, view_name, 'view', sql, null from duckdb_views()) as found
  where lower(name) = lower(${nameOf(table.name)}) and ${placeOf(table)}),
bound as (
  select c.constraint_type, c.constraint_column_names, c.expression from duckdb_constraints() as c
  join mine on mine.database_name = c.database_name and mine.schema_name = c.schema_name and mine.name = c.table_name)
select fact, cast(null as varchar) as columns, made as detail from mine
union all select 'rows', null, cast(n as varchar) from mine where n is not null
union all select 'remote', null, type from mine join duckdb_databases() as held on held.database_name = mine.database_name where held.type <> 'duckdb'
union all select 'collated', null, null from mine where fact = 'table' and (made ilike '%collate%' or current_setting('default_collation') <> '')
union all select 'not-null', cast(to_json(constraint_column_names) as varchar), null from bound where constraint_type = 'NOT NULL'
union all select 'key', cast(to_json(constraint_column_names) as varchar), null from bound where constraint_type in ('PRIMARY KEY', 'UNIQUE')
union all select 'check', null, expression from bound where constraint_type = 'CHECK'`;
}

/**
 * Keys are those of indexes that hold at each moment, by the columns' own equality; a table with children is none, since
 * a key of its own does not hold for them.
 * @see PostgreSQL, "pg_attribute", "pg_constraint", "pg_index", "pg_collation"
 */
function ofPostgres(table: Relation): Sql {
  const parts = [table.catalog, table.schema, table.name].flatMap((one) => one ?? []);
  const path = inlineText(parts.map((one) => quoteIdentifier(one, "postgres")).join("."));
  return sql`with mine as (
  select c.oid, case when c.relkind = 'r' and not exists (select 1 from pg_inherits where inhparent = c.oid) then 'table'
    when c.relkind = 'v' then 'view' when c.relkind = 'f' then 'remote' else 'other' end as fact, c.reltuples as n
  from pg_class as c where c.oid = to_regclass(${path})),
held as (
  select a.* from pg_attribute as a join mine on mine.oid = a.attrelid where mine.fact = 'table' and a.attnum > 0 and not a.attisdropped)
select fact, cast(null as text) as columns, case when fact = 'view' then pg_get_viewdef(oid) end as detail from mine
union all select 'rows', null, cast(cast(n as bigint) as text) from mine where fact = 'table' and n >= 0
union all select 'collated', cast(json_build_array(attname) as text), null from held
  where atttypid not in ('text'::regtype, 'varchar'::regtype) and attcollation <> 0
    or attcollation in (select oid from pg_collation where not collisdeterministic)
union all select 'not-null', cast(json_build_array(attname) as text), null from held
  where attnotnull and not exists (select 1 from pg_constraint as k
    where k.conrelid = attrelid and k.contype = 'n' and not k.convalidated and k.conkey = array[attnum])
union all select 'key', (select cast(json_agg(a.attname order by a.attnum) as text) from held as a where a.attnum = any (i.indkey)), null
  from pg_index as i join mine on mine.oid = i.indrelid and mine.fact = 'table' join pg_class as x on x.oid = i.indexrelid
  where i.indisunique and i.indisvalid and i.indisready and i.indimmediate and not i.indisexclusion and i.indpred is null and i.indexprs is null
    and i.indnatts = i.indnkeyatts and x.relam = (select oid from pg_am where amname = 'btree')
    and not exists (select 1 from generate_series(0, i.indnkeyatts - 1) as at
      join held as a on a.attnum = i.indkey[at] where a.attcollation <> i.indcollation[at])
    and not exists (select 1 from generate_series(0, i.indnkeyatts - 1) as at
      join pg_opclass as o on o.oid = i.indclass[at] where not o.opcdefault)
union all select 'check', null, pg_get_expr(k.conbin, k.conrelid) from pg_constraint as k
  join mine on mine.oid = k.conrelid and mine.fact = 'table' where k.contype = 'c' and k.convalidated`;
}

/**
 * For each column and type: how many files, groups of rows and rows, NULLs where each group says so, and the ends where each says
 * so and that they are values, not cut; of old files, whose order is not told, none.
 * @see DuckDB, "Querying Parquet Metadata"; Apache Parquet, "Statistics" (parquet.thrift)
 */
function ofParquet(path: Sql): Sql {
  return sql`with parts as (
  select file_name, row_group_id, row_group_num_rows as n, path_in_schema as name, type, num_values, stats_null_count as nulls,
    case when min_is_exact then stats_min_value end as low, case when max_is_exact then stats_max_value end as high
  from parquet_metadata(${path}))
select name, min(type) as type, count(distinct type) as n_types, count(distinct file_name) as n_files,
  count(*) as n_parts, count(distinct (file_name, row_group_id)) as n_groups,
  cast(sum(n) as bigint) as n_rows, cast(sum(num_values) as bigint) as n_values,
  case when count(nulls) = count(*) then cast(sum(nulls) as bigint) end as n_nulls,
  bool_or(file_name like '%=%') as has_partitions,
  cast(to_json(list(low) filter (where nulls is null or nulls < n)) as varchar) as lows,
  cast(to_json(list(high) filter (where nulls is null or nulls < n)) as varchar) as highs
from parts group by name`;
}

/** The forms of each dialect. */
export const factForms: Readonly<Record<Dialect, FactForms>> = {
  duckdb: { tableFacts: ofDuckdb, parquetFacts: ofParquet },
  postgres: { tableFacts: ofPostgres, parquetFacts: null },
  snowflake: none,
  bigquery: none,
  redshift: none,
  spark: none,
};
