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

/** What a source says of keys at times: that they were gone, or that they were there. */
export interface Sayings {
  /** Key columns and the time, as `said_at`. */
  readonly rows: Sql;
  /** Whether they say that the key was gone; if not, that it was there, and gone where they do not. */
  readonly areDeletes: boolean;
  /** Whether the source speaks of a time, for those that say what was there. */
  readonly speaksOf: (time: Sql) => Sql;
}

/** What a source says of keys that are gone; `null` if nothing. */
export function sayingsOf(source: ChangeSource, spec: HistorySpec): Sayings | null {
  const keys = columnsAs(columnsOf(spec).key);
  const said = (time: Sql, where: Sql): Sql =>
    sql`select ${keys}, ${time} as said_at from ${relation(source.table)}${where}`;
  switch (source.kind) {
    case "snapshot": {
      const at = timestampLiteral(source.at);
      return {
        rows: said(at, sql``),
        areDeletes: false,
        speaksOf: (time) => sql`${time} = ${at}`,
      };
    }
    case "snapshots": {
      const times = source.times.map((time) => timestampLiteral(time));
      if (times.length === 0) return null;
      return {
        rows: said(identifier(source.at), sql``),
        areDeletes: false,
        speaksOf: (time) => sql`${time} in (${times})`,
      };
    }
    case "delta":
      return null;
    case "log": {
      if (source.deletes.length === 0) return null;
      const where = sql` where ${identifier(source.operation)} in (${source.deletes})`;
      return {
        rows: said(identifier(source.sequence), where),
        areDeletes: true,
        speaksOf: () => sql`1 = 1`,
      };
    }
  }
}
