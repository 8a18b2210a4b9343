import { DxError, nearest } from "@dx/core";
import { buildGraph, type Graph } from "@dx/graph";
import type { Lineage } from "../build/lineage.ts";

/** Tables and what fills what; a table that fills itself is no edge. */
export function tableGraph({ tables, tableEdges }: Lineage): Graph {
  return buildGraph(
    tableEdges.filter(({ from, to }) => from !== to),
    { nodes: tables.map(({ name }) => name) },
  );
}

/** @throws DxError `DX_LINEAGE_TABLE` if there is no such table, with the nearest name */
export function requireTable({ names, numbers }: Graph, table: string): void {
  if (numbers.has(table)) return;
  const near = nearest(table, names);
  throw new DxError("DX_LINEAGE_TABLE", `no table is called ${table}`, {
    path: ["table"],
    hint:
      near === undefined ? `there are ${names.slice(0, 10).join(", ")}` : `did you mean ${near}?`,
  });
}
