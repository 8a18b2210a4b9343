import { parseName } from "@dx/core";
import type { Bounds, Check, CheckValue, Measure, RowRule, SetRule } from "./check.ts";

/**
 * Says what a check demands, in one sentence.
 * @example
 * ```ts
 * import { describeCheck, suiteOf } from "@dx/quality";
 * const [check] = suiteOf("shop", { orders: { price: ">= 0" } }).checks;
 * if (check === undefined || describeCheck(check) !== "orders: price is at least 0.") throw new Error();
 * ```
 */
export function describeCheck(check: Check): string {
  const where = check.where === undefined ? "" : ` where ${check.where}`;
  if ("schema" in check) {
    const names = check.schema.columns.map(({ name }) => shown(name)).join(", ");
    return `${check.table}: the columns are ${names}${check.schema.others === true ? ", and maybe others" : ""}.`;
  }
  if ("measure" in check)
    return `${check.table}${where}: ${ofMeasure(check.measure)} ${ofBounds(check.bounds)}.`;
  const { failAbove, of } = check.threshold;
  const rows = of === "rows" ? "rows" : "rows with a value";
  const but =
    failAbove === 0 ? "" : `, but for at most ${Number((failAbove * 100).toFixed(4))} % of ${rows}`;
  return `${check.table}${where}: ${ofRule(check.rule)}${but}.`;
}

function shown(name: string): string {
  return parseName(name).text;
}

function list(names: readonly string[]): string {
  return names.map(shown).join(", ");
}

function values(given: readonly CheckValue[]): string {
  const first = given.slice(0, 6).map(String).join(", ");
  return given.length > 6 ? `${first} and ${given.length - 6} more` : first;
}

// oxlint-disable-next-line complexity -- one case for each rule
function ofRule(rule: RowRule | SetRule): string {
  switch (rule.kind) {
    case "not-null":
      return `${shown(rule.column)} is there`;
    case "is-null":
      return `${shown(rule.column)} is NULL`;
    case "not-nan":
      return `${shown(rule.column)} is not NaN`;
    case "between":
      return `${shown(rule.column)} ${ofRange(rule)}`;
    case "in-set":
      return `${shown(rule.column)} is one of ${values(rule.values)}`;
    case "not-in-set":
      return `${shown(rule.column)} is none of ${values(rule.values)}`;
    case "matches":
      return `${shown(rule.column)} ${rule.not === true ? "does not match" : "matches"} ${rule.pattern}`;
    case "length":
      return `the length of ${shown(rule.column)} ${ofBounds(rule)}`;
    case "compare":
      return `${shown(rule.left)} ${rule.is} ${shown(rule.right)}`;
    case "condition":
      return rule.sql;
    case "unique":
      return `${list(rule.columns)} ${rule.columns.length === 1 ? "is" : "are together"} unique`;
    case "references":
      return `${list(rule.columns)} is in ${rule.table} (${list(rule.referenced)})`;
    case "increasing":
      return `${shown(rule.column)} does not fall by ${list(rule.orderBy)}${rule.strictly === true ? ", nor stay" : ""}`;
    case "determines":
      return `there is one ${shown(rule.column)} for each ${list(rule.columns)}`;
  }
}

function ofRange(rule: Extract<RowRule, { kind: "between" }>): string {
  const { min, max, strictMin = false, strictMax = false } = rule;
  const low = min === undefined ? undefined : `${strictMin ? "above" : "at least"} ${min}`;
  const high = max === undefined ? undefined : `${strictMax ? "below" : "at most"} ${max}`;
  return `is ${[low, high].filter((one) => one !== undefined).join(" and ")}`;
}

function ofBounds({ min, max }: Bounds): string {
  if (min !== undefined && min === max) return `is ${min}`;
  const low = min === undefined ? undefined : `at least ${min}`;
  const high = max === undefined ? undefined : `at most ${max}`;
  return `is ${[low, high].filter((one) => one !== undefined).join(" and ")}`;
}

function ofMeasure(measure: Measure): string {
  switch (measure.kind) {
    case "row-count":
      return "the number of rows";
    case "distinct-count":
      return `the number of different values of ${shown(measure.column)}`;
    case "distinct-share":
      return `the share of different values of ${shown(measure.column)}`;
    case "null-share":
      return `the share of rows without ${shown(measure.column)}`;
    case "quantile":
      return `the ${measure.share} quantile of ${shown(measure.column)}`;
    case "freshness-minutes":
      return `the age of the latest ${shown(measure.column)}, in minutes at ${measure.now},`;
    default:
      return `the ${measure.kind} of ${shown(measure.column)}`;
  }
}
