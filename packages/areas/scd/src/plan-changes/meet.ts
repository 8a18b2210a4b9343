import { identifier, joinSql, sql, type Sql, type Statement } from "@dx/sql";
import { columnsAt, isOpen, sameKey, sameValues, what, type Work } from "./work.ts";

/**
 * Meets what came with the open rows, and finds the keys whose versions must be made anew, because they have
 * more than one event, or one that is not newer than all that is known of the key.
 */
export function meetHistory(work: Work): readonly Statement[] {
  const { table, spec, columns, history, compared, payload } = work;
  const { byType, prior } = columns;
  const from = identifier("h", spec.validFrom);
  const kept = payload.map((name) =>
    byType[0].includes(name)
      ? sql`case when ${from} is null then ${identifier("s", name)} else ${identifier("h", name)} end as ${identifier(name)}`
      : identifier("s", name),
  );
  const same = (names: readonly string[]): Sql => sql`(${sameValues("h", "s", names)})`;
  const met = sql`
    select ${columnsAt("s", columns.key)}, s.dx_at, s.dx_gone, ${from} as dx_from,
      ${same(compared)} as dx_same, ${same(byType[3])} as dx_same_type_3,
      ${[...kept, ...columnsAt("h", Object.values(prior))]}
    from ${table("stage")} as s
      left join ${history} as h on ${sameKey(work, "s", "h")} and ${isOpen(work, "h")}`;
  return [
    {
      purpose: `meet the open rows of ${history.name}`,
      sql: sql`create table ${table("met")} as ${met}`,
    },
    {
      purpose: "find the keys whose versions must be made anew",
      sql: sql`create table ${table("again")} as select distinct ${columnsAt("k", columns.key)}
        from (${joinSql(againParts(work), " union all ")}) as k`,
    },
  ];
}

function againParts(work: Work): readonly Sql[] {
  const { table, spec, columns, history, log } = work;
  const { byType } = columns;
  const keys = columnsAt("m", columns.key);
  const met = sql`${table("met")} as m`;
  const isReturning = byType[0].length + byType[3].length > 0;
  const to = identifier("h", spec.validTo);
  return [
    sql`select ${keys} from ${met} group by ${keys}
      having count(*) > 1 or max(m.dx_from) >= min(m.dx_at)`,
    sql`select ${keys} from ${met} join ${history} as h on ${sameKey(work, "m", "h")}
      where m.dx_from is null${isReturning ? sql`` : sql` and ${to} >= m.dx_at`}`,
    sql`select ${keys} from ${met} join ${log} as l on ${sameKey(work, "m", "l")}
      where l.dx_what = ${what.event} and l.dx_at >= m.dx_at`,
    sql`select ${keys} from ${met}
      where m.dx_at <= (select max(l.dx_at) from ${log} as l where l.dx_what = ${what.snapshot})`,
    sql`select ${keys} from ${met} where m.dx_at < (select max(t.dx_at) from ${table("times")} as t)`,
    ...(byType[3].length === 0
      ? []
      : [
          sql`select ${keys} from ${met} where m.dx_from is not null and not m.dx_gone and not m.dx_same_type_3`,
        ]),
  ];
}
