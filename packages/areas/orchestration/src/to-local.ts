import type { FileMap, Json } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { commandOf, isSensor } from "./is-sensor.ts";
import { localRunner } from "./local/local-runner.ts";
import { needSound } from "./need-sound.ts";
import { resolveTasks } from "./resolve-task.ts";

/**
 * A program that runs a DAG once, on a machine without an orchestrator: `<name>.mjs`, for Node 20 or later on Linux and macOS, without packages. Tasks run as soon as they
 * may, at the same time if they can; trigger rules, retries, timeouts and `onFailure` are kept. A task that is stopped ends with all that it started. Exit code 0, or
 * 1 if a task failed, 130 and 143 if it was interrupted.
 *
 * Its times are kept by what starts it: the schedule, `startDate` and `catchUp` are not in it; `nextRuns` has them.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound
 * @example
 * ```ts
 * import { toLocal } from "@dx/orchestration";
 * const tasks = [{ id: "load", run: { argv: ["load", "it's all"] } }];
 * const files = toLocal({ name: "daily", schedule: { kind: "manual" }, tasks });
 * if (!String(files["daily.mjs"]).includes('"argv":["load","it\'s all"]')) throw new Error();
 * ```
 */
export function toLocal(dag: Dag): FileMap {
  needSound(dag);
  const tasks = resolveTasks(dag).map(
    ({ id, run, after, trigger, retries, retryDelaySeconds, timeoutSeconds }): Json => ({
      id,
      after,
      trigger,
      retries,
      retryDelaySeconds,
      timeoutSeconds: timeoutSeconds ?? null,
      everySeconds: isSensor(run) ? run.everySeconds : null,
      command: writeCommand(commandOf(run)),
    }),
  );
  const onFailure = dag.onFailure === undefined ? "null" : writeJson(writeCommand(dag.onFailure));
  const lines = tasks.map((task) => `    ${writeJson(task)},\n`).join("");
  return {
    [`${dag.name}.mjs`]: `// Runs ${dag.name} once; written by dx: change what it was made from, not this file. Start it with: node ${dag.name}.mjs
import { spawn } from "node:child_process";

const dag = {
  name: ${writeJson(dag.name)},
  onFailure: ${onFailure},
  tasks: [
${lines}  ],
};
${localRunner}`,
  };
}

function writeCommand({ argv, env = {}, folder }: DagCommand): Json {
  return {
    argv,
    env: Object.entries(env),
    ...(folder !== undefined && { folder }),
  };
}

/** JSON in one line; what cannot be seen, or changes how a line is read, is written as an escape. */
function writeJson(value: Json): string {
  return JSON.stringify(value).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) =>
    Array.from({ length: one.length }, (_, index) => {
      const unit = one.charCodeAt(index).toString(16);
      return `\\u${unit.padStart(4, "0")}`;
    }).join(""),
  );
}
