import type { TableReference } from "../ast/query.ts";
import { lowerIdentifier, spanAcross, type LowerContext } from "./context.ts";
import { isRaw, type Raw } from "./raw.ts";

/** The name of a table. */
export function lowerTable(data: Raw, context: LowerContext): TableReference {
  const parts = ["catalog", "schema", "name"].flatMap(
    (key) => lowerIdentifier(data[key], context) ?? [],
  );
  return { parts, span: spanAcross(parts, context) };
}

/** The name of a table that may not be there. */
export function lowerOptionalTable(value: unknown, context: LowerContext): TableReference | null {
  if (!isRaw(value)) return null;
  const inner = isRaw(value["table"]) ? value["table"] : value;
  const table = lowerTable(inner, context);
  return table.parts.length === 0 ? null : table;
}
