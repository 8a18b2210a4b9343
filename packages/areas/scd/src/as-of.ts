import { relation, type TableName, type Time } from "@dx/core";
import { sql, timestampLiteral, type Sql } from "@dx/sql";
import { columnsAs, isValidAt } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * The rows of a history that are valid at a time, one for each key that there was then: key and attributes,
 * and the values before of columns of type 3. Only columns of type 2 are those of then; all others are as
 * the newest version has them. At the time of a change, the new version is valid.
 * @param at - a time, or SQL for one, as `parameter("as_of", "timestamp")`
 * @example
 * ```ts
 * import { asOf } from "@dx/scd";
 * import { renderSql } from "@dx/sql";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const { text } = renderSql(asOf("customer", spec, "2025-03-17"), "duckdb");
 * if (!text.includes('"since" <= cast(')) throw new Error();
 * ```
 * @see ISO/IEC 9075-2:2011, application-time periods, whose intervals are half open too
 */
export function asOf(history: TableName, spec: HistorySpec, at: Time | Sql): Sql {
  const { key, attributes, prior } = columnsOf(spec);
  const columns = columnsAs([...key, ...attributes, ...Object.values(prior)]);
  const valid = isValidAt(spec, timestampLiteral(at));
  return sql`select ${columns} from ${relation(history)} where ${valid}`;
}
