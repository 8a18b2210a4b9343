import type { Expression } from "./expression.ts";

const expressionKinds = new Set(["column", "star", "literal", "call", "subquery", "lambda"]);

/** What is no part of the tree itself: what the parser said, and places. */
const skipped = new Set(["node", "span"]);

/**
 * Shows every expression of a tree, query or expression, those in queries included, parents first.
 * @example
 * ```ts
 * import { loadParser, visitExpressions } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const { statements } = parser.parse("select a + b from t where c", { dialect: "duckdb" });
 * const columns: string[] = [];
 * visitExpressions(statements[0]?.tree, (one) => {
 *   if (one.kind === "column") columns.push(one.parts.map(({ name }) => name).join("."));
 * });
 * if (columns.join(" ") !== "a b c") throw new Error(columns.join(" "));
 * ```
 */
export function visitExpressions(tree: unknown, see: (expression: Expression) => void): void {
  if (Array.isArray(tree)) {
    for (const one of tree) visitExpressions(one, see);
    return;
  }
  if (typeof tree !== "object" || tree === null) return;
  if (isExpression(tree)) see(tree);
  for (const [key, part] of Object.entries(tree))
    if (!skipped.has(key) && typeof part === "object") visitExpressions(part, see);
}

function isExpression(value: object): value is Expression {
  return "kind" in value && typeof value.kind === "string" && expressionKinds.has(value.kind);
}
