import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DxError, type Data, type EvidenceFile } from "@dx/core";
import { readJournal } from "./journal/journal.ts";
import type { JournalLine, PlanBrief, QuestionLine } from "./journal/lines.ts";

/** A question that a run waits for. */
export interface OpenQuestion {
  /** Its step. */
  readonly key: string;
  /** In one sentence. */
  readonly title: string;
  /** What people look at to decide. */
  readonly shows: Data;
  /** What will be done if they agree; its script is in the run's folder. */
  readonly plan?: PlanBrief;
}

/** What a run's folder says. */
export interface RunRecord {
  /** Its flow's name. */
  readonly flow: string;
  /** Its own name. */
  readonly run: string;
  /** When it began. */
  readonly at: string;
  /** What it was given. */
  readonly inputs: unknown;
  /** What its files are relative to. */
  readonly base: string;
  /** Where its databases are, by their names. */
  readonly databases: Readonly<Record<string, string>>;
  /** How many steps are done. */
  readonly steps: number;
  /** What it waits for, if it does. */
  readonly questions: readonly OpenQuestion[];
  /** What came out, if it is complete. */
  readonly evidence?: EvidenceFile;
}

/**
 * Reads a run's folder.
 * @throws DxError `DX_RUNNER_OUT` if it is none, `DX_RUNNER_JOURNAL` if its journal is not as dx wrote it
 */
export function readRun(out: string): RunRecord {
  const path = join(out, "journal.jsonl");
  if (!existsSync(path))
    throw new DxError("DX_RUNNER_OUT", `${out} is not a run's folder`, {
      path: ["out"],
      hint: "name the folder that dx run was given with --out",
    });
  const lines = readJournal(path);
  const [first] = lines;
  if (first?.kind !== "run")
    throw new DxError("DX_RUNNER_OUT", `the run in ${out} had not begun when it was ended`, {
      path: ["out"],
      hint: "begin it again with dx run",
    });
  const { flow, run, at, inputs, base, databases } = first;
  const evidence = readEvidence(out);
  return {
    flow,
    run,
    at,
    inputs,
    base,
    databases,
    steps: lines.filter(({ kind }) => kind === "step").length,
    questions: openQuestions(lines).map(({ key, title, shows, plan }) =>
      plan === undefined ? { key, title, shows } : { key, title, shows, plan },
    ),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** The questions that nobody has answered as they were last asked. */
export function openQuestions(lines: readonly JournalLine[]): readonly QuestionLine[] {
  const open = new Map<string, QuestionLine>();
  for (const line of lines)
    if (line.kind === "question") open.set(line.key, line);
    else if (line.kind === "answer") open.delete(line.key);
  return [...open.values()];
}

function readEvidence(out: string): EvidenceFile | undefined {
  const path = join(out, "evidence.json");
  if (!existsSync(path)) return undefined;
  const evidence: EvidenceFile = JSON.parse(readFileSync(path, "utf8"));
  if (evidence.schema === "dx-evidence-1") return evidence;
  throw new DxError("DX_RUNNER_JOURNAL", `${path} is not of a form that this dx can read`, {
    hint: "it is of a newer dx, or of another program",
  });
}
