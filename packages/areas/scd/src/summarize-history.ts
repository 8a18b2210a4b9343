import { getColumn, relation, valueAt, type Relation, type Rows, type TableName } from "@dx/core";
import { identifier, query, sql, together, type Query, type Sql } from "@dx/sql";
import { columnsAs, isEverValid, isOpen } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";
import { toTimestamp } from "./snapshot-times.ts";

/** What happened at one time; each change is one of these. */
export interface HistoryChange {
  /** When, in microseconds since 1970-01-01T00:00:00. */
  readonly at: bigint;
  /** Keys that came for the first time. */
  readonly inserted: number;
  /** Versions that took the place of another. */
  readonly changed: number;
  /** Keys that went. */
  readonly deleted: number;
  /** Keys that came back after a gap. */
  readonly returned: number;
}

/** What a history holds. */
export interface HistorySummary {
  /** How many keys it has ever had. */
  readonly keys: number;
  /** How many versions. */
  readonly versions: number;
  /** How many of them are open: the keys that there are now. */
  readonly open: number;
  /** What happened, in the order of time. */
  readonly changes: readonly HistoryChange[];
  /** How many keys have so many versions, by the number of versions. */
  readonly versionsPerKey: readonly VersionsPerKey[];
}

/** How many keys have a number of versions. */
export interface VersionsPerKey {
  /** So many versions. */
  readonly versions: number;
  /** So many keys. */
  readonly keys: number;
}

/**
 * Asks what a history holds, and what happened when: every begin and end of a version is an insert, change,
 * delete or return. Versions that are never valid are left out, but for the totals. O(n log n).
 */
export function summarizeHistory(history: TableName, spec: HistorySpec): Query<HistorySummary> {
  const table = relation(history);
  const keys = columnsAs(columnsOf(spec).key);
  const perKey = sql`select ${keys}, count(*) as version_count from ${table} group by ${keys}`;
  const asked = {
    totals: query(
      "totals",
      sql`select count(*) as versions, count(case when ${isOpen(spec)} then 1 end) as open_rows from ${table}`,
      (rows) => ({ versions: count(rows, "versions", 0), open: count(rows, "open_rows", 0) }),
    ),
    changes: query("changes", changesAt(table, spec), readChanges),
    versionsPerKey: query(
      "versionsPerKey",
      sql`select version_count, count(*) as key_count from (${perKey}) as per_key
        group by version_count order by version_count`,
      (rows) =>
        Array.from({ length: rows.count }, (_, index) => ({
          versions: count(rows, "version_count", index),
          keys: count(rows, "key_count", index),
        })),
    ),
  };
  return together("summarizeHistory", asked, ({ totals, changes, versionsPerKey }) => ({
    keys: versionsPerKey.reduce((sum, one) => sum + one.keys, 0),
    ...totals,
    changes,
    versionsPerKey,
  }));
}

function changesAt(table: Relation, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const window = sql`over (partition by ${keys} order by ${from}, ${to} nulls last)`;
  const versions = sql`
    select ${from} as begins, ${to} as ends, case when ${isOpen(spec)} then 1 else 0 end as is_open,
      lag(${to}) ${window} as previous_end, lead(${from}) ${window} as next_begin,
      row_number() ${window} as nth
    from ${table} where ${isEverValid(spec)}`;
  const begun = sql`
    select begins as change_time,
      case when nth = 1 then 'inserted' when previous_end < begins then 'returned' else 'changed' end as what
    from (${versions}) as v`;
  const ended = sql`
    select ends as change_time, 'deleted' as what
    from (${versions}) as v where is_open = 0 and (next_begin is null or ends < next_begin)`;
  const counts = kinds.map(
    (kind) => sql`count(case when what = ${kind} then 1 end) as ${identifier(kind)}`,
  );
  return sql`
    select ${toTimestamp(sql`change_time`)} as happened_at, ${counts}
    from (${begun} union all ${ended}) as happened
    group by change_time order by change_time`;
}

const kinds = ["inserted", "changed", "deleted", "returned"] as const;

function readChanges(rows: Rows): readonly HistoryChange[] {
  const times = getColumn(rows, "happened_at", "timestamp");
  return Array.from({ length: rows.count }, (_, index) => ({
    at: valueAt(times, index) ?? 0n,
    inserted: count(rows, "inserted", index),
    changed: count(rows, "changed", index),
    deleted: count(rows, "deleted", index),
    returned: count(rows, "returned", index),
  }));
}

function count(rows: Rows, name: string, index: number): number {
  return Number(valueAt(getColumn(rows, name, "int64"), index) ?? 0n);
}
