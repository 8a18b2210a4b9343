import type { CallExpression, Expression } from "../ast/expression.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { expandStar } from "./expand-star.ts";
import { bindColumn } from "./bind-column.ts";
import { bindExpression, resolveQuery, type Binder } from "./binder.ts";
import type { Scope } from "./scope.ts";

/** `count(t.*)` of DuckDB counts rows, whatever they hold. */
function isRowCount({ name }: CallExpression, { dialect }: Binder): boolean {
  return name === "count" && dialect === "duckdb";
}

/** Binds all names in an expression. */
export function bindNames(expression: Expression, scope: Scope, binder: Binder): void {
  switch (expression.kind) {
    case "column": {
      const { binding, finding } = bindColumn(expression, scope, binder);
      binder.columns.set(expression, binding);
      if (finding !== null) binder.findings.push(finding);
      return;
    }
    case "call":
      for (const { value } of expression.arguments) {
        bindExpression(value, scope, binder);
        if (value.kind === "star" && !isRowCount(expression, binder))
          binder.stars.set(value, expandStar(value, scope, binder));
      }
      return;
    case "subquery":
      binder.queries.set(
        expression,
        resolveQuery(expression.query, { parent: scope, common: scope.common }, binder),
      );
      return;
    case "lambda": {
      const names = expression.parameters.map((one) => foldIdentifier(one, binder.dialect));
      bindExpression(expression.body, { ...scope, locals: [...scope.locals, ...names] }, binder);
      return;
    }
    case "star":
      for (const { value } of expression.replace) bindExpression(value, scope, binder);
      return;
    case "literal":
  }
}
