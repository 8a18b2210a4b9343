import { emptyStar } from "../ast/empty.ts";
import type { Expression, Identifier } from "../ast/expression.ts";
import { lowerExpression, lowerIdentifier, spanAcross, type LowerContext } from "./context.ts";
import { createCall } from "./create-call.ts";
import type { Raw } from "./raw.ts";

/** `a` or `t.a`. */
export function lowerColumn(data: Raw, context: LowerContext): Expression {
  const parts = [data["table"], data["name"]].flatMap((one) => lowerIdentifier(one, context) ?? []);
  const piece = parts.length === 1 ? context.pieces.get(parts[0]?.name ?? "") : undefined;
  return piece ?? { kind: "column", parts, span: spanAcross(parts, context) };
}

/** `a.b.c`: one column with more parts, if its beginning is one; else a field of a value. */
export function lowerDot(data: Raw, context: LowerContext): Expression {
  const field = lowerIdentifier(data["field"], context);
  const inner = lowerExpression(data["this"], context);
  if (inner.kind === "column" && field?.name === "*" && !field.quoted)
    return { kind: "star", ...emptyStar, qualifier: inner.parts, span: inner.span };
  if (inner.kind !== "column" || field === null)
    return createCall("dot", {
      node: data,
      field: field?.name ?? null,
      arguments: [{ role: "value", value: inner }],
    });
  const parts: readonly Identifier[] = [...inner.parts, field];
  return { kind: "column", parts, span: spanAcross(parts, context) };
}
