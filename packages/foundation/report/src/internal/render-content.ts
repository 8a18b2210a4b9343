import { formatNumber } from "@dx/chart";
import { summarize, type Evidence } from "@dx/core";
import type { Block, Report } from "../report.ts";
import { element, textElement } from "./html.ts";
import { createPage, type Section } from "./page.ts";
import { renderBlocks } from "./render-blocks.ts";

/** How a page is written. */
export interface RenderReportOptions {
  /** How many rows are shown of a table that does not say how many; 50 if not given. */
  readonly tableRows?: number;
}

/** What a page says, between the tags of its body. */
export function renderContent(report: Report, { tableRows = 50 }: RenderReportOptions): string {
  const page = createPage(tableRows);
  const main = renderBlocks(report.blocks, page);
  const { title, subtitle } = report;
  return `<header>
<div class="top">${textElement("h1", { dir: "auto" }, title)}<button type="button" class="theme" hidden>Dark theme</button></div>
${subtitle === undefined ? "" : textElement("p", { class: "sub", dir: "auto" }, subtitle)}
${renderSummary(report.blocks.flatMap(claimsOf))}
${renderContents(page.sections)}
</header>
<main id="content" tabindex="-1">
${main}
</main>`;
}

function claimsOf(block: Block): readonly Evidence[] {
  if (block.kind === "claims") return block.claims;
  return block.kind === "details" ? block.blocks.flatMap(claimsOf) : [];
}

function renderSummary(claims: readonly Evidence[]): string {
  if (claims.length === 0) return "";
  const { holds, fails, unknown } = summarize(claims);
  return element("ul", { class: "verdicts", role: "list", "aria-label": "Claims by verdict" }, [
    tile("holds", holds, holds === 1 ? "holds" : "hold"),
    tile("fails", fails, fails === 1 ? "fails" : "fail"),
    tile("unknown", unknown, "unknown"),
  ]);
}

function tile(verdict: Evidence["verdict"], count: number, word: string): string {
  return element("li", { "data-v": verdict, class: count === 0 && "zero" }, [
    `<b>${formatNumber(count)}</b> ${word}`,
  ]);
}

function renderContents(sections: readonly Section[]): string {
  if (sections.length < 3) return "";
  const items = sections.map(({ id, markup }) =>
    element("li", {}, [
      element("a", { href: `#${encodeURIComponent(id)}`, dir: "auto" }, [markup]),
    ]),
  );
  return element("nav", { "aria-label": "Contents" }, [element("ul", { role: "list" }, items)]);
}
