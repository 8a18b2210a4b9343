import { castAs, identifier, sql, type Sql, type Statement } from "@dx/sql";
import type { ChangeSource } from "../change-source.ts";
import { priorName } from "./rebuild-versions.ts";
import { columnsAt, notAgain, sameKey, what, type Work } from "./work.ts";

/** Notes in the log what the history does not tell. Nothing in it is ever changed or removed. */
export function writeLog(work: Work, source: ChangeSource): readonly Statement[] {
  const isOfSnapshots = source.kind === "snapshot" || source.kind === "snapshots";
  return [
    ...(isOfSnapshots ? [noteSnapshots(work)] : [noteUnseen(work)]),
    noteHidden(work),
    ...work.columns.byType[3].map((name) => notePrior(work, name)),
    ...noteMark(work),
  ];
}

function noteSnapshots({ log, table }: Work): Statement {
  return {
    purpose: "note the times of the snapshots",
    sql: sql`insert into ${log} (dx_at, dx_what)
      select distinct t.dx_at, ${what.snapshot} from ${table("times")} as t where not exists (
        select 1 from ${log} as l where l.dx_what = ${what.snapshot} and l.dx_at = t.dx_at)`,
  };
}

/** Events that are newer than all that is known of their key, and change nothing. */
function noteUnseen(work: Work): Statement {
  const { table, columns } = work;
  const keys = (alias: string): readonly Sql[] => columnsAt(alias, columns.key);
  const [equal, gone] = [notAgain(work, "m"), notAgain(work, "s")];
  return insertEvents(
    work,
    sql`
    select ${keys("m")}, m.dx_at, ${what.event} as dx_what from ${table("met")} as m ${equal.join}
    where not m.dx_gone and m.dx_same and ${equal.where}
    union all
    select ${keys("s")}, s.dx_at, ${what.event} as dx_what
    from (select * from ${table("stage")} as g where g.dx_gone) as s
      left join ${table("met")} as m on ${sameKey(work, "m", "s")} ${gone.join}
    where m.dx_at is null and ${gone.where}`,
  );
}

/** Events of keys that were made anew, where no version begins or ends, and that no snapshot tells. */
function noteHidden(work: Work): Statement {
  const { table, columns, log } = work;
  const bounds = (name: string): Sql =>
    sql`${table("versions")} as n where ${sameKey(work, "n", "p")} and ${identifier("n", name)} = p.dx_at`;
  return insertEvents(
    work,
    sql`
    select ${columnsAt("p", columns.key)}, p.dx_at, ${what.event} as dx_what from ${table("points")} as p
    where ${hasNo(sql`${table("times")} as t where t.dx_at = p.dx_at`)}
      and ${hasNo(sql`${log} as l where l.dx_what = ${what.snapshot} and l.dx_at = p.dx_at`)}
      and ${hasNo(bounds("dx_from"))}
      and ${hasNo(bounds("dx_to"))}
      and ${hasNo(sql`${log} as l where l.dx_what = ${what.event} and ${sameKey(work, "l", "p")} and l.dx_at = p.dx_at`)}`,
  );
}

function hasNo(rows: Sql): Sql {
  return sql`not exists (select 1 from ${rows})`;
}

function insertEvents({ log, columns }: Work, rows: Sql): Statement {
  const keys = columns.key.map((name) => identifier(name));
  return {
    purpose: "note changes that no version shows",
    sql: sql`insert into ${log} (${keys}, dx_at, dx_what) ${rows}`,
  };
}

function notePrior(work: Work, name: string): Statement {
  const { log, table, columns } = work;
  const at = identifier("n", priorName(work, name));
  const keys = columns.key.map((one) => identifier(one));
  return {
    purpose: `note when ${name} last had another value`,
    sql: sql`insert into ${log} (${keys}, dx_at, dx_what)
      select distinct ${columnsAt("n", columns.key)}, ${at}, ${what.prior(name)}
      from ${table("versions")} as n
      where ${at} is not null and not exists (select 1 from ${log} as l
        where l.dx_what = ${what.prior(name)} and ${sameKey(work, "l", "n")} and l.dx_at = ${at})`,
  };
}

function noteMark({ spec, history, log, table }: Work): readonly Statement[] {
  if (spec.surrogate?.by !== "sequence") return [];
  const greatest = sql`max(${identifier("h", spec.surrogate.column)})`;
  return [
    {
      purpose: "note the greatest surrogate key that was given",
      sql: sql`insert into ${log} (dx_what, dx_number)
        select ${what.surrogate}, g.dx_number from (
          select ${castAs(greatest, "int64")} as dx_number from ${history} as h
        ) as g cross join ${table("mark")} as k
        where g.dx_number > k.dx_number`,
    },
  ];
}
