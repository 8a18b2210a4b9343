import { identifier, joinSql, sql, type Sql, type Statement } from "@dx/sql";
import type { ChangeSource } from "../change-source.ts";
import { stageOf } from "./stage-changes.ts";
import { columnsAt, isOpen, sameKey, sameValues, what, type Work } from "./work.ts";

/**
 * Meets what came with the versions that are open, or end later than it, and finds the keys whose versions must be made
 * anew, because they have more than one event, or one that is not newer than all that is known of the key.
 */
export function meetHistory(work: Work, source: ChangeSource): readonly Statement[] {
  const { table, history, columns } = work;
  return [
    {
      purpose: `bring what came for ${history.name} into one form`,
      sql: sql`create table ${table("stage")} as ${stageOf(work, source)}`,
    },
    {
      purpose: `meet the open rows of ${history.name} with what came`,
      sql: sql`create table ${table("met")} as ${metOf(work)}`,
    },
    {
      purpose: "find the keys whose versions must be made anew",
      sql: sql`create table ${table("again")} as select distinct ${columnsAt("k", columns.key)}
        from (${joinSql(againParts(work), " union all ")}) as k`,
    },
  ];
}

function metOf(work: Work): Sql {
  const { table, spec, columns, history, compared } = work;
  const { key, byType, prior } = columns;
  const first = byType[0].map(
    (name) => sql`${identifier("h", name)} as ${identifier(firstName(work, name))}`,
  );
  const values = [
    ...columnsAt("s", key),
    sql`s.dx_at, s.dx_gone, ${identifier("h", spec.validFrom)} as dx_from`,
    sql`(not (${isOpen(work, "h")})) as dx_late`,
    sql`(${sameValues("h", "s", compared)}) as dx_same, (${sameValues("h", "s", byType[3])}) as dx_same_type_3`,
    ...first,
    ...columnsAt("h", Object.values(prior)),
  ];
  return sql`select ${values}
    from ${table("stage")} as s join ${history} as h on ${sameKey(work, "s", "h")}
    where ${isOpen(work, "h")} or ${identifier("h", spec.validTo)} >= s.dx_at`;
}

/** The column of `met` with what an open row has in a column of type 0. */
export function firstName({ columns }: Work, name: string): string {
  return `dx_first_${columns.byType[0].indexOf(name)}`;
}

function againParts(work: Work): readonly Sql[] {
  const { table, columns, history, log } = work;
  const { byType } = columns;
  const keys = (alias: string): readonly Sql[] => columnsAt(alias, columns.key);
  const [stage, met] = [sql`${table("stage")} as s`, sql`${table("met")} as m`];
  const returning = sql`select ${keys("s")} from ${stage}
    join ${history} as h on ${sameKey(work, "s", "h")} left join ${met} on ${sameKey(work, "s", "m")}
    where m.dx_at is null`;
  const changed = sql`select ${keys("m")} from ${met} where not m.dx_gone and not m.dx_same_type_3`;
  return [
    sql`select ${keys("s")} from ${stage} group by ${keys("s")} having count(*) > 1`,
    sql`select ${keys("m")} from ${met} where m.dx_late or m.dx_from >= m.dx_at`,
    sql`select ${keys("s")} from ${stage} join ${log} as l on ${sameKey(work, "s", "l")}
      where l.dx_what = ${what.event} and l.dx_at >= s.dx_at`,
    sql`select ${keys("s")} from ${stage}
      where s.dx_at <= (select max(l.dx_at) from ${log} as l where l.dx_what = ${what.snapshot})`,
    sql`select ${keys("s")} from ${stage}
      where s.dx_at < (select max(t.dx_at) from ${table("times")} as t)`,
    ...(byType[0].length + byType[3].length > 0 ? [returning] : []),
    ...(byType[3].length > 0 ? [changed] : []),
  ];
}
