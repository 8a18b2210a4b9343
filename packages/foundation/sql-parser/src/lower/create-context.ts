import type { LowerContext } from "./context.ts";
import { readExpression } from "./expression.ts";
import { readQuery } from "./query.ts";

/** What lowering needs to know. */
export function createLowerContext(
  given: Pick<LowerContext, "spans" | "base" | "parts">,
): LowerContext {
  return { ...given, windows: new Map(), readExpression, readQuery };
}
