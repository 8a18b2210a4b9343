import { relation, type TableName } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import { columnsAs, isOpen, type AuditedSpec } from "./as-of-condition.ts";
import { columnsOf } from "./history-spec.ts";

/** The versions that end when they begin, or before. */
export function findEmptyIntervals(history: TableName, spec: AuditedSpec): Sql {
  const before = spec.isEndIncluded === true ? sql`<` : sql`<=`;
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  return sql`
    select ${keys}, ${from}, ${to}
    from ${relation(history)}
    where ${to} ${before} ${from} and not (${isOpen(spec)})
    order by ${keys}, ${from}`;
}
