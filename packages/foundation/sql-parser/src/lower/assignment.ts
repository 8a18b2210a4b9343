import type { Expression } from "../ast/expression.ts";
import type { TableItem } from "../ast/query.ts";
import type { Assignment } from "../ast/statement.ts";
import { lowerExpression, lowerIdentifier, type LowerContext } from "./context.ts";
import { isRaw, tagged } from "./raw.ts";
import { lowerTable } from "./table.ts";

/** The table that a statement changes, with its alias. */
export function lowerTarget(value: unknown, alias: unknown, context: LowerContext): TableItem {
  const inner = tagged(value);
  if (inner?.tag === "alias" || inner?.tag === "paren")
    return lowerTarget(inner.data["this"], inner.data["alias"] ?? alias, context);
  const data = inner?.tag === "table" ? inner.data : isRaw(value) ? value : {};
  return {
    kind: "table",
    table: lowerTable(data, context),
    alias: lowerIdentifier(alias, context) ?? lowerIdentifier(data["alias"], context),
    columnAliases: [],
  };
}

/** `column = value`, as the parser gives it in `set` of a merge or conflict. */
export function lowerEquation(value: unknown, context: LowerContext): readonly Assignment[] {
  const equation = tagged(value);
  if (equation?.tag !== "eq") return [];
  const column = columnName(lowerExpression(equation.data["left"], context));
  return [{ column, value: lowerExpression(equation.data["right"], context) }];
}

/** The last part of a column, which is what it is called in its own table. */
export function columnName(value: Expression): Assignment["column"] {
  return value.kind === "column" ? (value.parts.at(-1) ?? null) : null;
}
