import type { ColumnExpression, Expression, StarExpression } from "../ast/expression.ts";
import type { Binder } from "./binder.ts";
import { expandStar } from "./expand-star.ts";
import type { ResolvedOutput } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { typeOf } from "./type-of.ts";

/** `max(columns('x.*')) + 1` of DuckDB: the expression once for each column; `null` if it has no such thing. */
export function spreadColumns(
  expression: Expression,
  scope: Scope,
  binder: Binder,
): readonly ResolvedOutput[] | null {
  const star = findColumns(expression);
  if (star === null) return null;
  return expandStar(star, scope, binder).map((output): ResolvedOutput => {
    const filled = fill(expression, star, standIn(output, star, binder));
    const type = typeOf(filled, binder);
    const { name, key } = output;
    return { name, key, type, value: { kind: "expression", expression: filled } };
  });
}

/** The first `columns(...)`; all in one expression name the same. */
function findColumns(expression: Expression): StarExpression | null {
  if (expression.kind === "star") return expression.pattern === null ? null : expression;
  if (expression.kind !== "call" || expression.name === "unpacked") return null;
  for (const { value } of expression.arguments) {
    const found = findColumns(value);
    if (found !== null) return found;
  }
  return null;
}

/** An expression for one of the columns. */
function standIn(
  { name, value }: ResolvedOutput,
  star: StarExpression,
  binder: Binder,
): Expression {
  if (value.kind === "expression") return value.expression;
  const span = star.span ?? { start: 0, end: 0, line: 1, column: 1 };
  const column: ColumnExpression = {
    kind: "column",
    parts: [{ name: name ?? "*", quoted: true, span }],
    span,
  };
  if (value.kind === "binding") binder.columns.set(column, value.binding);
  if (value.kind === "star") binder.columns.set(column, { kind: "row", source: value.source });
  return column;
}

function fill(expression: Expression, star: StarExpression, column: Expression): Expression {
  if (expression === star) return column;
  if (expression.kind === "star" && expression.pattern === star.pattern) return column;
  if (expression.kind !== "call") return expression;
  const parts = expression.arguments.map(({ role, value }) => ({
    role,
    value: fill(value, star, column),
  }));
  return { ...expression, arguments: parts };
}
