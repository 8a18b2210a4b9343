import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/** Whether a float64, or a decimal of Postgres, is NaN; NULL of NULL. */
export function isNan(number: Sql): Sql {
  return dialectCall("is-nan", number);
}
