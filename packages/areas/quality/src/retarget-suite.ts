import type { Check, Suite } from "./check.ts";

/**
 * The same checks of other tables, such as copies.
 * @param tables - the other table of each, by name; those that are not named stay. Lookups in a table go to its other one, too
 */
export function retargetSuite(suite: Suite, tables: Readonly<Record<string, string>>): Suite {
  const other = (table: string): string =>
    (Object.hasOwn(tables, table) ? tables[table] : undefined) ?? table;
  return { name: suite.name, checks: suite.checks.map((check) => retarget(check, other)) };
}

function retarget(check: Check, other: (table: string) => string): Check {
  const table = other(check.table);
  if (!("rule" in check) || check.rule.kind !== "references") return { ...check, table };
  return { ...check, table, rule: { ...check.rule, table: other(check.rule.table) } };
}
