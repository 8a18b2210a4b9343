import { rowHashOf } from "@dx/scd";
import type { Sql } from "@dx/sql";
import type { Made } from "./outputs.ts";

/** What the row hash of the dimension must be, where it has one. */
export function hashOf({ spec, columns }: Pick<Made, "spec" | "columns">): {
  readonly rowHash?: Sql;
} {
  return spec.rowHash === undefined ? {} : { rowHash: rowHashOf(spec, columns) };
}
