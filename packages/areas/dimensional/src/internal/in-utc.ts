import { castAs, atZone, sql, type Sql } from "@dx/sql";
import type { TimeDimension } from "../model.ts";

/** An instant as the timestamp of it in UTC; a timestamp stays. */
export function inUtc(time: Sql, utc = false): Sql {
  return utc ? atZone(time, "UTC") : time;
}

/** The day of a time. */
export function dayOf(time: Sql, utc = false): Sql {
  return castAs(inUtc(time, utc), "date");
}

/** The key of the time of day of a time, as `generateTimeDimension` has it. */
export function timeOfDay(
  time: Sql,
  { granularity, utc = false }: Pick<TimeDimension, "granularity"> & { readonly utc?: boolean },
): Sql {
  const at = inUtc(time, utc);
  const second = secondOf(time, utc);
  const minutes = sql`extract(hour from ${at}) * 100 + extract(minute from ${at})`;
  return granularity === "minute"
    ? castAs(minutes, "int32")
    : castAs(sql`(${minutes}) * 100 + ${second}`, "int32");
}

/** The whole seconds of a time since its minute began. */
export function secondOf(time: Sql, utc = false): Sql {
  return sql`floor(extract(second from ${inUtc(time, utc)}))`;
}
