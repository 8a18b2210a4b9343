import { relation, type Rows, type TableName } from "@dx/core";
import { query, sql, type Query } from "@dx/sql";
import { columnOf, columnsAs } from "./as-of-condition.ts";
import { sameKey } from "./history-claims-changes.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * Asks for all versions of the keys that have most of them, as for a picture of their timelines: key, begin,
 * end, attributes, and `version_count`; the busiest key first, its versions in order, equal counts by key.
 * @param most - how many keys at most
 */
export function busiestKeys(history: TableName, spec: HistorySpec, most: number): Query<Rows> {
  const table = relation(history);
  const { key, attributes } = columnsOf(spec);
  const keys = columnsAs(key);
  const ranked = sql`
    select ${keys}, version_count,
      row_number() over (order by version_count desc, ${keys}) as nth_key
    from (select ${keys}, count(*) as version_count from ${table} group by ${keys}) as per_key`;
  const columns = columnsAs([...key, spec.validFrom, spec.validTo, ...attributes], "h");
  const question = sql`
    select ${columns}, b.version_count
    from ${table} as h join (${ranked}) as b on ${sameKey(spec, "h", "b")}
    where b.nth_key <= ${most}
    order by b.nth_key, ${columnOf(spec.validFrom, "h")}`;
  return query("busiestKeys", question, (rows) => rows);
}
