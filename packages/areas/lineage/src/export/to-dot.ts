import type { Lineage } from "../build/lineage.ts";

/**
 * The tables with their columns, and what comes into what, in the language of Graphviz; what only decides is dashed. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toDot } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (!toDot(lineage).includes('"a":"x" -> "b":"x"')) throw new Error(toDot(lineage));
 * ```
 * @see https://graphviz.org/doc/info/lang.html
 */
export function toDot({ tables, edges, rows }: Lineage): string {
  const nodes = tables.map(({ name, columns }) => {
    const lines = columns.map(
      (one) => `<tr><td align="left" port="${markup(one.name)}">${markup(one.name)}</td></tr>`,
    );
    return `  ${quote(name)} [label=<<table border="0" cellborder="1" cellspacing="0"><tr><td><b>${markup(name)}</b></td></tr>${lines.join("")}</table>>];`;
  });
  const arrows = new Set([
    ...edges.map(
      ({ from, to, kind }) =>
        `  ${quote(from.table)}:${quote(from.column)} -> ${quote(to.table)}:${quote(to.column)} [tooltip=${quote(kind)}];`,
    ),
    ...rows.map(
      ({ from, to, kind }) =>
        `  ${quote(from.table)}:${quote(from.column)} -> ${quote(to)} [style=dashed, tooltip=${quote(kind)}];`,
    ),
  ]);
  return [
    "digraph lineage {",
    "  rankdir=LR;",
    "  node [shape=plain];",
    ...nodes,
    ...arrows,
    "}",
    "",
  ].join("\n");
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', String.raw`\"`)}"`;
}

function markup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
