import { castAs, identifier, joinSql, sql, type Sql, type Statement } from "@dx/sql";
import type { ChangeSource } from "../change-source.ts";
import { takenRows } from "./stage-changes.ts";
import { columnsAt, sameKey, sameValues, type Work } from "./work.ts";

/** What cannot be put into a history. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly rows: Sql;
}

/**
 * A statement that fails if there is anything that cannot be put into the history, before it is changed: what is wrong, in
 * words, is cast to a number, so that the engine's error says it. (Spark must run with `spark.sql.ansi.enabled`.)
 */
export function refuseChanges(work: Work, source: ChangeSource): Statement {
  const found = refusalsOf(work, source).map(
    ({ code, message, rows }) => sql`
      select ${`${code}: `} || ${castAs(sql`count(*)`, "text")} || ${` ${message}`} as dx_refused
      from (${rows}) as refused having count(*) > 0`,
  );
  return {
    purpose: "refuse what cannot be put in: NULL in keys and times, and ties",
    sql: sql`select ${castAs(sql`r.dx_refused`, "int32")} as dx_refused
      from (${joinSql(found, " union all ")}) as r`,
  };
}

function refusalsOf(work: Work, source: ChangeSource): readonly Refusal[] {
  const stage = sql`select 1 as one from ${work.table("stage")} as s`;
  const keys = work.columns.key.map((name) => identifier(name));
  const isNull = columnsAt("s", work.columns.key).map((name) => sql`${name} is null`);
  const several = sql`select ${keys}, dx_at from ${work.table("mine")}
    group by ${keys}, dx_at having count(*) > 1`;
  const ties = sql`select 1 as one from ${work.table("points")} as p where p.dx_tie`;
  const code = "DX_SCD_TIES";
  return [
    {
      code: "DX_SCD_KEY_NULL",
      message: "changes have no key",
      rows: sql`${stage} where ${joinSql(isNull, " or ")}`,
    },
    {
      code: "DX_SCD_TIME_NULL",
      message: "changes have no time",
      rows: sql`${stage} where s.dx_at is null`,
    },
    { code, message: "keys are said to be two things at one time", rows: several },
    { code, message: "keys were other things at a time by what is known of it", rows: ties },
    ...(source.kind === "snapshot" || source.kind === "snapshots"
      ? [{ code, message: "keys are in a snapshot twice", rows: repeated(work, source) }]
      : []),
  ];
}

/**
 * The keys that are in a snapshot twice with different values, of which one may be as the history says. Values are read
 * of keys only that are there twice.
 */
function repeated(work: Work, source: Parameters<typeof takenRows>[1]): Sql {
  const { key, attributes } = work.columns;
  const keys = columnsAt("g", key);
  const taken = sql`(${takenRows(work, source)}) as s on ${sameKey(work, "g", "s")} and g.dx_at = s.dx_at`;
  const twice = sql`select ${keys}, g.dx_at from ${work.table("stage")} as g join ${taken}
    where not g.dx_gone group by ${keys}, g.dx_at having count(*) > 1`;
  return sql`select 1 as one from ${work.table("stage")} as m
    join (${twice}) as g on ${sameKey(work, "g", "m")} and g.dx_at = m.dx_at join ${taken}
    where not (${sameValues("m", "s", attributes)})`;
}
