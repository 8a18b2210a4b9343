import { findComponents, findPaths, reach } from "@dx/graph";
import type { ColumnRef, Lineage, LineageEdge, RowEdge } from "../build/lineage.ts";
import { columnGraph, type ColumnGraph } from "./column-graph.ts";
import { findColumn } from "./find-column.ts";

/** How many ways are looked for, and which. */
export interface TracePathsOptions {
  /** Where they end; without it, wherever they end: at columns from which no way leads on. */
  readonly to?: ColumnRef;
  /** Only along edges along which values go. */
  readonly only?: "direct";
  /** Whether ways are left out on which values cannot be read back. */
  readonly skipMasked?: boolean;
  /** At most so many; without it, 1,000. */
  readonly limit?: number;
}

/** Ways from a column to another, or to all others. */
export interface TracedPaths {
  /** Each a list of edges, from the one column to the other. */
  readonly paths: readonly (readonly (LineageEdge | RowEdge)[])[];
  /** Whether these are all. */
  readonly complete: boolean;
}

/**
 * Every way on which a column has an influence on another, or on all that it reaches, statement by statement: for compliance,
 * where a tagged column goes, and whether it can be read there.
 * @throws DxError `DX_LINEAGE_COLUMN` if there is no such column, with the nearest name
 * @example
 * ```ts
 * import { buildLineage, tracePaths } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x, md5(x) as h from a; create table c as select b.x from b join a on a.x = b.x";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const from = { table: "a", column: "x" };
 * const { paths } = tracePaths(lineage, from, { to: { table: "c", column: "x" } });
 * if (paths.map((path) => path.map(({ kind }) => kind).join("+")).toSorted().join() !== "identity+identity,identity+join,join")
 *   throw new Error();
 * const readable = tracePaths(lineage, from, { only: "direct", skipMasked: true }).paths;
 * if (readable.length !== 1 || readable[0]?.length !== 2) throw new Error();
 * ```
 */
export function tracePaths(
  lineage: Lineage,
  from: ColumnRef,
  { to, only, skipMasked = false, limit = 1000 }: TracePathsOptions = {},
): TracedPaths {
  const columns = columnGraph(lineage);
  const start = findColumn(columns, from);
  const allowed = allowedEdges(columns, { isDirect: only === "direct", skipMasked });
  const goals = to === undefined ? endsOf(columns, start, allowed) : [findColumn(columns, to)];
  const paths: (readonly (LineageEdge | RowEdge)[])[] = [];
  let complete = true;
  for (const goal of goals) {
    const found = findPaths(columns.graph, start, {
      to: goal,
      limit: limit - paths.length,
      allowed,
    });
    complete &&= found.complete;
    for (const path of found.paths) paths.push(path.flatMap((edge) => columns.links[edge] ?? []));
  }
  return { paths, complete };
}

function allowedEdges(
  { links, direct }: ColumnGraph,
  { isDirect, skipMasked }: { readonly isDirect: boolean; readonly skipMasked: boolean },
): Uint8Array {
  return Uint8Array.from(links, (link, edge) =>
    (isDirect && direct[edge] === 0) || (skipMasked && link?.isMasking === true) ? 0 : 1,
  );
}

/** The columns that are reached and from which no way leads on, but around in circles. */
function endsOf(columns: ColumnGraph, start: number, allowed: Uint8Array): readonly number[] {
  const { graph, refs } = columns;
  const reached = [...reach(graph, [start], { allowed }).nodes];
  const component = findComponents(graph).of;
  const leadsOn = new Set(
    reached.filter((node) =>
      graph.outTo
        .subarray(graph.outStart[node], graph.outStart[node + 1])
        .some(
          (other, at) =>
            allowed[graph.outEdge[(graph.outStart[node] ?? 0) + at] ?? 0] === 1 &&
            component[other] !== component[node],
        ),
    ),
  );
  return reached.filter(
    (node) => node !== start && !leadsOn.has(node) && refs[node]?.column !== "",
  );
}
