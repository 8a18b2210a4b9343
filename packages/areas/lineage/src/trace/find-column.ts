import { DxError, nearest } from "@dx/core";
import { columnKey } from "../build/column-key.ts";
import type { ColumnRef } from "../build/lineage.ts";
import type { ColumnGraph } from "./column-graph.ts";

/**
 * The number of a column's node.
 * @throws DxError `DX_LINEAGE_COLUMN` if the lineage has no such column, with the nearest name
 */
export function findColumn({ graph, refs }: ColumnGraph, ref: ColumnRef): number {
  const number = graph.numbers.get(columnKey(ref));
  if (number !== undefined) return number;
  const isThere = refs.some(({ table }) => table === ref.table);
  const names = isThere
    ? refs.flatMap(({ table, column }) => (table === ref.table && column !== "" ? [column] : []))
    : [...new Set(refs.map(({ table }) => table))];
  const near = nearest(isThere ? ref.column : ref.table, names);
  throw new DxError(
    "DX_LINEAGE_COLUMN",
    isThere ? `${ref.table} has no column ${ref.column}` : `no table is called ${ref.table}`,
    {
      path: [isThere ? "column" : "table"],
      hint:
        near === undefined ? `there are ${names.slice(0, 10).join(", ")}` : `did you mean ${near}?`,
    },
  );
}
