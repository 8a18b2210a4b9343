import { relation, type TableName } from "@dx/core";
import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** The columns that are the same in all versions of a key: types 0, 1 and 3, and the values before of the latter. */
export function constantsOf(spec: HistorySpec): readonly string[] {
  const { byType, prior } = columnsOf(spec);
  return [...byType[0], ...byType[1], ...byType[3], ...Object.values(prior)];
}

/** The versions that differ from the one before in a column that is the same in all versions of a key. */
export function findDifferingAttributes(history: TableName, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const values = columnsAs(constantsOf(spec));
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const window = sql`over (partition by ${keys} order by ${from}, ${to} nulls last)`;
  const lagged = values.map(
    (value, index) => sql`lag(${value}) ${window} as ${identifier(`previous_${index}`)}`,
  );
  const differs = values.map(
    (value, index) => sql`not ${isNotDistinct(value, identifier(`previous_${index}`))}`,
  );
  return sql`
    select ${[...keys, from, to, ...values]}
    from (
      select ${[...keys, from, to, ...values, ...lagged]}, row_number() ${window} as nth
      from ${relation(history)}
    ) as versions
    where nth > 1 and (${joinSql(differs, " or ")})
    order by ${keys}, ${from}`;
}
