import { dataType, type TypeName } from "@dx/core";
import { atZone, sql, type Sql } from "@dx/sql";

/** A value as one of another type. */
export function castAs(value: Sql, type: TypeName): Sql {
  return sql`cast(${value} as ${{ kind: "sql", pieces: [{ kind: "type", type: dataType(type) }] }})`;
}

/** An instant as the timestamp of it in UTC; a timestamp stays. */
export function inUtc(time: Sql, utc = false): Sql {
  return utc ? atZone(time, "UTC") : time;
}

/** The day of a time. */
export function dayOf(time: Sql, utc = false): Sql {
  return castAs(inUtc(time, utc), "date");
}
