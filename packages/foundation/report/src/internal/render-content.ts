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

/** What a page says, in two parts. */
export interface Content {
  /** Title, counts of verdicts, contents. */
  readonly head: string;
  /** The blocks. */
  readonly main: string;
}

/** What a page says, without the elements around it. */
export function renderContent(
  { title, subtitle, blocks }: Report,
  { tableRows = 50 }: RenderReportOptions,
): Content {
  const page = createPage(tableRows);
  const main = renderBlocks(blocks, page);
  const head = [
    `<div class="top">${textElement("h1", {}, title)}<button type="button" class="theme" hidden>Dark theme</button></div>`,
    subtitle === undefined ? "" : textElement("p", { class: "sub" }, subtitle),
    renderSummary(blocks.flatMap(claimsOf)),
    renderContents(page.sections),
  ];
  return { head: head.join(""), main };
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
    element("li", {}, [element("a", { href: `#${encodeURIComponent(id)}` }, [markup])]),
  );
  return element("nav", { "aria-label": "Contents" }, [element("ul", { role: "list" }, items)]);
}
