import { relation, type TableName } from "@dx/core";
import {
  commentOnTable,
  createPlan,
  createTableAs,
  dropTable,
  type Plan,
  type TableLayout,
} from "@dx/sql";
import { nameColumns } from "./obt-columns.ts";
import { writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** What the comment of every wide table begins with: so that no other table is taken for one. */
export const obtComment = "Wide table, made by dx";

/** How a wide table is made. */
export interface PlanObtOptions {
  /** Where its rows lie, as `chooseObtLayout` chooses it. */
  readonly layout?: TableLayout;
}

/**
 * Plans the wide table anew: what was there under its name is replaced, in one transaction where the engine has them.
 * @throws DxError as `obtQuery`
 */
export function planObt(into: TableName, spec: ObtSpec, options: PlanObtOptions = {}): Plan {
  const named = nameColumns(spec);
  const table = relation(into);
  return createPlan([
    [
      { purpose: `make room for ${table.name}`, sql: dropTable(table, { ifExists: true }) },
      { purpose: `fill ${table.name}`, sql: createTableAs(table, writeQuery(named), options) },
      {
        purpose: "say what it is",
        sql: commentOnTable(
          table,
          `${obtComment}: ${named.fact.name}, one row per ${named.grain.join(", ")}`,
        ),
      },
    ],
  ]);
}
