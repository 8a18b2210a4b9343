import type { ColumnRef, Lineage } from "../build/lineage.ts";
import { columnGraph, type ColumnGraph } from "./column-graph.ts";
import { findColumn } from "./find-column.ts";

/** Which influences are followed, and how far. */
export interface TraceOptions {
  /** Only those along which values go; without it, also joins, filters and what else decides on rows and branches. */
  readonly only?: "direct";
  /** How many steps from table to table at most. */
  readonly maxDepth?: number;
}

/** A column that was reached. */
export interface TracedColumn extends ColumnRef {
  /** How many steps away, at least. */
  readonly depth: number;
}

/**
 * All columns that have an influence on one, the nearest first; itself left out. O(columns + edges).
 * @throws DxError `DX_LINEAGE_COLUMN` if there is no such column, with the nearest name
 * @example
 * ```ts
 * import { buildLineage, upstream } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x + 1 as y from a where z > 0; create view c as select y from b";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const all = upstream(lineage, { table: "c", column: "y" });
 * const direct = upstream(lineage, { table: "c", column: "y" }, { only: "direct" });
 * if (all.map(({ column }) => column).join("") !== "yxz" || direct.length !== 2) throw new Error();
 * ```
 */
export function upstream(
  lineage: Lineage,
  column: ColumnRef,
  options: TraceOptions = {},
): readonly TracedColumn[] {
  return trace(lineage, column, { ...options, direction: "up" });
}

/**
 * All columns that one has an influence on, the nearest first; itself left out. O(columns + edges).
 * @throws DxError `DX_LINEAGE_COLUMN` if there is no such column, with the nearest name
 * @example
 * ```ts
 * import { buildLineage, downstream } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x + 1 as y from a where z > 0";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (downstream(lineage, { table: "a", column: "z" })[0]?.column !== "y") throw new Error();
 * if (downstream(lineage, { table: "a", column: "z" }, { only: "direct" }).length > 0) throw new Error();
 * ```
 */
export function downstream(
  lineage: Lineage,
  column: ColumnRef,
  options: TraceOptions = {},
): readonly TracedColumn[] {
  return trace(lineage, column, { ...options, direction: "down" });
}

function trace(
  lineage: Lineage,
  column: ColumnRef,
  { only, maxDepth = Infinity, direction }: TraceOptions & { readonly direction: "up" | "down" },
): readonly TracedColumn[] {
  const columns = columnGraph(lineage);
  const start = findColumn(columns, column);
  const depths = new Map([[start, 0]]);
  let level = [start];
  for (let depth = 1; level.length > 0 && depth <= maxDepth; depth += 1) {
    const next: number[] = [];
    const visit = (node: number): void => {
      for (const { other, edge } of neighbours(columns, node, direction)) {
        if (depths.has(other) || (only === "direct" && columns.direct[edge] === 0)) continue;
        depths.set(other, depth);
        if (columns.refs[other]?.column === "" && direction === "up") visit(other);
        else if (columns.refs[other]?.column === "")
          for (const one of targets(columns, other)) enter(one);
        else next.push(other);
      }
    };
    const enter = (node: number): void => {
      if (depths.has(node)) return;
      depths.set(node, depth);
      next.push(node);
    };
    for (const node of level) visit(node);
    level = next;
  }
  return [...depths].flatMap(([node, depth]): readonly TracedColumn[] => {
    const ref = columns.refs[node];
    return ref === undefined || ref.column === "" || node === start ? [] : [{ ...ref, depth }];
  });
}

/** The columns of a table whose rows are decided on. */
function targets({ graph }: ColumnGraph, rows: number): Uint32Array {
  return graph.outTo.subarray(graph.outStart[rows], graph.outStart[rows + 1]);
}

function* neighbours(
  { graph }: ColumnGraph,
  node: number,
  direction: "up" | "down",
): Generator<{ readonly other: number; readonly edge: number }> {
  const [first, edges, others] =
    direction === "up"
      ? [graph.inStart, graph.inEdge, graph.inFrom]
      : [graph.outStart, graph.outEdge, graph.outTo];
  for (let index = first[node] ?? 0; index < (first[node + 1] ?? 0); index += 1)
    yield { other: others[index] ?? 0, edge: edges[index] ?? 0 };
}
