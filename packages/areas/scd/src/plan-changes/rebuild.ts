import { identifier, sql, type Sql, type Statement } from "@dx/sql";
import { columnsAt, isOpen, sameKey, sameValues, what, type Work } from "./work.ts";
import { versionsOf } from "./rebuild-versions.ts";

/** The old versions and the events of the keys that are made anew. */
export function gatherKnown(work: Work): readonly Statement[] {
  const { table, spec, columns, history } = work;
  const { key, prior } = columns;
  const end = sql`case when ${isOpen(work, "h")} then null else ${identifier("h", spec.validTo)} end`;
  const values = columnsAt("h", [...key, ...work.payload, ...Object.values(prior)]);
  const mine = columnsAt("s", [...key, ...work.payload]);
  return [
    {
      purpose: "gather the versions of the keys that are made anew",
      sql: sql`create table ${table("old")} as
        select ${values}, ${identifier("h", spec.validFrom)} as dx_from, ${end} as dx_to
        from ${history} as h join ${table("again")} as k on ${sameKey(work, "h", "k")}`,
    },
    {
      purpose: "gather what came of them",
      sql: sql`create table ${table("mine")} as
        select distinct ${mine}, s.dx_at, s.dx_gone
        from ${table("stage")} as s join ${table("again")} as k on ${sameKey(work, "s", "k")}`,
    },
  ];
}

/** What was so at every time that matters, and the versions that follow. */
export function rebuildVersions(work: Work): readonly Statement[] {
  const { table } = work;
  return [
    {
      purpose: "say how each of their keys was at every time that matters",
      sql: sql`create table ${table("points")} as ${pointsOf(work)}`,
    },
    {
      purpose: "make their versions anew",
      sql: sql`create table ${table("versions")} as ${versionsOf(work)}`,
    },
    {
      purpose: "find their versions that are none any more",
      sql: sql`create table ${table("stale")} as
        select ${columnsAt("o", work.columns.key)}, o.dx_from from ${table("old")} as o
          left join ${table("versions")} as n on ${sameKey(work, "n", "o")} and n.dx_from = o.dx_from
        where n.dx_from is null`,
    },
  ];
}

/**
 * The times that matter of a key: begins and ends of its versions, events of the log, what came, and the first
 * snapshot after what came, at which the key was again as the history says. What came of a time that is known
 * is dropped, or a tie.
 */
function pointsOf(work: Work): Sql {
  const { table, columns, payload, log } = work;
  const keys = (alias: string): readonly Sql[] => columnsAt(alias, columns.key);
  const snapshots = sql`select distinct l.dx_at from ${log} as l where l.dx_what = ${what.snapshot}`;
  const values = payload.map(
    (name) =>
      sql`case when m.dx_at is null or t.dx_known = 1 then ${identifier("o", name)} else ${identifier("m", name)} end as ${identifier(name)}`,
  );
  const oldIsGone = sql`(o.dx_from is null)`;
  return sql`
    with seen as (${snapshots}),
    resumed as (
      select dx_at, min(case when dx_seen = 1 then dx_at else null end)
        over (order by dx_at desc rows between unbounded preceding and 1 preceding) as dx_next
      from (
        select dx_at, max(dx_seen) as dx_seen from (
          select dx_at, 1 as dx_seen from seen
          union all select dx_at, 1 as dx_seen from ${table("times")}
          union all select dx_at, 0 as dx_seen from ${table("mine")}
        ) as every_time group by dx_at
      ) as each_time
    ),
    known as (
      ${knownTimes(work, keys)}
    ),
    times as (
      select ${columns.key.map((name) => identifier(name))}, dx_at, max(dx_known) as dx_known from (
        select ${keys("k")}, k.dx_at, 1 as dx_known from known as k
        union all select ${keys("m")}, m.dx_at, case when g.dx_at is null then 0 else 1 end as dx_known
          from ${table("mine")} as m left join seen as g on g.dx_at = m.dx_at
        union all select ${keys("m")}, f.dx_next as dx_at, case when g.dx_at is null then 0 else 1 end as dx_known
          from ${table("mine")} as m join resumed as f on f.dx_at = m.dx_at
          left join seen as g on g.dx_at = f.dx_next
          where f.dx_next is not null
      ) as every_time group by ${columns.key.map((name) => identifier(name))}, dx_at
    )
    select ${keys("t")}, t.dx_at,
      case when m.dx_at is null or t.dx_known = 1 then ${oldIsGone} else m.dx_gone end as dx_gone,
      (m.dx_at is not null and t.dx_known = 1 and (m.dx_gone <> ${oldIsGone}
        or (not m.dx_gone and not (${sameValues("o", "m", work.compared)})))) as dx_tie,
      ${values}
    from times as t
      left join ${table("mine")} as m on ${sameKey(work, "m", "t")} and m.dx_at = t.dx_at
      left join ${table("old")} as o on ${sameKey(work, "o", "t")}
        and o.dx_from <= t.dx_at and (o.dx_to is null or t.dx_at < o.dx_to)`;
}

function knownTimes(work: Work, keys: (alias: string) => readonly Sql[]): Sql {
  const { table, columns, log } = work;
  const lastSnapshot = sql`
    union all select ${keys("o")}, max(g.dx_at) as dx_at from ${table("old")} as o
      join seen as g on g.dx_at >= o.dx_from and (o.dx_to is null or g.dx_at < o.dx_to)
      group by ${keys("o")}`;
  return sql`
    select ${keys("o")}, o.dx_from as dx_at from ${table("old")} as o
    union all select ${keys("o")}, o.dx_to as dx_at from ${table("old")} as o where o.dx_to is not null
    union all select ${keys("l")}, l.dx_at from ${log} as l
      join ${table("again")} as k on ${sameKey(work, "l", "k")} where l.dx_what = ${what.event}
    ${columns.byType[3].length === 0 ? sql`` : lastSnapshot}`;
}
