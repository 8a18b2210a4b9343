import type { Expression } from "../ast/expression.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import type { Binder } from "../scope/binder.ts";
import { columnName } from "./column-name.ts";
import { duckdbName } from "./duckdb-name.ts";
import { postgresName } from "./postgres-name.ts";

/** The name that an engine gives an output without an alias; `null` if it gives none, or it is not known here. */
export function nameOf(expression: Expression, binder: Binder): string | null {
  if (expression.kind === "column") return columnName(expression, binder);
  const like = likeOf(binder.dialect);
  if (like === "duckdb") return duckdbName(expression, binder);
  if (like === "postgres" || like === "redshift") return postgresName(expression, binder);
  return null;
}
