import { relation, type TableName } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";

/** The surrogate keys that several rows have, and NULL if any row has that. */
export function findRepeatedSurrogates(history: TableName, column: string): Sql {
  const surrogate = identifier(column);
  return sql`
    select ${surrogate}, count(*) as row_count
    from ${relation(history)}
    group by ${surrogate}
    having count(*) > 1 or ${surrogate} is null
    order by ${surrogate}`;
}
