import { relation, type TableName } from "@dx/core";
import { createPlan, sql, type Plan } from "@dx/sql";
import type { HistorySpec } from "./history-spec.ts";
import { logOf } from "./plan-changes/work.ts";

/**
 * Plans a copy of a history and its log, as for trying a load, or for comparing with what was before. The log of the copy
 * is `<copy>_log`: leave `log` out of the specification that the copy is used with.
 */
export function planHistoryCopy(history: TableName, copy: TableName, spec: HistorySpec): Plan {
  const { log: _, ...rest } = spec;
  const pairs = [
    [relation(history), relation(copy)],
    [logOf(history, spec), logOf(copy, rest)],
  ] as const;
  const statements = pairs.flatMap(([from, to]) => [
    { purpose: `make room for ${to.name}`, sql: sql`drop table if exists ${to}` },
    {
      purpose: `copy ${from.name} to ${to.name}`,
      sql: sql`create table ${to} as select * from ${from}`,
    },
  ]);
  return createPlan([statements]);
}
