import { relation, toMicros } from "@dx/core";
import { identifier, joinSql, sql, timestampLiteral, typedLiteral, type Sql } from "@dx/sql";
import { columnOf, columnsAs } from "./as-of-condition.ts";
import type { ChangeSource } from "./change-source.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** That two aliases have the same key. */
export function sameKey(spec: HistorySpec, left: string, right: string): Sql {
  const { key } = columnsOf(spec);
  const each = key.map((name) => sql`${columnOf(name, left)} = ${columnOf(name, right)}`);
  return joinSql(each, " and ");
}

/** That two aliases are the same version: its key and its begin. */
export function sameVersion(spec: HistorySpec, left: string, right: string): Sql {
  const from = sql`${columnOf(spec.validFrom, left)} = ${columnOf(spec.validFrom, right)}`;
  return sql`${sameKey(spec, left, right)} and ${from}`;
}

/**
 * The rows of a table with the first change of their key in a source, as `first_change`; NULL if it has none.
 * A snapshot speaks of all keys, of those that it lacks too.
 */
export function withFirstChange(versions: Sql, spec: HistorySpec, source: ChangeSource): Sql {
  const all = (first: Sql): Sql =>
    sql`select every_version.*, ${first} as first_change from ${versions} as every_version`;
  switch (source.kind) {
    case "snapshot":
      return all(timestampLiteral(source.at));
    case "snapshots": {
      const times = source.times.map((time) => toMicros(time));
      const first = times.reduce<bigint | null>(
        (least, time) => (least === null || time < least ? time : least),
        null,
      );
      return all(typedLiteral("timestamp", first));
    }
    case "delta":
    case "log": {
      const { key } = columnsOf(spec);
      const changes = sql`
        select ${columnsAs(key)}, min(${identifier(source.sequence)}) as change_time
        from ${relation(source.table)} group by ${columnsAs(key)}`;
      return sql`
        select every_version.*, first_one.change_time as first_change
        from ${versions} as every_version
        left join (${changes}) as first_one on ${sameKey(spec, "every_version", "first_one")}`;
    }
  }
}

/** A join, and whether by it a row's key was gone from a time on. */
export interface Explanation {
  /** Joins at most one row of the source, as `alias`. */
  readonly join: Sql;
  /** Whether the source says so. */
  readonly isGone: Sql;
}

/**
 * How a source says that a key was gone: a delete at the time, or a snapshot of that time without it.
 * @param at - the alias of the rows that have the key, the time in question, and an alias that is not taken
 */
export function explainGone(
  source: ChangeSource,
  spec: HistorySpec,
  at: { readonly alias: string; readonly time: Sql; readonly as: string },
): Explanation {
  const { key } = columnsOf(spec);
  const said = (rows: Sql): Sql => sql`
    left join (${rows}) as ${identifier(at.as)}
    on ${sameKey(spec, at.as, at.alias)} and ${identifier(at.as, "said_at")} = ${at.time}`;
  const isThere = sql`${identifier(at.as, "said_at")} is not null`;
  const rowsAt = (time: Sql, where: Sql): Sql =>
    sql`select distinct ${columnsAs(key)}, ${time} as said_at from ${relation(source.table)}${where}`;
  switch (source.kind) {
    case "snapshot": {
      const time = timestampLiteral(source.at);
      return {
        join: said(rowsAt(time, sql``)),
        isGone: sql`(${at.time} = ${time} and not ${isThere})`,
      };
    }
    case "snapshots": {
      const times = source.times.map((time) => timestampLiteral(time));
      const isTaken = times.length === 0 ? sql`1 = 0` : sql`${at.time} in (${times})`;
      return {
        join: said(rowsAt(identifier(source.at), sql``)),
        isGone: sql`(${isTaken} and not ${isThere})`,
      };
    }
    case "delta":
      return { join: sql``, isGone: sql`1 = 0` };
    case "log": {
      if (source.deletes.length === 0) return { join: sql``, isGone: sql`1 = 0` };
      const where = sql` where ${identifier(source.operation)} in (${source.deletes})`;
      return { join: said(rowsAt(identifier(source.sequence), where)), isGone: isThere };
    }
  }
}
