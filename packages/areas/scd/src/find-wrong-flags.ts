import { relation, type TableName } from "@dx/core";
import { identifier, isNotDistinct, sql, type Sql } from "@dx/sql";
import { columnsAs, isOpen } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * The rows whose flag does not say whether they are open.
 * @param flag - its column, boolean
 */
export function findWrongFlags(history: TableName, spec: HistorySpec, flag: string): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const open = sql`(case when ${isOpen(spec)} then true else false end)`;
  return sql`
    select ${keys}, ${from}, ${to}, ${identifier(flag)}
    from ${relation(history)}
    where not ${isNotDistinct(identifier(flag), open)}
    order by ${keys}, ${from}`;
}
