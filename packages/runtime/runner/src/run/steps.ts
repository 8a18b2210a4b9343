import { DxError } from "@dx/core";
import type { z } from "zod";
import { hashText } from "../journal/chain.ts";
import { toText, type Journal } from "../journal/journal.ts";
import { openQuestions } from "../read-run.ts";
import type { AnswerLine, QuestionLine, StepLine } from "../journal/lines.ts";

/** A step as it is asked for. */
interface StepAsked {
  readonly key: string;
  readonly task: string;
  readonly version: number;
  readonly given: unknown;
}

/** What is done where the journal has nothing of it. */
interface StepBody<T> {
  readonly schema: z.ZodType<T>;
  readonly run: () => Promise<T>;
}

/** The steps of a run: each is done once, in this run or in one that the journal is of. */
export interface Steps {
  /** How many the journal has. */
  readonly known: number;
  /** Whether the journal has a step. */
  has(key: string): boolean;
  /** Gives what the journal has for a key, or does it and writes it down. */
  once<T>(asked: StepAsked, body: StepBody<T>): Promise<T>;
  /** What people answered, if they did. */
  answerTo(key: string): AnswerLine | undefined;
  /** Writes a question or an answer down; a question that waits already, only once. */
  write(line: QuestionLine | AnswerLine): void;
  /** At the end: refuses a journal that has steps which were not asked for. */
  finish(): void;
}

/** What steps need of the run. */
export interface StepsOptions {
  readonly clock: () => Date;
  /** What the process gets is what the journal has: without secrets. */
  readonly redactAll: <T>(value: T) => T;
}

const smallBytes = 2048;

/** Steps over a journal. */
export function createSteps(journal: Journal, { clock, redactAll }: StepsOptions): Steps {
  const done = new Map<string, StepLine>();
  const answers = new Map<string, AnswerLine>();
  const open = new Map(openQuestions(journal.lines).map(({ key, asked }) => [key, asked]));
  for (const line of journal.lines)
    if (line.kind === "step") done.set(line.key, line);
    else if (line.kind === "answer") answers.set(line.key, line);
  const left = new Set([...done.keys(), ...answers.keys()]);
  return {
    known: done.size,
    has: (key) => done.has(key),
    once: async ({ key, task, version, given }, { schema, run }) => {
      const text = toText(redactAll(given));
      const asked = hashText(text);
      const before = done.get(key);
      left.delete(key);
      if (before !== undefined) {
        if (before.task !== task || before.version !== version || before.asked !== asked)
          throw diverged(before, `${task} ${version} of ${small(text) ?? "other arguments"}`);
        return schema.parse(before.result);
      }
      const started = clock().toISOString();
      const result: unknown = redactAll(schema.parse(await run()));
      const shown = small(text) === undefined ? {} : { given: redactAll(given) };
      const line = { kind: "step", key, task, version, asked, ...shown, result } as const;
      journal.append({ ...line, started, ended: clock().toISOString() });
      return schema.parse(result);
    },
    answerTo: (key) => {
      left.delete(key);
      return answers.get(key);
    },
    write: (line) => {
      if (line.kind === "question" && open.get(line.key) === line.asked) return;
      journal.append(line);
    },
    finish: () => {
      const [key] = left;
      if (key === undefined) return;
      throw new DxError("DX_RUNNER_DIVERGED", `step ${key} of the journal was not done again`, {
        hint: "the flow takes another way than before: begin a new run in another folder",
      });
    },
  };
}

function small(text: string): string | undefined {
  return text.length <= smallBytes ? text : undefined;
}

function diverged(before: StepLine, now: string): DxError {
  const { key, task, version, given } = before;
  const was = given === undefined ? "other arguments" : toText(given);
  return new DxError("DX_RUNNER_DIVERGED", `step ${key} was ${task} ${version} of ${was}`, {
    hint: `now it is ${now}: begin a new run in another folder`,
  });
}
