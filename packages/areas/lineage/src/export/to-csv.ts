import type { Lineage } from "../build/lineage.ts";

/**
 * All influences as CSV (RFC 4180), one a line; on rows of a table, the target's column is empty. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toCsv } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (!toCsv(lineage).includes("\r\na,x,b,x,identity,false,")) throw new Error(toCsv(lineage));
 * ```
 */
export function toCsv({ edges, rows, statements }: Lineage): string {
  const head =
    "from_table,from_column,to_table,to_column,kind,masking,confidence,script,statement,line,column";
  const lines = [...edges, ...rows].map(
    ({ from, to, kind, isMasking, confidence, statement, span }) => {
      const [table, column] = typeof to === "string" ? [to, ""] : [to.table, to.column];
      const script = statement === null ? null : (statements[statement]?.script ?? null);
      const place = [
        script,
        statement === null ? null : statement + 1,
        span?.line ?? null,
        span?.column ?? null,
      ];
      return [from.table, from.column, table, column, kind, isMasking, confidence, ...place]
        .map(cell)
        .join(",");
    },
  );
  return `${[head, ...lines].join("\r\n")}\r\n`;
}

function cell(value: string | number | boolean | null): string {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
