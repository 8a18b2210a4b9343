import type { Lineage, LineageEdge, LineageTable, RowEdge, TableEdge } from "../src/index.ts";

/** In each layer. */
const perLayer = 100;

/**
 * A lineage of so many tables, in layers: each column comes from that of its name in a table of the layer before, every second
 * one from another table too, and one column decides on the rows.
 */
export function manyColumns(tableCount: number, columnCount: number): Lineage {
  const common = {
    isMasking: false,
    reason: "schema",
    confidence: 1,
    statement: null,
    span: null,
    via: [],
  } as const;
  const places = Array.from({ length: columnCount }, (_, at) => at);
  const edges: LineageEdge[] = [];
  const rows: RowEdge[] = [];
  const tableEdges: TableEdge[] = [];
  const tables = Array.from({ length: tableCount }, (_, at): LineageTable => {
    const columns = places.map((one) => ({
      name: column(one),
      type: one % 2 === 0 ? "int" : "text",
    }));
    return { name: table(at), kind: at < perLayer ? "source" : "table", columns };
  });
  for (let at = perLayer; at < tableCount; at += 1) {
    const before = (Math.floor(at / perLayer) - 1) * perLayer;
    const [first, second] = [before + ((at * 7) % perLayer), before + ((at * 13 + 5) % perLayer)];
    for (const one of places) {
      const to = { table: table(at), column: column(one) };
      const from = { table: table(first), column: column(one) };
      edges.push({ from, to, kind: one % 3 === 0 ? "transformation" : "identity", ...common });
      const other = { table: table(second), column: column(one) };
      if (one % 2 === 0) edges.push({ from: other, to, kind: "aggregation", ...common });
    }
    const from = { table: table(second), column: column(0) };
    rows.push({ from, to: table(at), kind: "join", ...common });
    for (const one of new Set([first, second]))
      tableEdges.push({ from: table(one), to: table(at), statements: [] });
  }
  return { tables, edges, rows, tableEdges, statements: [], findings: [] };
}

function column(at: number): string {
  return `column_${at}`;
}

function table(at: number): string {
  return `schema_${at % 20}.table_${at}`;
}
