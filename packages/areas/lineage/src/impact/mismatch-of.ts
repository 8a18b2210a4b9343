import {
  resolveScopes,
  type Catalog,
  type NameOptions,
  type ParsedStatement,
} from "@dx/sql-parser";

/** Why an insert does not fit its table, or its own list of columns; `undefined` if it does, or nobody can tell. */
export function mismatchOf(
  statement: ParsedStatement,
  catalog: Catalog,
  names: NameOptions,
): string | undefined {
  const { tree } = statement;
  if (tree.kind !== "insert" || tree.byName) return undefined;
  const { query, targetColumns, target } = resolveScopes(statement, catalog, names);
  const wanted = tree.columns.length > 0 ? tree.columns.length : targetColumns?.length;
  if (query === null || wanted === undefined || query.outputs.some(({ key }) => key === "*"))
    return undefined;
  const given = query.outputs.length;
  const isShort = given < wanted && tree.columns.length === 0 && names.dialect === "postgres";
  if (given === wanted || isShort) return undefined;
  return `it gives ${given} columns to ${wanted} of ${target ?? "its table"}`;
}
