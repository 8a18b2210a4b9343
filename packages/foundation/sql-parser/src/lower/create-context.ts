import type { LowerContext } from "./context.ts";
import { readExpression } from "./expression.ts";
import { readQuery } from "./query.ts";

/** What lowering needs to know. */
export function createLowerContext(
  given: Pick<LowerContext, "dialect" | "spans" | "base"> &
    Partial<Pick<LowerContext, "parts" | "pieces" | "assignments">>,
): LowerContext {
  const none = { parts: new Map(), pieces: new Map(), assignments: new Map(), windows: new Map() };
  return { ...none, ...given, readExpression, readQuery };
}
