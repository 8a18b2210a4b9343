import type { Check, Suite } from "../check.ts";
import { defined } from "../formats/defined.ts";
import { parseRule, type ParseRuleOptions } from "./parse-rule.ts";

/** Rules by table and column, in the grammar of `parseRule`. */
export type RulesByTable = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/**
 * A suite in few words: rules by table and column. Nothing may fail, and a failure is an error; what is to be allowed is
 * said by checks written out.
 * @throws DxError `DX_QUALITY_RULE` for a rule that is none, with its place
 * @example
 * ```ts
 * import { suiteOf } from "@dx/quality";
 * const suite = suiteOf("shop", { orders: { id: ["not null", "unique"], price: ">= 0" } });
 * if (suite.checks.map(({ id }) => id).join() !== "orders.id.1,orders.id.2,orders.price.1") throw new Error();
 * ```
 */
export function suiteOf(
  name: string,
  tables: RulesByTable,
  { now }: Pick<ParseRuleOptions, "now"> = {},
): Suite {
  const checks = Object.entries(tables).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, rules]) =>
      [rules].flat().map((rule, index): Check => {
        const parsed = parseRule(rule, now === undefined ? { column } : { column, now });
        return checkOf(parsed, { id: `${table}.${column}.${index + 1}`, table, reason: rule });
      }),
    ),
  );
  return { name, checks };
}

function checkOf(
  parsed: ReturnType<typeof parseRule>,
  named: Pick<Check, "id" | "table"> & { readonly reason: string },
): Check {
  const { dimension, groupBy } = parsed;
  const head = { ...named, dimension, severity: "error", ...defined({ groupBy }) } as const;
  return "measure" in parsed
    ? { ...head, measure: parsed.measure, bounds: parsed.bounds }
    : { ...head, rule: parsed.rule, threshold: { of: "considered", failAbove: 0 } };
}
