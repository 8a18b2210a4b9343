import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "@dx/report";
import type { DemoRow } from "./demo.ts";

/** Writes the page that leads to each flow's own; gives its path. */
export function writeIndex(folder: string, rows: readonly DemoRow[]): string {
  const page = renderReport({
    title: "What dx does",
    subtitle: "Each flow on real data, on an embedded DuckDB",
    blocks: [
      {
        kind: "table",
        caption:
          "Flows, and how many of their claims hold, fail or are unknown; findings are what fails in the data that they were given",
        rows: rows.map(({ flow, title, artefacts, holds, fails, unknown, findings, seconds }) => ({
          flow,
          title,
          artefacts,
          holds,
          fails: fails - findings,
          unknown,
          findings,
          seconds,
        })),
      },
      { kind: "heading", text: "Pages" },
      {
        kind: "files",
        files: rows.map(({ flow, title }) => ({ path: `${flow}/index.html`, note: title })),
      },
    ],
  });
  const path = join(folder, "index.html");
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.part`, page);
  renameSync(`${path}.part`, path);
  return path;
}
