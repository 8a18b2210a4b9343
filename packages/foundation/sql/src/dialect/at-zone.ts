import type { Sql } from "../sql.ts";
import { toPiece } from "../join-sql.ts";
import { dialectCall } from "./functions.ts";

/**
 * The instant of a timestamp that is local in a time zone, as `Europe/Berlin`.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where the dialect has no such conversion
 */
export function atZone(timestamp: Sql, zone: string): Sql {
  return dialectCall("at-zone", timestamp, toPiece(zone));
}
