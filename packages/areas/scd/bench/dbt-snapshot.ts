// What dbt 1.12 with dbt-duckdb runs for a snapshot, written by hand after `materializations/snapshots/helpers.sql` and
// `strategies.sql` of dbt-adapters and `snapshot_helper.sql` of dbt-duckdb (both Apache-2.0; read, not copied).

const attributes = ["name", "city", "grade"];
const sourceColumns = ["id", ...attributes, "updated_at"];
const text = (value: string): string => `coalesce(cast(${value} as varchar), '')`;
const changed = [...attributes, "updated_at"]
  .map(
    (name) =>
      `(k.${name} != s.${name} or ((k.${name} is null and s.${name} is not null) or (k.${name} is not null and s.${name} is null)))`,
  )
  .join(" or ");

/** One run of a snapshot by `timestamp`, or by `check` with `hard_deletes: invalidate`. */
export function dbtSnapshot(strategy: "timestamp" | "check", now: string): readonly string[] {
  const at = strategy === "timestamp" ? "updated_at" : `cast('${now}' as timestamp)`;
  const isChanged = strategy === "timestamp" ? "k.dbt_valid_from < s.updated_at" : changed;
  const deletes = `union all by name
    select 'delete' as dbt_change_type, s.*, ${at} as dbt_valid_from, ${at} as dbt_updated_at,
      ${at} as dbt_valid_to, k.dbt_scd_id
    from known as k left join (select *, id as dbt_unique_key from taken) as s on k.dbt_unique_key = s.dbt_unique_key
    where s.dbt_unique_key is null`;
  const staging = `create table dim_dbt_tmp as
    with taken as (select * from incoming),
    known as (select *, id as dbt_unique_key from dim_dbt where dbt_valid_to is null),
    to_insert as (
      select *, id as dbt_unique_key, ${at} as dbt_updated_at, ${at} as dbt_valid_from,
        coalesce(nullif(${at}, ${at}), null) as dbt_valid_to,
        md5(${text("id")} || '|' || ${text(at)}) as dbt_scd_id
      from taken),
    to_update as (
      select *, id as dbt_unique_key, ${at} as dbt_updated_at, ${at} as dbt_valid_from, ${at} as dbt_valid_to
      from taken)
    select 'insert' as dbt_change_type, s.* from to_insert as s
      left outer join known as k on k.dbt_unique_key = s.dbt_unique_key
    where k.dbt_unique_key is null or (k.dbt_unique_key is not null and (${isChanged}))
    union all by name
    select 'update' as dbt_change_type, s.*, k.dbt_scd_id from to_update as s
      join known as k on k.dbt_unique_key = s.dbt_unique_key
    where (${isChanged})
    ${strategy === "check" ? deletes : ""}`;
  const columns = [
    ...sourceColumns,
    "dbt_updated_at",
    "dbt_valid_from",
    "dbt_valid_to",
    "dbt_scd_id",
  ];
  return [
    staging,
    `update dim_dbt as t set dbt_valid_to = s.dbt_valid_to from dim_dbt_tmp as s
     where s.dbt_scd_id::text = t.dbt_scd_id::text
       and s.dbt_change_type::text in ('update'::text, 'delete'::text) and t.dbt_valid_to is null`,
    `insert into dim_dbt (${columns.join(", ")}) select ${columns.map((name) => `s.${name}`).join(", ")}
     from dim_dbt_tmp as s where s.dbt_change_type::text = 'insert'::text`,
    `drop table dim_dbt_tmp`,
  ];
}
