import type { CallExpression, ColumnExpression, Expression } from "../ast/expression.ts";
import type { Binder } from "../scope/binder.ts";
import { shownName } from "../scope/shown-name.ts";

/** The name of an output that is a column: in DuckDB as the table has it, elsewhere as it is written, folded. */
export function columnName(column: ColumnExpression, binder: Binder): string | null {
  const last = column.parts.at(-1);
  if (last === undefined) return null;
  let binding = binder.columns.get(column);
  while (binding?.kind === "joined") binding = binding.of;
  if (binder.dialect === "duckdb" && binding?.kind === "column" && isOwnName(column, binding.name))
    return binding.column?.written ?? last.name;
  return shownName(last, binder.dialect);
}

/** Whether the last part is the column itself, no field of it. */
function isOwnName({ parts }: ColumnExpression, name: string): boolean {
  return parts.at(-1)?.name.toLowerCase() === name.toLowerCase();
}

/** The arguments that are values. */
export function valuesOf(call: CallExpression): readonly Expression[] {
  return call.arguments.filter(({ role }) => role === "value").map(({ value }) => value);
}
