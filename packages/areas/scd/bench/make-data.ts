/** When the changes are loaded. */
export const now = "2025-06-01 00:00:00";

const columns = (seed: string): string => `'n' || hash(i) % 100000 as name,
  'c' || hash(i + ${seed}) % 1000 as city, hash(i * 3 + ${seed}) % 50 as grade`;

const from = (version: string): string =>
  `timestamp '2024-01-01' + to_seconds(i % 86400 + ${version} * 8640000)`;

/**
 * Versions of 0.7 times as many keys; a tenth as many changes, nine in ten of them of known keys; and a snapshot with
 * these changes in which each hundredth other key is missing.
 */
export function makeData(versions: number): readonly string[] {
  const keys = Math.round(versions * 0.7);
  return [
    `create table every_version as
      select i as id, ${columns("v")}, ${from("v")} as updated_at,
        case when v = 0 and i < ${versions - keys} then ${from("1")} end as valid_to
      from range(${keys}) as r(i), range(2) as s(v) where v = 0 or i < ${versions - keys}`,
    `create table delta as
      select i as id, ${columns("7")}, timestamp '${now}' - to_seconds(i % 1000) as updated_at
      from (select (k * 7) % ${keys} as i from range(${Math.round(versions * 0.09)}) as r(k)
        union select ${keys} + k from range(${Math.round(versions * 0.01)}) as r(k))`,
    `create table taken as
      select id, name, city, grade, updated_at from every_version as v
      where valid_to is null and id % 100 <> 3 and not exists (select 1 from delta as d where d.id = v.id)
      union all select * from delta`,
  ];
}

/** The history as dx has it, and as dbt has it. */
export const makeHistories: readonly string[] = [
  "drop table if exists dim",
  "drop table if exists dim_log",
  "drop table if exists dim_dbt",
  `create table dim as
    select id, name, city, grade, updated_at, updated_at as valid_from, valid_to from every_version`,
  `create table dim_dbt as
    select id, name, city, grade, updated_at, updated_at as dbt_updated_at, updated_at as dbt_valid_from,
      valid_to as dbt_valid_to, md5(id || '|' || updated_at) as dbt_scd_id from every_version`,
];
