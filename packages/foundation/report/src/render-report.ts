import { escapeMarkup } from "@dx/core";
import { script, scriptHash, style, styleHash } from "./generated/client.ts";
import { renderContent, type RenderReportOptions } from "./internal/render-content.ts";
import type { Report } from "./report.ts";

const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * A report as one HTML page that needs nothing else: it opens from a folder, loads nothing, and its
 * content policy lets no other script or style run than its own. Without script all is readable.
 * Text of any kind is shown as what it is. Linear in the size of what is shown.
 * @throws DxError `DX_REPORT_PATH` for a file outside of the report's folder, `DX_REPORT_CHART` for a
 * picture that `@dx/chart` did not draw, `DX_REPORT_BLOCK` for an unknown block
 * @example
 * ```ts
 * import { renderReport } from "@dx/report";
 * const page = renderReport({
 *   title: "Customers",
 *   blocks: [{ kind: "table", caption: "Cities", rows: [{ city: "Basel", customers: 12 }] }],
 * });
 * if (!page.includes("<td>Basel</td>")) throw new Error();
 * ```
 */
export function renderReport(report: Report, options: RenderReportOptions = {}): string {
  const { head, main } = renderContent(report, options);
  return `<!doctype html>
<html lang="en" class="dx-report">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escapeMarkup(report.title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="head">${head}</header>
<main class="main" id="content" tabindex="-1">
${main}
</main>
<script>${script}</script>
</body>
</html>
`;
}
