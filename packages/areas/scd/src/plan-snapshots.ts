import { DxError, relation, type Claim, type TableName, type Time } from "@dx/core";
import {
  createPlan,
  identifier,
  joinSql,
  sql,
  timestampLiteral,
  type Plan,
  type Sql,
} from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";
import { toTimestamp } from "./snapshot-times.ts";

/** A table with all rows that there were at a time. */
export interface TakenSnapshot {
  /** Where the rows are. */
  readonly table: TableName;
  /** When they were so. */
  readonly at: Time;
}

/** What a table of snapshots keeps. */
export interface SnapshotsOptions {
  /** Whose key and attributes are taken. */
  readonly spec: HistorySpec;
  /** The column that says which snapshot a row is of. */
  readonly at: string;
}

/**
 * Plans one table of several snapshots, which is a source of kind `snapshots`: made where there is none, with the
 * types of the first one; else it gets those of times that it does not have. What it has stays as it is.
 * @throws DxError `DX_SCD_SOURCE` if there is no snapshot
 */
export function planSnapshots(
  into: TableName,
  snapshots: readonly TakenSnapshot[],
  { spec, at }: SnapshotsOptions,
): Plan {
  if (snapshots.length === 0)
    throw new DxError("DX_SCD_SOURCE", "no snapshots", { hint: "name at least one" });
  const { key, attributes } = columnsOf(spec);
  const table = relation(into);
  const time = identifier(at);
  const names = columnsAs([...key, ...attributes]);
  const each = snapshots.map(
    (one) =>
      sql`select ${names}, ${timestampLiteral(one.at)} as ${time} from ${relation(one.table)}`,
  );
  const [first] = each;
  const all = joinSql(each, " union all ");
  return createPlan([
    [
      {
        purpose: `make ${table.name}, for snapshots`,
        sql: sql`create table if not exists ${table} as select * from (${first ?? all}) as taken where 1 = 0`,
      },
      {
        purpose: `put ${snapshots.length} snapshots into ${table.name}, but for those of times that it has`,
        sql: sql`insert into ${table} (${[...names, time]})
          select ${[...names, time]} from (${all}) as taken
          where ${time} not in (select ${time} from ${table})`,
      },
    ],
  ]);
}

/**
 * That a table keeps snapshots as they are given: a snapshot that it had before has not become another one since.
 * @param given - a table of snapshots, of the same columns
 */
export function snapshotsKeptClaim(
  kept: TableName,
  given: TableName,
  { spec, at }: SnapshotsOptions,
): Claim<Sql> {
  const [table, staged] = [relation(kept), relation(given)];
  const { key, attributes } = columnsOf(spec);
  const columns = [...key, ...attributes, at];
  const of = (rows: Sql): Sql =>
    sql`select ${columnsAs([...key, ...attributes])}, ${toTimestamp(identifier(at))} as ${identifier(at)} from ${rows}`;
  return {
    id: "scd.snapshots-kept",
    statement: `${table.name} keeps each snapshot as it was given, also if it was given before.`,
    subject: table.name,
    about: "source",
    check: {
      kind: "same-rows",
      left: of(sql`${staged}`),
      right: sql`${of(sql`${table}`)} where ${identifier(at)} in (select ${identifier(at)} from ${staged})`,
      key: [...key, at],
      columns,
    },
  };
}
