import type { DemoRow } from "./demo.ts";

const heads = ["flow", "artefacts", "hold", "fail", "unknown", "findings", "seconds"];

/** The demo's rows as a table of text, numbers to the right. */
export function showTable(rows: readonly DemoRow[]): string {
  const cells = rows.map(({ flow, artefacts, holds, fails, unknown, findings, seconds }) => [
    flow,
    ...[artefacts, holds, fails - findings, unknown, findings].map(String),
    seconds.toFixed(1),
  ]);
  const table = [heads, ...cells];
  const widths = heads.map((_, index) =>
    Math.max(...table.map((row) => (row[index] ?? "").length)),
  );
  return table
    .map((row) =>
      row
        .map((cell, index) => {
          const width = widths[index] ?? 0;
          return index === 0 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("  "),
    )
    .join("\n");
}
