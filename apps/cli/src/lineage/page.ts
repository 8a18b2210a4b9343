import { writeFileSync } from "node:fs";
import { messageOf } from "@dx/core";
import { buildLineage, toHtml } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import type { Command } from "../command.ts";
import { use } from "../parse-given.ts";
import { readSources } from "./read-sources.ts";

/** `dx lineage page`. */
export const pageAction: Command["run"] = async (given, { terminal }) => {
  const sources = readSources(given);
  const out = given.text("out") ?? "lineage.html";
  const lineage = buildLineage(await loadParser(), sources);
  try {
    writeFileSync(out, toHtml(lineage, { title: given.text("sql") ?? "Lineage" }));
  } catch (error) {
    throw use(`${out} cannot be written: ${messageOf(error)}`, "name another file with -o");
  }
  const { tables, edges, findings } = lineage;
  terminal.line(
    JSON.stringify({
      page: out,
      tables: tables.length,
      edges: edges.length,
      findings: findings.length,
    }),
  );
  if (!terminal.json)
    for (const { subject, message } of findings.slice(0, 20))
      terminal.note(`${subject}: ${message}`);
  return 0;
};
