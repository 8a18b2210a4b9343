import { relation, toMicros, type TableName } from "@dx/core";
import { identifier, sql, timestampLiteral, type Sql } from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** From here on, an end is taken for "open", not for a time: the sentinels in use lie between 2999 and infinity. */
export const sentinelsFrom: bigint = toMicros("2900-01-01");

/** The rows whose end means "open" in another way than the chosen one. */
export function findOtherEnds(history: TableName, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const open = spec.openEnd === undefined ? undefined : toMicros(spec.openEnd);
  const first = open === undefined || open > sentinelsFrom ? sentinelsFrom : open;
  const isOther = open === undefined ? sql`` : sql` and ${to} <> ${timestampLiteral(open)}`;
  return sql`
    select ${keys}, ${from}, ${to}
    from ${relation(history)}
    where ${to} >= ${timestampLiteral(first)}${isOther}
    order by ${keys}, ${from}`;
}
