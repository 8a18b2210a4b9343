import type { Check, Suite } from "../check.ts";

/** The tables that checks look at, in order of appearance. */
export function tablesOf({ checks }: Suite): readonly string[] {
  return [...new Set(checks.map(({ table }) => table))];
}

/** The columns of its own table that a check names, but those inside of conditions. */
export function columnsOf(check: Check): readonly string[] {
  if ("schema" in check) return [];
  if ("measure" in check) return "column" in check.measure ? [check.measure.column] : [];
  const { rule } = check;
  switch (rule.kind) {
    case "condition":
      return [];
    case "compare":
      return [rule.left, rule.right];
    case "unique":
    case "references":
      return rule.columns;
    case "increasing":
      return [...new Set([rule.column, ...rule.orderBy])];
    case "determines":
      return [...new Set([...rule.columns, rule.column])];
    default:
      return [rule.column];
  }
}
