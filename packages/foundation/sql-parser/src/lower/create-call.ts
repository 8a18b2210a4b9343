import type { CallExpression, CallForm } from "../ast/expression.ts";

/** A call, with what was not said left empty. */
export function createCall(
  name: string,
  rest: Partial<CallExpression> & { readonly node: unknown; readonly form?: CallForm },
): CallExpression {
  return {
    kind: "call",
    name,
    written: null,
    form: "scalar",
    arguments: [],
    type: null,
    field: null,
    ...rest,
  };
}
