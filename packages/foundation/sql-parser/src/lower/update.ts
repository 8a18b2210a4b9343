import type { Expression, Identifier } from "../ast/expression.ts";
import type { FromItem, TableItem } from "../ast/query.ts";
import type { Assignment, StatementTree } from "../ast/statement.ts";
import { lowerTarget } from "./assignment.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerOptional,
  type AssignmentRewrite,
  type LowerContext,
} from "./context.ts";
import { createCall } from "./create-call.ts";
import { joinAll, lowerFromItem } from "./from.ts";
import { lowerWith } from "./query.ts";
import { isRaw, listOf, tagged, type Raw } from "./raw.ts";

/** `update`. */
export function lowerUpdate(data: Raw, context: LowerContext): StatementTree {
  const from = isRaw(data["from_clause"]) ? listOf(data["from_clause"]["expressions"]) : [];
  const items = from.map((one) => lowerFromItem(one, context));
  const target = lowerTarget(data["table"], null, context);
  const extra = listOf(data["extra_tables"]).map((one): FromItem =>
    lowerFromItem(tagged(one) === null ? { table: one } : one, context),
  );
  return {
    kind: "update",
    with: lowerWith(data["with"], context),
    target,
    assignments: listOf(data["set"]).flatMap((one, place) => {
      const [column, value] = listOf(one);
      const name = lowerIdentifier(column, context);
      if (name === null) return [];
      const given = { column: ownName(name), value: lowerExpression(value, context) };
      return rewritten(given, { rewrite: context.assignments.get(place), target }, context);
    }),
    from: [
      ...joinAll(
        listOf(data["table_joins"]).length > 0 ? [target] : [],
        listOf(data["table_joins"]),
        context,
      ),
      ...joinAll(items, listOf(data["from_joins"]), context),
      ...extra,
    ],
    where: lowerOptional(data["where_clause"], context),
  };
}

/** `t.a`, which the parser takes for one name. */
function ownName(name: Identifier): Identifier {
  if (name.quoted || !name.name.includes(".")) return name;
  return { ...name, name: name.name.slice(name.name.lastIndexOf(".") + 1) };
}

const operators: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
};

interface RewriteContext {
  readonly rewrite: AssignmentRewrite | undefined;
  readonly target: TableItem;
}

/** What the text said before it was rewritten: several columns at once, or a computation with the old value. */
function rewritten(
  given: Assignment & { readonly column: Identifier },
  { rewrite, target }: RewriteContext,
  context: LowerContext,
): readonly Assignment[] {
  if (rewrite === undefined) return [given];
  if (rewrite.operator !== null) {
    const table = target.alias ?? target.table.parts.at(-1);
    const parts = [...(table === undefined ? [] : [table]), given.column];
    const old: Expression = { kind: "column", parts, span: given.column.span };
    const value = createCall(operators[rewrite.operator] ?? "bitwise", {
      node: null,
      arguments: [old, given.value].map((one) => ({ role: "value", value: one })),
    });
    return [{ column: given.column, value }];
  }
  return rewrite.columns.map(({ start, end, name, quoted }, place): Assignment => {
    const span = context.spans.span(context.base + start, context.base + end);
    const column = { name, quoted, span };
    const { value } = given;
    if (value.kind !== "call") return { column, value, place };
    const part = value.arguments[place];
    return part === undefined ? { column, value } : { column, value: part.value };
  });
}
