import { join } from "node:path";
import type { Dag, DagCommand, DagTask, TriggerRule } from "../src/index.ts";

const script = join(import.meta.dirname, "step.sh");

/** A command that notes in a file that it was started, and fails some times before it works. */
export function note(
  log: string,
  id: string,
  { failures = 0, seconds = 0 }: { readonly failures?: number; readonly seconds?: number } = {},
): DagCommand {
  return { argv: ["sh", script, log, id, String(failures), String(seconds)] };
}

/** What tasks have noted. */
export interface Log {
  readonly lines: readonly string[];
  /** Of each try its task. */
  readonly begun: readonly string[];
  /** The tasks that worked. */
  readonly done: readonly string[];
}

/** The links of a DAG that a run has not kept: a task began before one that it is after was done. */
export function brokenLinks({ tasks }: Dag, { lines }: Log): readonly string[] {
  return tasks.flatMap(({ id, after = [] }) =>
    after.flatMap((one) =>
      lines.includes(id) &&
      !(lines.indexOf(`${one} ok`) < lines.indexOf(id) && lines.includes(`${one} ok`))
        ? [`${one} before ${id}`]
        : [],
    ),
  );
}

/** The ids in a log, in the order in which their tries began, and of those that worked. */
export function readLog(text: string): Log {
  const lines = text.split("\n").filter((line) => line !== "");
  return {
    lines,
    begun: lines.filter((line) => !line.endsWith(" ok")),
    done: lines.filter((line) => line.endsWith(" ok")).map((line) => line.slice(0, -3)),
  };
}

/** Two ways that meet, one of whose tasks fails twice and then works. */
export function diamond(log: string, failures = 2): Dag {
  return {
    name: "diamond",
    description: 'It\'s "all"\nof {it} \\ 100 % — ünï 👩‍👩‍👧',
    schedule: { kind: "cron", cron: "30 6 * * 1-5", timeZone: "Europe/Berlin" },
    retries: 1,
    timeoutSeconds: 120,
    tags: ["dx", "a.b-c_d"],
    tasks: [
      { id: "publish", run: note(log, "publish"), after: ["left", "right"] },
      { id: "left", title: "Left {{ ds }}", run: note(log, "left"), after: ["extract"] },
      {
        id: "right",
        run: note(log, "right", { failures }),
        after: ["extract"],
        retries: 2,
        retryDelaySeconds: 0,
      },
      { id: "extract", run: note(log, "extract", { seconds: 0.1 }) },
    ],
  };
}

/** A failure, and what each rule makes of it. */
export function rulesDag(log: string, rules: readonly TriggerRule[]): Dag {
  const after = (id: string, trigger: TriggerRule, ...before: string[]): readonly DagTask[] =>
    rules.includes(trigger) ? [{ id, run: note(log, id), after: before, trigger }] : [];
  return {
    name: "rules",
    schedule: { kind: "manual" },
    tasks: [
      { id: "good", run: note(log, "good") },
      { id: "bad", run: note(log, "bad", { failures: 9 }) },
      ...after("bad_success", "all-success", "good", "bad"),
      ...after("bad_done", "all-done", "good", "bad"),
      ...after("bad_failed", "one-failed", "good", "bad"),
      ...after("bad_none", "none-failed", "good", "bad"),
      ...after("good_success", "all-success", "good"),
      ...after("good_done", "all-done", "good"),
      ...after("good_failed", "one-failed", "good"),
      ...after("good_none", "none-failed", "good"),
      ...after("behind", "all-done", "bad_success"),
      ...after("skipped", "all-success", "good_failed", "good"),
      ...after("not_skipped", "none-failed", "good_failed", "good"),
    ].filter(({ after: before = [] }: DagTask) =>
      before.every((one) => one !== "good_failed" || rules.includes("one-failed")),
    ),
  };
}
