import { castAs, atZone, type Sql } from "@dx/sql";

/** An instant as the timestamp of it in UTC; a timestamp stays. */
export function inUtc(time: Sql, utc = false): Sql {
  return utc ? atZone(time, "UTC") : time;
}

/** The day of a time. */
export function dayOf(time: Sql, utc = false): Sql {
  return castAs(inUtc(time, utc), "date");
}
