import type { ParsedStatement } from "../parser/load-parser.ts";
import type { Catalog, NameOptions, Schema } from "./catalog.ts";
import { shownName } from "./shown-name.ts";
import { resolveScopes } from "./resolve-scopes.ts";

/** A column that a query gives. */
export interface OutputColumn {
  /** As the engine shows it; `*` for the columns of a table that the schema does not have; `null` if there is none, or only the engine could say. */
  readonly name: string | null;
  /** In the words of the schema or of a cast; `null` where only the engine could say. */
  readonly type: string | null;
}

/**
 * The columns that a query gives, or that the table or view has which a statement makes of one: in order, with the
 * names that the engine gives them. Empty if it gives none.
 * @throws DxError `DX_SQL_PARSER_SCHEMA` if the schema has a table twice
 * @example
 * ```ts
 * import { loadParser, outputSchema } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const { statements } = parser.parse("select *, count(*) from t group by all", { dialect: "duckdb" });
 * const columns = statements.flatMap((one) => outputSchema(one, { t: { a: "date" } }, { dialect: "duckdb" }));
 * if (columns.map(({ name }) => name).join(" ") !== "a count_star()") throw new Error();
 * ```
 */
export function outputSchema(
  statement: Pick<ParsedStatement, "tree" | "variables">,
  schema: Schema | Catalog,
  options: NameOptions,
): readonly OutputColumn[] {
  const { query, tree } = resolveScopes(statement, schema, options);
  if (query === null || tree.kind === "insert") return [];
  const given = tree.kind === "create-view" || tree.kind === "create-table-as" ? tree.columns : [];
  return query.outputs.map(({ name, type }, index) => {
    const other = given[index];
    return { name: other === undefined ? name : shownName(other, options.dialect), type };
  });
}
