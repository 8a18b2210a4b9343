import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/** The first day of the month of a date, as a date; NULL of NULL. */
export function startOfMonth(date: Sql): Sql {
  return dialectCall("start-of-month", date);
}
