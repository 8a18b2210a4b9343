import { relation, type TableName } from "@dx/core";
import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnsAs, isEverValid } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** The versions that begin when one with the same columns of type 2 ends; with a gap between, both are right. */
export function findEqualNeighbours(history: TableName, spec: HistorySpec): Sql {
  const {
    key,
    byType: { 2: tracked },
  } = columnsOf(spec);
  const keys = columnsAs(key);
  const values = columnsAs(tracked);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const before = (what: Sql, name: string): Sql =>
    sql`lag(${what}) over (partition by ${keys} order by ${from}, ${to} nulls last) as ${identifier(name)}`;
  const lagged = [
    before(to, "previous_to"),
    ...values.map((value, index) => before(value, `previous_${index}`)),
  ];
  const same = values.map((value, index) => isNotDistinct(value, identifier(`previous_${index}`)));
  return sql`
    select ${[...keys, from, to, ...values]}
    from (
      select ${[...keys, from, to, ...values, ...lagged]}
      from ${relation(history)}
      where ${isEverValid(spec)}
    ) as versions
    where ${joinSql([sql`previous_to = ${from}`, ...same], " and ")}
    order by ${keys}, ${from}`;
}
