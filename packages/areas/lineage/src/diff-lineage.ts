import { columnKey } from "./build/column-key.ts";
import type { Lineage, LineageEdge, RowEdge } from "./build/lineage.ts";

/** What one lineage has and another has not; statements and places in texts do not count. */
export interface LineageDiff {
  /** Tables that came. */
  readonly addedTables: readonly string[];
  /** Tables that went. */
  readonly removedTables: readonly string[];
  /** Influences that came. */
  readonly addedEdges: readonly (LineageEdge | RowEdge)[];
  /** Influences that went. */
  readonly removedEdges: readonly (LineageEdge | RowEdge)[];
}

/**
 * What has changed between two states of the scripts: tables, and influences of columns on columns and rows, by their ends,
 * kind and masking. O(edges).
 * @example
 * ```ts
 * import { buildLineage, diffLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const of = (sql: string) => buildLineage(parser, [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const diff = diffLineage(of("create table b as select x from a"), of("create table b as select x + 1 as x from a"));
 * if (diff.addedEdges[0]?.kind !== "transformation" || diff.removedEdges[0]?.kind !== "identity") throw new Error();
 * ```
 */
export function diffLineage(before: Lineage, after: Lineage): LineageDiff {
  const [old, now] = [edgesOf(before), edgesOf(after)];
  return {
    addedTables: [...names(after)].filter((one) => !names(before).has(one)),
    removedTables: [...names(before)].filter((one) => !names(after).has(one)),
    addedEdges: only(now, old),
    removedEdges: only(old, now),
  };
}

function edgesOf({ edges, rows }: Lineage): ReadonlyMap<string, LineageEdge | RowEdge> {
  return new Map(
    [...edges, ...rows].map((edge) => {
      const to = typeof edge.to === "string" ? edge.to : columnKey(edge.to);
      const key = [columnKey(edge.from), typeof edge.to, to, edge.kind, edge.isMasking];
      return [JSON.stringify(key), edge];
    }),
  );
}

function names({ tables }: Lineage): ReadonlySet<string> {
  return new Set(tables.map(({ name }) => name));
}

function only<T>(own: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): readonly T[] {
  return [...own].flatMap(([key, value]) => (other.has(key) ? [] : [value]));
}
