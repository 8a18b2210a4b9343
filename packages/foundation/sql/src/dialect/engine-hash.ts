import type { Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** A row's hash of 64 bits by the engine itself, in a type whose sums do not overflow; of the engines that dx runs. */
export const engineHash: Partial<Readonly<Record<Dialect, (columns: Sql) => Sql>>> = {
  duckdb: (columns) => sql`cast(hash(${columns}) as hugeint)`,
  postgres: (columns) => sql`cast(hashtextextended(cast(row(${columns}) as text), 0) as numeric)`,
};
