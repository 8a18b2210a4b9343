import { existsSync } from "node:fs";
import { join } from "node:path";
import { DxError, nearest } from "@dx/core";
import { openJournal } from "./journal/journal.ts";
import { lockFolder } from "./journal/lock.ts";
import { openQuestions, readRun, type OpenQuestion } from "./read-run.ts";

/** What somebody answers to a question that a run waits for. */
export interface AnswerQuestionOptions {
  /** Which question; may be left out if there is only one. */
  readonly key?: string;
  /** What they say. */
  readonly answer: "yes" | "no";
  /** Who they are. */
  readonly author: string;
  /** When. */
  readonly at: Date;
}

/**
 * Writes an answer into a run's journal; `dx resume` goes on with it. The answer is to the question as it was asked:
 * if a plan has changed since, it is asked again.
 * @throws DxError `DX_RUNNER_QUESTION` if it is not known which question is meant, `DX_RUNNER_OUT` and
 * `DX_RUNNER_LOCKED` for the folder
 */
export function answerQuestion(out: string, options: AnswerQuestionOptions): OpenQuestion {
  const { questions } = readRun(out);
  if (existsSync(join(out, "evidence.json")) || questions.length === 0)
    throw new DxError("DX_RUNNER_QUESTION", `the run in ${out} waits for no answer`, {
      path: ["out"],
      hint: "dx runs shows what runs wait for",
    });
  const keys = questions.map(({ key }) => key);
  const question = questions.find(
    ({ key }) => key === (options.key ?? (keys.length === 1 ? keys[0] : "")),
  );
  if (question === undefined) {
    const near = options.key === undefined ? undefined : nearest(options.key, keys);
    const message =
      options.key === undefined
        ? "there are several questions"
        : `no question waits at step ${options.key}`;
    throw new DxError("DX_RUNNER_QUESTION", message, {
      path: ["step"],
      hint:
        near === undefined ? `name one with --step: ${keys.join(", ")}` : `did you mean ${near}?`,
    });
  }
  const unlock = lockFolder(out);
  try {
    const journal = openJournal(join(out, "journal.jsonl"));
    try {
      const asked =
        openQuestions(journal.lines).find(({ key }) => key === question.key)?.asked ?? "";
      const { answer, author, at } = options;
      journal.append({
        kind: "answer",
        key: question.key,
        asked,
        answer,
        author,
        at: at.toISOString(),
      });
    } finally {
      journal.close();
    }
  } finally {
    unlock();
  }
  return question;
}
