import {
  shownName,
  type CreateAsStatement,
  type QueryStatement,
  type ResolvedQuery,
} from "@dx/sql-parser";
import type { OutputLineage, SourceColumn, StatementLineage } from "../statement-lineage.ts";
import { createInfluences, identity } from "./influence.ts";
import { addDeciders, type Tracer } from "./tracer.ts";

/** What one kind of statement gives or fills. */
export type Filled = Pick<StatementLineage, "outputs" | "rows"> &
  Partial<Pick<StatementLineage, "findings" | "reads" | "target" | "targets">>;

/** The outputs of a query, under the names that a view or table gives them. */
export function queryLineage(tree: QueryStatement | CreateAsStatement, tracer: Tracer): Filled {
  const { query } = tracer.statement;
  if (query === null) return { outputs: [], rows: [] };
  const given = tree.kind === "select" ? [] : tree.columns;
  const names = given.map((one) => shownName(one, tracer.statement.dialect));
  const outputs = query.outputs.map((output, ordinal): OutputLineage => ({
    name: names[ordinal] ?? output.name,
    ordinal,
    sources: tracer.ofOutput(output),
  }));
  return { outputs, rows: orderedRows(query, tracer) };
}

/** What decides on the rows of a query, and on their order at the very end. */
export function orderedRows(query: ResolvedQuery, tracer: Tracer): readonly SourceColumn[] {
  const into = createInfluences();
  into.addThrough(identity, tracer.rowsOf(query));
  if (query.kind !== "values") addDeciders(query.orderBy, "sort", { into, tracer });
  return into.list();
}
