import { relation, type TableName } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** The rows whose key, or a part of it, is NULL. */
export function findNullKeys(history: TableName, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const from = identifier(spec.validFrom);
  const missing = keys.map((key) => sql`${key} is null`);
  return sql`
    select ${keys}, ${from}, ${identifier(spec.validTo)}
    from ${relation(history)}
    where ${joinSql(missing, " or ")}
    order by ${keys}, ${from}`;
}

/** The rows without begin, or without end where open ones have a value. */
export function findNullTimes(history: TableName, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const missing = [from, ...(spec.openEnd === undefined ? [] : [to])];
  return sql`
    select ${keys}, ${from}, ${to}
    from ${relation(history)}
    where ${joinSql(
      missing.map((one) => sql`${one} is null`),
      " or ",
    )}
    order by ${keys}, ${from}`;
}
