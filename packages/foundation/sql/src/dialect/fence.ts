import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/** Written at the end of a subquery, it keeps the planner from computing its expressions once for each use. */
export function fence(): Sql {
  return dialectCall("fence");
}
