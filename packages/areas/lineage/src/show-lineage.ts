import { escapeMarkup, withDisplay, type Display } from "@dx/core";
import { columnKey } from "./build/column-key.ts";
import type { Lineage, LineageLink, LineageTable } from "./build/lineage.ts";
import { toHtml } from "./export/to-html.ts";
import type { SourceColumn, StatementLineage } from "./statement-lineage.ts";

/**
 * A lineage, or that of one statement, that shows itself: in notebooks as the page to look around in, in consoles as a line for each
 * influence. A query without a target is called `query`. O(columns + edges).
 * @example
 * ```ts
 * import { analyzeStatement, showLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "select max(price) as dear from orders where status = 'paid'";
 * const shown = showLineage(analyzeStatement(await loadParser(), sql, { dialect: "duckdb" }));
 * const text = shown[Symbol.for("nodejs.util.inspect.custom") as never] as () => string;
 * if (text() !== "orders.price aggregation query.dear\norders.status filter query") throw new Error(text());
 * ```
 */
export function showLineage(of: Lineage | StatementLineage): Lineage & Display {
  const lineage = "statements" in of ? of : lineageOfStatement(of);
  return withDisplay({ ...lineage }, () => ({
    "text/plain": lines(lineage).join("\n"),
    "text/html": `<iframe title="Lineage" style="width:100%;height:26rem;border:0" srcdoc="${escapeMarkup(toHtml(lineage))}"></iframe>`,
  }));
}

function lines({ edges, rows }: Lineage): readonly string[] {
  return [
    ...edges.map(({ from, to, kind }) => `${columnKey(from)} ${kind} ${columnKey(to)}`),
    ...rows.map(({ from, to, kind }) => `${columnKey(from)} ${kind} ${to}`),
  ];
}

function lineageOfStatement(statement: StatementLineage): Lineage {
  const { reads, outputs, rows, findings } = statement;
  const target = statement.target ?? "query";
  const columns = outputs.map(({ name, ordinal }) => name ?? `column${ordinal + 1}`);
  const read = (table: string): LineageTable => {
    const all = [...outputs.flatMap(({ sources }) => sources), ...rows];
    const names = all.flatMap((one) => (one.table === table ? [one.column] : []));
    const own = [...new Set(names)].map((name) => ({ name, type: "" }));
    return { name: table, kind: "source", columns: own };
  };
  return {
    tables: [
      ...reads.filter((one) => one !== target).map(read),
      { name: target, kind: "view", columns: columns.map((name) => ({ name, type: "" })) },
    ],
    edges: outputs.flatMap(({ sources }, place) =>
      sources.map((one) =>
        Object.assign(link(one), { to: { table: target, column: columns[place] ?? "" } }),
      ),
    ),
    rows: rows.map((one) => Object.assign(link(one), { to: target })),
    tableEdges: reads.map((from) => ({ from, to: target, statements: [] })),
    statements: [],
    findings,
  };
}

function link({
  table,
  column,
  kind,
  isMasking,
  span,
  reason,
  confidence,
}: SourceColumn): LineageLink {
  const from = { table, column };
  return { from, kind, isMasking, span, reason, confidence, statement: null, via: [] };
}
