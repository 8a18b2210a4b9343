import { relation, type TableName } from "@dx/core";
import { createPlan, sql, type Plan } from "@dx/sql";
import { resolveVersions, type ResolveVersionsOptions } from "./resolve-versions.ts";

/** Which facts are resolved by which history. */
export interface PlanFactsOptions extends ResolveVersionsOptions {
  /** The facts, as they are. */
  readonly facts: TableName;
  /** The dimension. */
  readonly history: TableName;
}

/** Plans a table of facts, each with the version of its dimension row that was valid at its time; an earlier one is replaced. */
export function planFacts(into: TableName, options: PlanFactsOptions): Plan {
  const table = relation(into);
  const resolved = resolveVersions(options.facts, options.history, options);
  return createPlan([
    [
      { purpose: `make room for ${table.name}`, sql: sql`drop table if exists ${table}` },
      {
        purpose: `find the version of each row of ${relation(options.facts).name}`,
        sql: sql`create table ${table} as ${resolved}`,
      },
    ],
  ]);
}
