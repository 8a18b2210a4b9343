import { identifier, joinSql, sql, type Sql, type Statement } from "@dx/sql";
import { castAs, columnsAt, sameKey, sameValues, type Work } from "./work.ts";

/**
 * A statement that fails if a query has rows: its message, which is no number, is cast to one.
 * @param message - what is wrong, behind the number of rows
 */
function refuse(rows: Sql, code: string, message: string): Statement {
  const count = castAs(sql`count(*)`, "text");
  return {
    purpose: `refuse changes with ${code}`,
    sql: sql`select ${castAs(sql`${`${code}: `} || ${count} || ${` ${message}`}`, "int32")} as dx_refused
      from (${rows}) as refused having count(*) > 0`,
  };
}

/** Refuses NULL in keys and times. */
export function guardNulls(work: Work): readonly Statement[] {
  const stage = work.table("stage");
  const isNull = joinSql(
    columnsAt("s", work.columns.key).map((name) => sql`${name} is null`),
    " or ",
  );
  return [
    refuse(
      sql`select 1 as one from ${stage} as s where ${isNull}`,
      "DX_SCD_KEY_NULL",
      "changes have no key",
    ),
    refuse(
      sql`select 1 as one from ${stage} as s where s.dx_at is null`,
      "DX_SCD_TIME_NULL",
      "changes have no time",
    ),
  ];
}

/** Refuses keys that are said to be two things at one time. */
export function guardTies(work: Work): Statement {
  const keys = work.columns.key.map((name) => identifier(name));
  const several = sql`select ${keys}, dx_at from ${work.table("mine")}
    group by ${keys}, dx_at having count(*) > 1`;
  return refuse(several, "DX_SCD_TIES", "keys are said to be two things at one time");
}

/** Refuses what is said of a key and a time of which another thing is known. */
export function guardPoints(work: Work): Statement {
  const ties = sql`select 1 as one from ${work.table("points")} as p where p.dx_tie`;
  return refuse(ties, "DX_SCD_TIES", "keys were other things at these times by what is known");
}

/** Refuses a snapshot that has a key twice with different values, of which one may be as the history says. */
export function guardSnapshot(work: Work, taken: Sql): Statement {
  const { key, attributes } = work.columns;
  const rows = sql`select ${columnsAt("s", key)} from ${work.table("stage")} as g join (${taken}) as s
    on ${sameKey(work, "g", "s")} and g.dx_at = s.dx_at
    where not g.dx_gone and not (${sameValues("g", "s", attributes)})`;
  return refuse(rows, "DX_SCD_TIES", "keys are in a snapshot twice, with different values");
}
