import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDxError, type Summary } from "@dx/core";
import { isLocked } from "./journal/lock.ts";
import { readRun } from "./read-run.ts";

/** A run's folder in a list. */
export interface ListedRun {
  /** Its path. */
  readonly out: string;
  /** What it is at. */
  readonly state: "complete" | "running" | "waits" | "can be resumed" | "cannot be read";
  /** Its flow; not known if it cannot be read. */
  readonly flow?: string;
  /** When it began. */
  readonly at?: string;
  /** How many claims have each verdict, if it is complete. */
  readonly summary?: Summary;
  /** What it waits for, or why it cannot be read. */
  readonly note?: string;
}

/** The runs in a folder, the folder itself included, by the time of their begin. */
export function listRuns(folder: string): readonly ListedRun[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return [folder, ...names.map(({ name }) => join(folder, name))]
    .filter((path) => existsSync(join(path, "journal.jsonl")))
    .map(describe)
    .toSorted((a, b) => ((a.at ?? "") < (b.at ?? "") ? -1 : 1));
}

function describe(out: string): ListedRun {
  try {
    const { flow, at, evidence, questions } = readRun(out);
    if (evidence !== undefined)
      return { out, state: "complete", flow, at, summary: evidence.summary };
    if (isLocked(out)) return { out, state: "running", flow, at };
    const [question] = questions;
    if (question === undefined) return { out, state: "can be resumed", flow, at };
    return { out, state: "waits", flow, at, note: question.title };
  } catch (error) {
    if (!isDxError(error)) throw error;
    return { out, state: "cannot be read", note: error.summary };
  }
}
