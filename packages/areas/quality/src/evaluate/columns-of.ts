import type { Check, RowRule, SetRule, Suite } from "../check.ts";

/** The tables that checks look at, in order of appearance. */
export function tablesOf({ checks }: Suite): readonly string[] {
  return [...new Set(checks.map(({ table }) => table))];
}

/** The columns of its own table that a check names, but those inside of conditions. */
export function columnsOf(check: Check): readonly string[] {
  const grouped = check.groupBy ?? [];
  if ("schema" in check) return [];
  if ("measure" in check) {
    const { measure } = check;
    if (measure.kind === "failing")
      return [...new Set([...grouped, ...columnsOfRule(measure.rule)])];
    return [...new Set([...grouped, ...("column" in measure ? [measure.column] : [])])];
  }
  return [...new Set([...grouped, ...columnsOfRule(check.rule)])];
}

/** The columns that a rule names. */
// oxlint-disable-next-line complexity -- one case for each kind
function columnsOfRule(rule: RowRule | SetRule): readonly string[] {
  switch (rule.kind) {
    case "condition":
      return rule.shown ?? [];
    case "all-of":
      return [...new Set([...rule.rules, ...(rule.among ?? [])].flatMap(columnsOfRule))];
    case "compare":
      return [rule.left, rule.right];
    case "unique":
    case "references":
    case "in-tuples":
    case "distinct-in-row":
    case "equal-in-row":
    case "row-sum":
      return rule.columns;
    case "increasing":
      return [...new Set([rule.column, ...rule.orderBy, ...(rule.within ?? [])])];
    case "steps":
      return [...new Set([rule.column, ...(rule.within ?? [])])];
    case "ranges":
      return [...new Set([rule.from, rule.to, ...(rule.within ?? [])])];
    case "determines":
      return [...new Set([...rule.columns, rule.column])];
    default:
      return [rule.column];
  }
}
