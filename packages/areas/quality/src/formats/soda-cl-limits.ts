import { textOf } from "./read-document.ts";
import type { SodaLimits } from "./soda-body.ts";
import { failingLimit, passingLimit } from "./soda-limits.ts";

/** What passes: after the metric, or as what fails and warns beneath it. */
export function limitsOf(
  limit: string | undefined,
  given: Readonly<Record<string, unknown>>,
): SodaLimits | undefined {
  if (limit !== undefined) {
    const fail = passingLimit(limit);
    return fail === undefined ? undefined : { fail };
  }
  const [fail, warn] = ["fail", "warn"].map((key) => {
    const [, condition] = /^when (.*)$/s.exec(textOf(given[key]) ?? "") ?? [];
    return condition === undefined ? undefined : failingLimit(condition);
  });
  if (fail === undefined && warn === undefined) return undefined;
  return { ...(fail === undefined ? {} : { fail }), ...(warn === undefined ? {} : { warn }) };
}
