import { formatNumber } from "@dx/chart";
import { DxError, escapeMarkup } from "@dx/core";
import type {
  Block,
  ChartBlock,
  CodeBlock,
  DetailsBlock,
  Fact,
  FactsBlock,
  FilesBlock,
  HeadingBlock,
  TableBlock,
  TextBlock,
} from "../report.ts";
import { checkSvg } from "./check-svg.ts";
import { fileLink, sizeText } from "./file-link.ts";
import { toGrid } from "./grid.ts";
import { element, textElement } from "./html.ts";
import type { Page } from "./page.ts";
import { codeMarkup, renderClaims } from "./render-claims.ts";
import { renderGrid } from "./render-grid.ts";

/** Blocks one after the other. */
export function renderBlocks(blocks: readonly Block[], page: Page): string {
  return blocks.map((block) => renderBlock(block, page)).join("\n");
}

function renderBlock(block: Block, page: Page): string {
  switch (block.kind) {
    case "heading":
      return renderHeading(block, page);
    case "text":
      return renderText(block);
    case "claims":
      return renderClaims(block, page);
    case "table":
      return renderTable(block, page);
    case "code":
      return renderCode(block);
    case "chart":
      return renderChart(block);
    case "facts":
      return renderFacts(block);
    case "files":
      return renderFiles(block);
    case "details":
      return renderDetails(block, page);
  }
  // the types say that this cannot be, but notebooks do not check them
  const { kind }: { readonly kind: unknown } = block;
  throw new DxError("DX_REPORT_BLOCK", `no kind of block is called ${String(kind)}`, {
    path: ["blocks"],
    hint: "take heading, text, claims, table, code, facts, files, details, or a chart of @dx/chart",
  });
}

function renderHeading({ text, level = 2 }: HeadingBlock, page: Page): string {
  const id = page.id("section", text);
  const shown = page.heading(level);
  if (shown === 2) page.sections.push({ id, markup: escapeMarkup(text) });
  return textElement(`h${shown}`, { id }, text);
}

function renderText({ text }: TextBlock): string {
  const paragraphs = text.split(/\n[^\S\n]*\n\s*/).filter((one) => one.trim() !== "");
  return paragraphs
    .map((paragraph) => {
      const pieces = paragraph.split(/`([^`]+)`/);
      const written = pieces.map((piece, index) =>
        index % 2 === 0 ? escapeMarkup(piece) : textElement("code", {}, piece),
      );
      return element("p", { class: "text" }, written);
    })
    .join("");
}

function renderTable({ caption, rows, limit }: TableBlock, page: Page): string {
  return element("div", { class: "box" }, [
    renderGrid(toGrid(rows, limit ?? page.tableRows), caption),
  ]);
}

function renderCode({ code, language, title }: CodeBlock): string {
  const name = [title, language].filter((part) => part !== undefined && part !== "").join(" · ");
  return element("figure", { class: "box code" }, [
    element("figcaption", {}, [
      textElement("span", {}, name === "" ? "code" : name),
      '<button type="button" class="copy" hidden>Copy</button>',
    ]),
    `<pre>${codeMarkup(code)}</pre>`,
  ]);
}

function renderChart(chart: ChartBlock): string {
  const scroll = { class: "scroll", tabindex: 0, role: "group", "aria-label": chart.title };
  return element("figure", { class: "box chart" }, [
    element("div", scroll, [checkSvg(chart)]),
    element("details", {}, [
      "<summary>In words</summary>",
      textElement("p", {}, chart.description),
    ]),
  ]);
}

function renderFacts({ facts }: FactsBlock): string {
  return element("dl", { class: "facts" }, facts.map(renderFact));
}

function renderFact({ name, value, unit, note }: Fact): string {
  const text =
    value === null ? "not measured" : typeof value === "string" ? value : formatNumber(value);
  const shown = unit === undefined || value === null ? "" : ` <small>${escapeMarkup(unit)}</small>`;
  return element("div", {}, [
    textElement("dt", {}, name),
    `<dd${value === null ? ' class="null"' : ""}>${escapeMarkup(text)}${shown}</dd>`,
    note === undefined ? "" : textElement("dd", { class: "note" }, note),
  ]);
}

function renderFiles({ files }: FilesBlock): string {
  if (files.length === 0) return textElement("p", { class: "more" }, "no files");
  const items = files.map(({ path, bytes, note }) =>
    element("li", {}, [
      textElement("a", { href: fileLink(path) }, path),
      bytes === undefined ? "" : textElement("span", { class: "size" }, sizeText(bytes)),
      note === undefined ? "" : textElement("span", { class: "note" }, note),
    ]),
  );
  return element("ul", { class: "box files", role: "list" }, items);
}

function renderDetails({ summary, blocks, open = false }: DetailsBlock, page: Page): string {
  return element("details", { class: "box", open }, [
    textElement("summary", {}, summary),
    renderBlocks(blocks, page),
  ]);
}
