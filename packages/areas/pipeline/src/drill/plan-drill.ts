import { relation, type TableName } from "@dx/core";
import {
  castAs,
  createPlan,
  identifier,
  sql,
  timestampLiteral,
  type Plan,
  type Sql,
  type SqlValue,
} from "@dx/sql";
import type { TypedColumn } from "../schema/typed-column.ts";

/** The columns that a drill's source has besides: the number of a row, and when it was last changed. */
export const drillColumns: DrillColumns = { number: "dx_n", changedAt: "dx_at" };

/** See {@link drillColumns}. */
export interface DrillColumns {
  /** The number of a row, from 1. */
  readonly number: string;
  /** When it was last changed. */
  readonly changedAt: string;
}

const number = identifier(drillColumns.number);
const changedAt = identifier(drillColumns.changedAt);

/**
 * The plan that makes a copy of some rows, numbered by their key, on which a load is rehearsed; the source itself is
 * left alone. Only rows of even numbers are in it at first.
 */
export function planDrillSource(
  from: TableName,
  drill: { readonly pool: TableName; readonly live: TableName },
  {
    key,
    rows,
    at,
  }: { readonly key: readonly string[]; readonly rows: number; readonly at: string },
): Plan {
  const [pool, live] = [relation(drill.pool), relation(drill.live)];
  const order = key.map((name) => identifier(name));
  const numbered = sql`select row_number() over (order by ${order}) as ${number}, s.* from ${relation(from)} as s`;
  return createPlan([
    [
      { purpose: "make room", sql: sql`drop table if exists ${pool}` },
      { purpose: "make room", sql: sql`drop table if exists ${live}` },
      {
        purpose: "take some rows to rehearse with",
        sql: sql`create table ${pool} as select * from (${numbered}) as numbered where ${number} <= ${BigInt(rows)}`,
      },
      {
        purpose: "begin with every second of them",
        sql: sql`create table ${live} as select ${timestampLiteral(at)} as ${changedAt}, p.* from ${pool} as p where ${number} % 2 = 0`,
      },
    ],
  ]);
}

/** The plan of what people do to a source: rows are inserted, every third is changed, every seventh deleted. */
export function planWave(
  drill: { readonly pool: TableName; readonly live: TableName },
  { at, column }: { readonly at: string; readonly column: TypedColumn | undefined },
): Plan {
  const [pool, live] = [relation(drill.pool), relation(drill.live)];
  const set = column === undefined ? sql`` : sql`, ${identifier(column.name)} = ${emptyOf(column)}`;
  return createPlan([
    [
      {
        purpose: "change every third row",
        sql: sql`update ${live} set ${changedAt} = ${timestampLiteral(at)}${set} where ${number} % 3 = 0`,
      },
      {
        purpose: "delete every seventh row",
        sql: sql`delete from ${live} where ${number} % 7 = 0`,
      },
      {
        purpose: "insert the rest",
        sql: sql`insert into ${live} select ${timestampLiteral(at)} as ${changedAt}, p.* from ${pool} as p where ${number} % 2 = 1 and ${number} % 5 <> 0`,
      },
    ],
  ]);
}

/** The plan that inserts the last rows as transactions do that began long ago: their time lies before all others. */
export function planLateRows(
  drill: { readonly pool: TableName; readonly live: TableName },
  { at }: { readonly at: string },
): Plan {
  const [pool, live] = [relation(drill.pool), relation(drill.live)];
  return createPlan([
    [
      {
        purpose: "insert rows that bear an earlier time",
        sql: sql`insert into ${live} select ${timestampLiteral(at)} as ${changedAt}, p.* from ${pool} as p where ${number} % 2 = 1 and ${number} % 5 = 0`,
      },
    ],
  ]);
}

/** The plan of a source whose schema has drifted: a column came, and texts stand where there were none. */
export function planDrift(live: TableName, drifted: TableName): Plan {
  const made = relation(drifted);
  return createPlan([
    [
      { purpose: "make room", sql: sql`drop table if exists ${made}` },
      {
        purpose: "give the source a column that nobody announced",
        sql: sql`create table ${made} as select l.*, 'unannounced' as dx_drift from ${relation(live)} as l`,
      },
    ],
  ]);
}

function emptyOf({ type }: TypedColumn): SqlValue | Sql {
  return castAs(null, type);
}

/** The plan of a feed: the next rows of a pool come into a live table, some of those before are changed, some deleted. */
export function planFeed(
  drill: { readonly pool: TableName; readonly live: TableName },
  {
    number: name,
    size,
    at,
    changed,
  }: {
    readonly number: string;
    readonly size: number;
    readonly at: string;
    readonly changed: string;
  },
): Plan {
  const [pool, live] = [relation(drill.pool), relation(drill.live)];
  const n = identifier(name);
  const before = sql`(select coalesce(max(${n}), 0) from ${live})`;
  return createPlan([
    [
      {
        purpose: "change some rows that are there",
        sql: sql`update ${live} set ${identifier(changed)} = ${timestampLiteral(at)} where ${n} > ${before} - ${BigInt(size)} and ${n} % 4 = 0`,
      },
      {
        purpose: "delete some rows that are there",
        sql: sql`delete from ${live} where ${n} > ${before} - ${BigInt(size)} and ${n} < ${before} and ${n} % 11 = 0`,
      },
      {
        purpose: "insert the next rows",
        sql: sql`insert into ${live} select ${timestampLiteral(at)} as ${identifier(changed)}, p.* from ${pool} as p where ${n} > ${before} and ${n} <= ${before} + ${BigInt(size)}`,
      },
    ],
  ]);
}

/** The plan that makes the empty live table of a feed, unless it is there. */
export function planFeedTable(
  drill: { readonly pool: TableName; readonly live: TableName },
  changed: string,
): Plan {
  const [pool, live] = [relation(drill.pool), relation(drill.live)];
  return createPlan([
    [
      {
        purpose: "make the table that is written to",
        sql: sql`create table if not exists ${live} as select ${timestampLiteral("1970-01-01")} as ${identifier(changed)}, p.* from ${pool} as p where 1 = 0`,
      },
    ],
  ]);
}
