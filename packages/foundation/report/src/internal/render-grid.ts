import { formatNumber } from "@dx/chart";
import { escapeMarkup } from "@dx/core";
import type { Grid, GridColumn } from "./grid.ts";
import { element, textElement } from "./html.ts";

/** Of a longer value, its beginning is shown, and how long it is. */
const mostCharacters = 1000;

/** A table in a box that scrolls by itself. */
export function renderGrid({ columns, count, shown }: Grid, caption: string): string {
  const head = columns.map(({ name, numeric }) =>
    textElement("th", { scope: "col", class: numeric && "n" }, name),
  );
  const body = Array.from({ length: shown }, (_, row) =>
    element(
      "tr",
      {},
      columns.map((column) => renderCell(column, row)),
    ),
  );
  const table = element("table", {}, [
    textElement("caption", {}, caption),
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, body),
  ]);
  const more =
    count > shown
      ? `and ${formatNumber(count - shown)} more ${count - shown === 1 ? "row" : "rows"}`
      : count === 0
        ? "no rows"
        : "";
  const scroll = element(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": caption || "Table" },
    [table],
  );
  return more === "" ? scroll : `${scroll}${textElement("p", { class: "more" }, more)}`;
}

function renderCell({ texts, numeric }: GridColumn, row: number): string {
  const text = texts[row] ?? null;
  if (text === null) return `<td class="null${numeric ? " n" : ""}">NULL</td>`;
  if (text === "") return '<td class="empty">empty</td>';
  const kept = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  const note =
    kept === text ? "" : ` <small>(${formatNumber(text.length)} characters in all)</small>`;
  return `<td${numeric ? ' class="n"' : ""}>${escapeMarkup(kept)}${note}</td>`;
}
