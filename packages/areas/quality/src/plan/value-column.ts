import type { Check } from "../check.ts";
import { isSet } from "../evaluate/naive-form.ts";

/** Whether a check counts different values. */
export function isDistinct(check: Check): boolean {
  return "measure" in check && ["distinct-count", "distinct-share"].includes(check.measure.kind);
}

const ofValues = new Set(["distinct-count", "distinct-share", "null-share"]);

/** The column whose values alone decide a check; `undefined` if there is none such. */
export function valueColumn(check: Check): string | undefined {
  if ("measure" in check)
    return "column" in check.measure && ofValues.has(check.measure.kind)
      ? check.measure.column
      : undefined;
  if (!("rule" in check) || isSet(check)) return undefined;
  const { rule } = check;
  return rule.kind === "compare" || rule.kind === "condition" || !("column" in rule)
    ? undefined
    : rule.column;
}
