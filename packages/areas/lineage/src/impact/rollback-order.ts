import { buildGraph, findComponents, reach } from "@dx/graph";
import type { Lineage } from "../build/lineage.ts";
import { requireTable, tableGraph } from "./table-graph.ts";

/** A step of a restore: a table, or several that are filled from each other. */
export interface RestoreStep {
  /** What is restored; more than one if they are filled from each other. */
  readonly tables: readonly string[];
  /** The statements that fill them, in their order. */
  readonly statements: readonly number[];
}

/**
 * In which order what hangs on a table is made again after the table was restored: each behind all that it is filled from.
 * The table itself is not in it. O(tables + edges).
 * @throws DxError `DX_LINEAGE_TABLE` if there is no such table, with the nearest name
 * @example
 * ```ts
 * import { buildLineage, rollbackOrder } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a; create table c as select a.x from a join b on a.x = b.x";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (rollbackOrder(lineage, "a").map(({ tables }) => tables.join()).join() !== "b,c") throw new Error();
 * ```
 */
export function rollbackOrder(lineage: Lineage, table: string): readonly RestoreStep[] {
  const all = tableGraph(lineage);
  requireTable(all, table);
  const inside = new Set([...reach(all, [table]).nodes].map((node) => all.names[node] ?? ""));
  const graph = buildGraph(
    lineage.tableEdges.filter(({ from, to }) => from !== to && inside.has(from) && inside.has(to)),
    { nodes: inside },
  );
  const { of, count } = findComponents(graph);
  const steps = Array.from({ length: count }, (): string[] => []);
  for (const [node, name] of graph.names.entries())
    if (name !== table) steps[of[node] ?? 0]?.push(name);
  return steps
    .filter((tables) => tables.length > 0)
    .map((tables) => ({
      tables,
      statements: lineage.statements.flatMap(({ target }, number) =>
        target !== null && tables.includes(target) ? [number] : [],
      ),
    }));
}
