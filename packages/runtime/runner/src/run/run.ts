import type { Source } from "@dx/core";
import type { Question } from "../context.ts";
import type { RunEvent } from "../events.ts";
import type { Secrets } from "../secrets.ts";
import type { TaskTools } from "../task.ts";
import type { Mask } from "./mask-values.ts";
import type { Scratch } from "./scratch.ts";
import type { Steps } from "./steps.ts";

/** What somebody says to a question, and who; `later` ends this run, to be resumed. */
export interface Answer {
  /** What they say. */
  readonly answer: "yes" | "no" | "later";
  /** Who they are; goes into the journal. */
  readonly author: string;
}

/** Answers questions. */
export type Approve = (question: Question) => Promise<Answer | Answer["answer"]>;

/** All that a run has. */
export interface Run {
  readonly name: string;
  readonly flow: string;
  readonly now: string;
  readonly clock: () => Date;
  readonly mode: "run" | "plan";
  readonly sources: readonly Source[];
  readonly steps: Steps;
  readonly scratch: Scratch;
  readonly secrets: Secrets;
  readonly approve: Approve;
  readonly tools: Omit<TaskTools, "progress">;
  readonly emit: (event: RunEvent) => void;
  /** What is needed to check a claim again that does not need the scratch schema. */
  readonly again: "from this folder" | "from the source";
  /** Hides values of the data, if that is wanted. */
  readonly mask: Mask | undefined;
  /** Gives each plan of the run its number. */
  readonly nextPlan: () => number;
}

/** The tools of one step. */
export function toolsOf(run: Run, key: string): TaskTools {
  return {
    ...run.tools,
    progress: (done, of, unit) =>
      run.emit({
        kind: "progress",
        key,
        done,
        ...(of === undefined ? {} : { of }),
        ...(unit === undefined ? {} : { unit }),
      }),
  };
}
