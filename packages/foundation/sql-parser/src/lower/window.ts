import type { Argument } from "../ast/expression.ts";
import type { NamedWindow } from "../ast/query.ts";
import { lowerExpression, lowerIdentifier, lowerOptional, type LowerContext } from "./context.ts";
import { isRaw, listOf, type Raw } from "./raw.ts";

/** What a window partitions and orders by. */
export function overArguments(over: Raw, context: LowerContext): readonly Argument[] {
  return [
    ...listOf(over["partition_by"]).map((one): Argument => ({
      role: "partition",
      value: lowerExpression(one, context),
    })),
    ...listOf(over["order_by"]).flatMap((one): readonly Argument[] => {
      const value = lowerOptional(one, context);
      return value === null ? [] : [{ role: "order", value }];
    }),
  ];
}

/** The windows that a query names. */
export function lowerWindows(value: unknown, context: LowerContext): readonly NamedWindow[] {
  return listOf(value).flatMap((one) => {
    const name = isRaw(one) ? lowerIdentifier(one["name"], context) : null;
    const spec = isRaw(one) ? one["spec"] : null;
    if (name === null || !isRaw(spec)) return [];
    const base = lowerIdentifier(spec["window_name"], context)?.name.toLowerCase() ?? null;
    return [{ name: name.name.toLowerCase(), arguments: overArguments(spec, context), base }];
  });
}
