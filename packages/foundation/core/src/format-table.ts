import type { Display } from "./display.ts";
import { escapeHtml } from "./display.ts";
import { formatValue } from "./format-value.ts";
import type { Column, Rows } from "./rows.ts";

const mostRows = 50;
const mostCharacters = 60;
const numeric = new Set(["int32", "int64", "float64", "decimal"]);

/** A table for people, in HTML and in text: at most 50 rows, and how many more there are. */
export function formatTable({ count, columns }: Rows): Display {
  const shown = Math.min(count, mostRows);
  const cells = columns.map((column) =>
    Array.from({ length: shown }, (_, index) => formatValue(column, index)),
  );
  const more = count - shown;
  const rest =
    more > 0
      ? `${more} more ${more === 1 ? "row" : "rows"}`
      : `${count} ${count === 1 ? "row" : "rows"}`;
  return { "text/html": html(columns, cells, rest), "text/plain": plain(columns, cells, rest) };
}

type Cells = readonly (readonly (string | null)[])[];

function html(columns: readonly Column[], cells: Cells, rest: string): string {
  const head = columns.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = (cells[0] ?? []).map((_, index) => {
    const row = columns.map(({ kind }, at) => {
      const text = cells[at]?.[index] ?? null;
      const align = numeric.has(kind) ? ' style="text-align:right"' : "";
      return `<td${align}>${text === null ? "<i>NULL</i>" : escapeHtml(text)}</td>`;
    });
    return `<tr>${row.join("")}</tr>`;
  });
  return `<table><caption>${rest}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function plain(columns: readonly Column[], cells: Cells, rest: string): string {
  const texts = columns.map(({ name }, at) =>
    [name, ...(cells[at] ?? []).map((text) => text ?? "NULL")].map(short),
  );
  const widths = texts.map((column) => Math.max(...column.map((text) => text.length)));
  const lines = (texts[0] ?? []).map((_, index) =>
    texts
      .map((column, at) => {
        const text = column[index] ?? "";
        const width = widths[at] ?? 0;
        return numeric.has(columns[at]?.kind ?? "") ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [
    ...lines.slice(0, 1),
    ...(lines.length > 0 ? [rule] : []),
    ...lines.slice(1),
    `(${rest})`,
  ].join("\n");
}

/** One line, without control characters, and not too wide. */
function short(text: string): string {
  const line = text.replaceAll(/\p{Cc}|\p{Cf}|[\u2028\u2029]/gu, "\u{FFFD}");
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line;
}
