import { toObjects, type TableName } from "@dx/core";
import { identifier, joinSql, query, sql, type Query } from "@dx/sql";
import { relation } from "@dx/core";
import type { TypedColumn } from "../schema/typed-column.ts";

/** A key that no merge can be by. */
export interface KeyFault {
  /** How many rows have such keys. */
  readonly rows: number;
  /** One of them: canonical texts by column, `null` for NULL. */
  readonly example: Readonly<Record<string, string | null>> | null;
}

/** Keys of staged rows that are NULL, or that several rows have. */
export function findKeyFaults(staging: TableName, key: readonly TypedColumn[]): Query<KeyFault> {
  const names = key.map(({ name }) => identifier(name));
  const missing = joinSql(
    names.map((name) => sql`${name} is null`),
    " or ",
  );
  const faults = sql`select ${names}, count(*) as dx_rows from ${relation(staging)} group by ${names} having count(*) > 1 or ${missing}`;
  return query(
    "findKeyFaults",
    sql`select f.*, sum(f.dx_rows) over () as dx_all from (${faults}) as f order by ${names} limit 1`,
    (rows) => {
      const [row] = toObjects(rows, "text");
      if (row === undefined) return { rows: 0, example: null };
      const own = Object.entries(row).slice(0, key.length);
      return {
        rows: Number(row["dx_all"]?.value ?? 0),
        example: Object.fromEntries(own.map(([name, { value }]) => [name, value])),
      };
    },
  );
}
