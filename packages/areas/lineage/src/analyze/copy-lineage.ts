import { shownName, type CopyStatement } from "@dx/sql-parser";
import { insertLineage } from "./insert-lineage.ts";
import { queryLineage, type Filled } from "./query-lineage.ts";
import type { Tracer } from "./tracer.ts";

/** What a file gets from tables, or a table from a file: the columns of a file come from no table. */
export function copyLineage(tree: CopyStatement, tracer: Tracer): Filled {
  const { target, columns, query } = tree;
  if (target === null)
    return query === null
      ? { outputs: [], rows: [] }
      : queryLineage({ kind: "select", query }, tracer);
  if (query !== null)
    return insertLineage(
      { kind: "insert", target, alias: null, columns, query, byName: false, conflict: null },
      tracer,
    );
  const named = columns.map((one) => shownName(one, tracer.statement.dialect));
  const all = (tracer.statement.targetColumns ?? []).map(({ written }) => written);
  const names = named.length > 0 ? named : all;
  return { outputs: names.map((name, ordinal) => ({ name, ordinal, sources: [] })), rows: [] };
}
