import { withDisplay, type Display } from "@dx/core";
import { style } from "./generated/client.ts";
import { renderContent } from "./internal/render-content.ts";
import type { Report } from "./report.ts";

/** A report that a notebook shows. */
export type DisplayedReport = Report & Display;

/**
 * A report that shows itself as the last value of a notebook's cell, in Deno and Jupyter: the same
 * claims, tables and charts as on a page, without script. Tables show at most 50 rows.
 * @throws DxError as `renderReport`, when it is shown
 * @example
 * ```ts
 * import { displayReport } from "@dx/report";
 * const rows = [{ city: "Basel", customers: 12 }];
 * displayReport({ title: "Customers", blocks: [{ kind: "table", caption: "Cities", rows }] });
 * ```
 */
export function displayReport(report: Report): DisplayedReport {
  return withDisplay({ ...report }, () => {
    const { head, main } = renderContent(report, { tableRows: 50 });
    const content = `<div class="head">${head}</div><div class="main">${main}</div>`;
    return {
      "text/html": `<style>${style}</style><div class="dx-report">${content}</div>`,
      "text/plain": toText(report),
    };
  });
}

function toText({ title, subtitle, blocks }: Report): string {
  const kinds = blocks.map((block) => {
    switch (block.kind) {
      case "heading":
        return block.text;
      case "text":
        return block.text;
      case "claims":
        return block.claims.map(({ verdict, id }) => `${verdict} ${id}`).join("\n");
      case "table":
        return `table: ${block.caption}`;
      case "code":
        return block.code;
      case "chart":
        return `${block.title}: ${block.description}`;
      case "facts":
        return block.facts
          .map(({ name, value }) => `${name}: ${value ?? "not measured"}`)
          .join("\n");
      case "files":
        return block.files.map(({ path }) => path).join("\n");
      case "details":
        return block.summary;
    }
  });
  return [title, ...(subtitle === undefined ? [] : [subtitle]), ...kinds].join("\n");
}
