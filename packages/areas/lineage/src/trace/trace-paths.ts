import { findPaths } from "@dx/graph";
import type { ColumnRef, Lineage, LineageEdge, RowEdge } from "../build/lineage.ts";
import { columnGraph } from "./column-graph.ts";
import { findColumn } from "./find-column.ts";

/** How many ways are looked for, and which. */
export interface TracePathsOptions {
  /** Where they end. */
  readonly to: ColumnRef;
  /** Only along edges along which values go. */
  readonly only?: "direct";
  /** At most so many; without it, 1,000. */
  readonly limit?: number;
}

/** Ways from a column to another. */
export interface TracedPaths {
  /** Each a list of edges, from the one column to the other. */
  readonly paths: readonly (readonly (LineageEdge | RowEdge)[])[];
  /** Whether these are all. */
  readonly complete: boolean;
}

/**
 * Every way on which a column has an influence on another, statement by statement: for compliance, where a tagged column goes.
 * @throws DxError `DX_LINEAGE_COLUMN` if there is no such column, with the nearest name
 * @example
 * ```ts
 * import { buildLineage, tracePaths } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a; create table c as select b.x from b join a on a.x = b.x";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const { paths } = tracePaths(lineage, { table: "a", column: "x" }, { to: { table: "c", column: "x" } });
 * if (paths.map((path) => path.map(({ kind }) => kind).join("+")).toSorted().join() !== "identity+identity,identity+join,join")
 *   throw new Error();
 * ```
 */
export function tracePaths(
  lineage: Lineage,
  from: ColumnRef,
  { to, only, limit = 1000 }: TracePathsOptions,
): TracedPaths {
  const columns = columnGraph(lineage);
  const [start, goal] = [findColumn(columns, from), findColumn(columns, to)];
  const { paths, complete } = findPaths(columns.graph, start, {
    to: goal,
    limit,
    ...(only === "direct" ? { allowed: columns.direct } : {}),
  });
  return {
    paths: paths.map((path) => path.flatMap((edge) => columns.links[edge] ?? [])),
    complete,
  };
}
