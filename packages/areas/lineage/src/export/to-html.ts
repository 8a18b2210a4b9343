import { escapeMarkup } from "@dx/core";
import type { Lineage } from "../build/lineage.ts";
import { script, scriptHash, style, styleHash } from "../generated/client.ts";
import { viewerData } from "./viewer-data.ts";

/** What the page says of itself. */
export interface ToHtmlOptions {
  /** Its heading; `Lineage` without it. */
  readonly title?: string;
}

/**
 * One page that shows a lineage: tables in layers, from sources to what is made of them; search; tables that open to show their
 * columns; all that a column comes from and goes to, and which of it are values; what a change of a column or table reaches,
 * table by table. It needs nothing but itself, loads nothing, and works with the keyboard: `/` searches, arrows and Enter choose,
 * arrows on a column go along its influences, `v` shows values only, `i` the impact, Escape clears. O(columns + edges).
 * @example
 * ```ts
 * import { buildLineage, toHtml } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (!toHtml(lineage, { title: "Shop" }).startsWith("<!doctype html>")) throw new Error();
 * ```
 */
export function toHtml(lineage: Lineage, { title = "Lineage" }: ToHtmlOptions = {}): string {
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  const data = JSON.stringify(viewerData(lineage, title)).replaceAll("<", String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<label><input id="direct" type="checkbox"> values only</label>
<label><input id="impact" type="checkbox"> impact</label>
<button id="open" type="button">Open all</button>
<button id="close" type="button">Close all</button>
<button id="fit" type="button">Fit</button>
<p id="counts"></p>
</header>
<main>
<aside>
<input id="search" type="search" placeholder="Search tables and columns ( / )" aria-label="Search tables and columns" autocomplete="off">
<ul id="found" role="listbox" aria-label="Found"></ul>
<section id="details" aria-live="polite"></section>
</aside>
<svg id="view" tabindex="0" role="application" aria-label="Tables and what they are filled from"></svg>
</main>
<noscript>This page needs its script to show the tables.</noscript>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}
