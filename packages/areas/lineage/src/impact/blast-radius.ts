import { reach } from "@dx/graph";
import type { Lineage } from "../build/lineage.ts";
import { requireTable, tableGraph } from "./table-graph.ts";

/** How much hangs on a table. */
export interface BlastRadius {
  /** What is filled from it, the nearest first. */
  readonly tables: readonly {
    /** Its name. */
    readonly table: string;
    /** How many steps away. */
    readonly depth: number;
    /** How many columns it has. */
    readonly columns: number;
    /** What it weighs. */
    readonly weight: number;
  }[];
  /** How many columns they have together. */
  readonly columns: number;
  /** The sum of their weights. */
  readonly score: number;
}

/**
 * What stops, or goes wrong, if a table does: all that is filled from it, directly or not. O(tables + edges).
 * @param weights - what tables weigh, such as how often they are asked; 1 for others
 * @throws DxError `DX_LINEAGE_TABLE` if there is no such table, with the nearest name
 * @example
 * ```ts
 * import { blastRadius, buildLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a; create view c as select x from b";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const { tables, score } = blastRadius(lineage, "a", { c: 10 });
 * if (tables.map(({ table }) => table).join() !== "b,c" || score !== 11) throw new Error();
 * ```
 */
export function blastRadius(
  lineage: Lineage,
  table: string,
  weights: Readonly<Record<string, number>> = {},
): BlastRadius {
  const graph = tableGraph(lineage);
  requireTable(graph, table);
  const counts = new Map(lineage.tables.map(({ name, columns }) => [name, columns.length]));
  const { nodes, depths } = reach(graph, [table]);
  const tables = [...nodes].slice(1).map((node, index) => {
    const name = graph.names[node] ?? "";
    const weight = Object.hasOwn(weights, name) ? (weights[name] ?? 1) : 1;
    return { table: name, depth: depths[index + 1] ?? 0, columns: counts.get(name) ?? 0, weight };
  });
  return {
    tables,
    columns: tables.reduce((sum, { columns }) => sum + columns, 0),
    score: tables.reduce((sum, { weight }) => sum + weight, 0),
  };
}
