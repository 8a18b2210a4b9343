import { join } from "node:path";
import type { Dag, DagCommand } from "../src/index.ts";

const script = join(import.meta.dirname, "step.mjs");

/** A command that notes in a file that it was started, and fails some times before it works. */
export function note(log: string, id: string, failures = 0): DagCommand {
  return { argv: [process.execPath, script, log, id, String(failures)] };
}

/** The ids in a log, in the order in which their tries began, and of those that worked. */
export function readLog(text: string): {
  readonly begun: readonly string[];
  readonly done: readonly string[];
} {
  const lines = text.split("\n").filter((line) => line !== "");
  return {
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
        run: note(log, "right", failures),
        after: ["extract"],
        retries: 2,
        retryDelaySeconds: 0,
      },
      { id: "extract", run: note(log, "extract") },
    ],
  };
}
