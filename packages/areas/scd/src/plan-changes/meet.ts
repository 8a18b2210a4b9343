import { identifier, joinSql, sql, type Sql, type Statement } from "@dx/sql";
import type { ChangeSource } from "../change-source.ts";
import { stageOf } from "./stage-changes.ts";
import { columnsAt, isOpen, sameKey, sameValues, what, type Work } from "./work.ts";

/**
 * Meets what came with the open rows, and finds the keys whose versions must be made anew, because they have
 * more than one event, or one that is not newer than all that is known of the key.
 */
export function meetHistory(work: Work, source: ChangeSource): readonly Statement[] {
  const { table, spec, columns, history, compared, payload } = work;
  const { key, byType, prior } = columns;
  const same = (names: readonly string[]): Sql => sql`(${sameValues("h", "s", names)})`;
  const first = byType[0].map(
    (name) => sql`${identifier("h", name)} as ${identifier(firstName(work, name))}`,
  );
  const values = [
    ...columnsAt("s", [...key, ...payload]),
    sql`s.dx_at, s.dx_gone, ${identifier("h", spec.validFrom)} as dx_from`,
    sql`${same(compared)} as dx_same, ${same(byType[3])} as dx_same_type_3`,
    ...first,
    ...columnsAt("h", Object.values(prior)),
  ];
  return [
    {
      purpose: `meet the open rows of ${history.name} with what came`,
      sql: sql`create table ${table("met")} as
        select ${values} from (${stageOf(work, source)}) as s
          left join ${history} as h on ${sameKey(work, "s", "h")} and ${isOpen(work, "h")}`,
    },
    {
      purpose: "find the keys whose versions must be made anew",
      sql: sql`create table ${table("again")} as select distinct ${columnsAt("k", key)}
        from (${joinSql(againParts(work), " union all ")}) as k`,
    },
  ];
}

/** The column of `met` with what an open row has in a column of type 0. */
export function firstName({ columns }: Work, name: string): string {
  return `dx_first_${columns.byType[0].indexOf(name)}`;
}

function againParts(work: Work): readonly Sql[] {
  const { table, spec, columns, history, log } = work;
  const { byType } = columns;
  const keys = columnsAt("m", columns.key);
  const met = sql`${table("met")} as m`;
  const isReturning = byType[0].length + byType[3].length > 0;
  const to = identifier("h", spec.validTo);
  return [
    sql`select ${keys} from ${met} group by ${keys} having count(*) > 1`,
    sql`select ${keys} from ${met} where m.dx_from >= m.dx_at`,
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
