import { withDisplay } from "./display.ts";
import { escapeMarkup } from "./escape-markup.ts";
import type { Evidence } from "./evidence.ts";
import { summarize } from "./summarize.ts";

/** Evidence that shows itself: in notebooks as a table, in Node as a line a claim. */
export function showEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return withDisplay(evidence, () => {
    const { holds, fails, unknown } = summarize(evidence);
    const summary = `${holds} hold, ${fails} fail, ${unknown} unknown`;
    const lines = evidence.map(({ verdict, statement }) => `${verdict.padEnd(8)}${statement}`);
    const rows = evidence.map(
      ({ verdict, statement, id }) =>
        `<tr><td>${verdict}</td><td>${escapeMarkup(statement)}</td><td>${escapeMarkup(id)}</td></tr>`,
    );
    return {
      "text/html": `<table><caption>${summary}</caption><tbody>${rows.join("")}</tbody></table>`,
      "text/plain": [...lines, summary].join("\n"),
    };
  });
}
