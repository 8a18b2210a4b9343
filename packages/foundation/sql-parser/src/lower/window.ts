import type { Argument } from "../ast/expression.ts";
import { lowerExpression, lowerIdentifier, lowerOptional, type LowerContext } from "./context.ts";
import { isRaw, listOf, type Raw } from "./raw.ts";

/** What a window partitions and orders by. */
export function overArguments(over: Raw, context: LowerContext): readonly Argument[] {
  const base = windowName(over["window_name"], context);
  return [
    ...(base === null ? [] : (context.windows.get(base) ?? [])),
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

/** The windows that a query names: what they, and those that they extend, partition and order by. */
export function lowerWindows(
  value: unknown,
  context: LowerContext,
): ReadonlyMap<string, readonly Argument[]> {
  const windows = new Map<string, readonly Argument[]>();
  for (const one of listOf(value)) {
    const name = isRaw(one) ? windowName(one["name"], context) : null;
    const spec = isRaw(one) ? one["spec"] : null;
    if (name !== null && isRaw(spec))
      windows.set(name, overArguments(spec, { ...context, windows }));
  }
  return windows;
}

function windowName(value: unknown, context: LowerContext): string | null {
  return lowerIdentifier(value, context)?.name.toLowerCase() ?? null;
}
