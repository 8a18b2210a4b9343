import { writeFileSync } from "node:fs";
import { messageOf } from "@dx/core";
import { buildLineage, toHtml, type ReadSources } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import type { Command } from "../command.ts";
import { use } from "../parse-given.ts";
import { showError } from "../terminal/show-error.ts";
import { isWrongFile } from "./read-file.ts";
import { readSources } from "./read-sources.ts";

/** `dx lineage page`. */
export const pageAction: Command["run"] = async (given, { terminal }) => {
  const out = given.text("out") ?? "lineage.html";
  let read: ReadSources;
  try {
    read = readSources(given);
  } catch (error) {
    if (isWrongFile(error)) return showError(error, terminal, 2);
    throw error;
  }
  const lineage = buildLineage(await loadParser(), read.sources);
  try {
    writeFileSync(
      out,
      toHtml(lineage, { title: given.text("sql") ?? given.text("in") ?? "Lineage" }),
    );
  } catch (error) {
    throw use(`${out} cannot be written: ${messageOf(error)}`, "name another file with -o");
  }
  const { tables, edges } = lineage;
  const findings = [...read.findings, ...lineage.findings];
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
