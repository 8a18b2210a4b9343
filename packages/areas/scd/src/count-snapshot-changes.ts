import { relation, type TableName } from "@dx/core";
import { countRows, isNotDistinct, joinSql, sql, together, type Query, type Sql } from "@dx/sql";
import { columnOf } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** How two snapshots differ, counted in keys. */
export interface SnapshotChanges {
  /** That only the later one has. */
  readonly appeared: number;
  /** That only the earlier one has. */
  readonly disappeared: number;
  /** That both have, with different columns of type 2. */
  readonly changed: number;
}

/** Asks how two snapshots differ, by the snapshots alone: what a history must tell of the time between them. */
export function countSnapshotChanges(
  earlier: TableName,
  later: TableName,
  spec: HistorySpec,
): Query<SnapshotChanges> {
  const [before, after] = [relation(earlier), relation(later)];
  const { key, byType } = columnsOf(spec);
  const sameKey = joinSql(
    key.map((name) => sql`${columnOf(name, "a")} = ${columnOf(name, "b")}`),
    " and ",
  );
  const same = byType[2].map((name) => isNotDistinct(columnOf(name, "a"), columnOf(name, "b")));
  const differs = same.length === 0 ? sql`1 = 0` : sql`not (${joinSql(same, " and ")})`;
  const without = (one: Sql, other: Sql): Sql =>
    sql`select 1 as found from ${one} as a where not exists (select 1 from ${other} as b where ${sameKey})`;
  return together(
    "countSnapshotChanges",
    {
      appeared: countRows(without(sql`${after}`, sql`${before}`)),
      disappeared: countRows(without(sql`${before}`, sql`${after}`)),
      changed: countRows(
        sql`select 1 as found from ${before} as a join ${after} as b on ${sameKey} where ${differs}`,
      ),
    },
    (counts) => counts,
  );
}
