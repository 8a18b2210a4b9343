import type { Bounds, Check, RowRule, RowThreshold, SchemaRule, SetRule } from "../check.ts";

/** The rules that other tools' words, or SQL that stands alone, are written for. */
export type NarrowRule = Extract<
  RowRule | SetRule,
  {
    kind:
      | "not-null"
      | "is-null"
      | "not-nan"
      | "between"
      | "in-set"
      | "not-in-set"
      | "matches"
      | "length"
      | "compare"
      | "condition"
      | "unique"
      | "references"
      | "increasing"
      | "determines";
  }
>;

const narrow: ReadonlySet<string> = new Set<NarrowRule["kind"]>([
  "not-null",
  "is-null",
  "not-nan",
  "between",
  "in-set",
  "not-in-set",
  "matches",
  "length",
  "compare",
  "condition",
  "unique",
  "references",
  "increasing",
  "determines",
]);

/** Whether a rule is one of those that other tools have words for, whatever its options. */
export function isNarrowRule(rule: RowRule | SetRule): rule is NarrowRule {
  return narrow.has(rule.kind);
}

/** Whether a check says something that no tool's own word says alike: it is written as SQL, or not at all. */
export function isWide(check: Check): boolean {
  if (check.groupBy !== undefined) return true;
  if ("schema" in check) return isWideSchema(check.schema);
  if ("measure" in check)
    return (
      check.ofNothing !== undefined ||
      [check.bounds, check.warnBounds].some(
        (bounds) => bounds !== undefined && isWideBounds(bounds),
      )
    );
  return isWideRule(check.rule) || isWideThreshold(check.threshold);
}

function isWideSchema({ columns }: SchemaRule): boolean {
  return columns.some(
    ({ at, type, isForbidden }) => at !== undefined || isForbidden === true || Array.isArray(type),
  );
}

function isWideBounds({ strictMin = false, strictMax = false, outside = false }: Bounds): boolean {
  return strictMin || strictMax || outside;
}

function isWideThreshold({ of }: RowThreshold): boolean {
  return of === "count";
}

function isWideRule(rule: RowRule | SetRule): boolean {
  if (!isNarrowRule(rule)) return true;
  if ("leaveOut" in rule && rule.leaveOut !== undefined && rule.leaveOut !== "any-null")
    return true;
  return rule.kind === "increasing" && (rule.decreasing === true || rule.within !== undefined);
}
