import type { Lineage } from "../build/lineage.ts";

/**
 * The tables and what fills them as a flowchart of Mermaid. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toMermaid } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (toMermaid(lineage) !== 'flowchart LR\n  t0["a"]\n  t1["b"]\n  t0 --> t1\n') throw new Error(toMermaid(lineage));
 * ```
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function toMermaid({ tables, tableEdges }: Lineage): string {
  const sorted = tables.map(({ name }) => name).toSorted();
  const numbers = new Map(sorted.map((name, index) => [name, `t${index}`]));
  return [
    "flowchart LR",
    ...sorted.map((name) => `  ${numbers.get(name) ?? ""}["${text(name)}"]`),
    ...tableEdges.map(
      ({ from, to }) => `  ${numbers.get(from) ?? ""} --> ${numbers.get(to) ?? ""}`,
    ),
    "",
  ].join("\n");
}

function text(name: string): string {
  return name
    .replaceAll("&", "#amp;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;");
}
