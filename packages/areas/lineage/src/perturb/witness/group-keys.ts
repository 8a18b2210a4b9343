import {
  visitExpressions,
  type CallExpression,
  type Expression,
  type ResolvedOutput,
  type ResolvedSelect,
} from "@dx/sql-parser";

/** What groups. */
export type Key = Expression | ResolvedOutput;

/** What rows of one group have in common; `null` if there are no groups. */
export function groupKeys({ groupBy, outputs }: ResolvedSelect): readonly Key[] | null {
  const keys: Key[] = groupBy.flatMap((decider): readonly Key[] => {
    if (decider.kind === "output") return [decider.output];
    const { expression } = decider;
    const isSeveral = expression.kind === "call" && /rollup|cube|sets/.test(expression.name);
    return isSeveral ? expression.arguments.map(({ value }) => value) : [expression];
  });
  const isGrouped = outputs.some((output) =>
    callsOf(output).some(({ form }) => form === "aggregate"),
  );
  return keys.length > 0 || isGrouped ? keys : null;
}

/** What rows of the first window have in common; `null` if there are no windows. */
export function windowKeys({ outputs }: ResolvedSelect): readonly Key[] | null {
  const windows = outputs.flatMap((output) =>
    callsOf(output).filter(({ form }) => form === "window"),
  );
  const [first] = windows;
  if (first === undefined) return null;
  return first.arguments.flatMap(({ role, value }) => (role === "partition" ? [value] : []));
}

function callsOf({ value }: ResolvedOutput): readonly CallExpression[] {
  const found: CallExpression[] = [];
  if (value.kind === "expression")
    visitExpressions(value.expression, (one) => {
      if (one.kind === "call") found.push(one);
    });
  return found;
}

/** How many branchings the outputs have. */
export function countCases({ outputs }: ResolvedSelect): number {
  return outputs.reduce(
    (sum, output) =>
      sum + callsOf(output).filter(({ name }) => name === "case" || name === "if").length,
    0,
  );
}
