import { createPlan, verbatimSql, type Plan } from "@dx/sql";

/**
 * A statement of a script as it stands, to run it where its effects are looked at; temporary tables are made to stay, since
 * they would end with their connection.
 * @example
 * ```ts
 * import { planText } from "@dx/lineage";
 * import { formatPlan } from "@dx/sql";
 * if (/temp/i.test(formatPlan(planText("create temp table t as select 1 as a"), "duckdb"))) throw new Error();
 * ```
 */
export function planText(text: string): Plan {
  const kept = text.replace(/^(\s*create\s+(?:or\s+replace\s+)?)temp(?:orary)?\s+/i, "$1");
  return createPlan([[{ purpose: "run a statement of a script", sql: verbatimSql(kept) }]]);
}
