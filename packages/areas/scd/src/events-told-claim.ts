import { relation, type Claim, type TableName } from "@dx/core";
import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnOf, columnsAs, isValidAt } from "./as-of-condition.ts";
import type { DeltaSource, LogSource } from "./change-source.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";
import { toTimestamp } from "./snapshot-times.ts";

/**
 * That a history tells each change of a delta or log: at its time, the version of its key has its columns of type 2,
 * or, after a delete, there is none. Of changes of one key at one time, only the one that counts is asked for.
 */
export function eventsToldClaim(
  history: TableName,
  source: DeltaSource | LogSource,
  spec: HistorySpec,
): Claim<Sql> {
  const [table, changes] = [relation(history), relation(source.table)];
  const { key, byType } = columnsOf(spec);
  const time = toTimestamp(columnOf(source.sequence, "e"));
  const sameKey = key.map((name) => sql`${columnOf(name, "h")} = ${columnOf(name, "e")}`);
  const same = byType[2].map((name) => isNotDistinct(columnOf(name, "h"), columnOf(name, "e")));
  const valid = [...sameKey, isValidAt(spec, time, "h")];
  const told = (conditions: readonly Sql[]): Sql =>
    sql`exists (select 1 from ${table} as h where ${joinSql(conditions, " and ")})`;
  const isDelete = source.kind === "log" ? deleteOf(source) : sql`1 = 0`;
  const counted =
    source.kind === "log" && source.tieBreak !== undefined ? ranked(source, key) : sql`${changes}`;
  const shown = [...columnsAs(key, "e"), columnOf(source.sequence, "e")];
  return {
    id: `scd.told.${changes.name}`,
    statement: `${table.name} tells each change of ${changes.name} at its time.`,
    subject: table.name,
    about: "result",
    check: {
      kind: "no-rows",
      violations: sql`select ${shown} from ${counted} as e
        where (${isDelete} and ${told(valid)}) or (not ${isDelete} and not ${told([...valid, ...same])})
        order by ${shown}`,
      population: sql`select * from ${changes}`,
    },
  };
}

function deleteOf({ operation, deletes }: LogSource): Sql {
  const value = columnOf(operation, "e");
  return sql`(${value} is not null and ${value} in (${deletes}))`;
}

function ranked({ table, sequence, tieBreak = sequence }: LogSource, key: readonly string[]): Sql {
  const partition = [...columnsAs(key), identifier(sequence)];
  return sql`(select * from (select t.*, row_number() over (partition by ${partition}
    order by ${identifier(tieBreak)} desc) as nth_at_time from ${relation(table)} as t) as numbered where nth_at_time = 1)`;
}
