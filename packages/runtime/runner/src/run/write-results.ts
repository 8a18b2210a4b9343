import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EvidenceFile } from "@dx/core";
import type { Flow } from "../define-flow.ts";
import { syncFolder } from "../journal/journal.ts";
import type { Done } from "./check-claims.ts";
import { writePage } from "./write-page.ts";
import { writeReadme } from "./write-readme.ts";

/** What is written at the end. */
export interface Results<Inputs, Outputs> extends Done<Inputs, Outputs> {
  readonly evidence: EvidenceFile;
  readonly out: string;
}

/** Writes what a run hands over; `evidence.json` comes last, and says that the run is complete. */
export async function writeResults<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  results: Results<Inputs, Outputs>,
): Promise<void> {
  const { outputs, evidence, run, out } = results;
  const write = (name: string, text: string): void => {
    const part = join(out, `${name}.part`);
    try {
      writeFileSync(part, run.secrets.redact(text), { flush: true });
      renameSync(part, join(out, name));
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    syncFolder(out);
  };
  write("outputs.json", toJsonText(run.secrets.redactAll(outputs)));
  write("README.md", writeReadme(flow, { evidence, out }));
  write("index.html", await writePage(flow, results));
  write("evidence.json", toJsonText(evidence));
}

/** Plain JSON: whole numbers beyond 2^53 become text. */
function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, toPlain, 2)}\n`;
}

function toPlain(_key: string, item: unknown): unknown {
  if (typeof item !== "bigint") return item;
  const number = Number(item);
  return Number.isSafeInteger(number) ? number : String(item);
}
