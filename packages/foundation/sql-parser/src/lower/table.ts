import type { TableReference } from "../ast/query.ts";
import { lowerIdentifier, spanAcross, spanOf, type LowerContext } from "./context.ts";
import { dataOf, isRaw, textOf, type Raw } from "./raw.ts";

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

/** A place for files, by its text. */
export function fileIn(value: unknown, context: LowerContext): TableReference | null {
  const literal = dataOf(value, "literal");
  if (literal?.["literal_type"] !== "string") return null;
  return fileOf(textOf(literal["value"]), context);
}

/** A file as a table that is called so. */
export function fileOf(path: string, context: LowerContext): TableReference | null {
  const span = spanOf(null, context);
  return path === "" ? null : { parts: [{ name: path, quoted: true, span }], span };
}
