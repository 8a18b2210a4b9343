import type { FileMap, Json } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { commandOf, isSensor } from "./is-sensor.ts";
import { localRunner } from "./local/local-runner.ts";
import { lacks, needSound } from "./need-sound.ts";
import { resolveTasks } from "./resolve-task.ts";

/**
 * A program that runs a DAG once, on a machine without an orchestrator: `<name>.mjs`, for Node 20 or later on Linux and macOS, without packages. Tasks run as soon as they
 * may, at the same time if they can; trigger rules, retries, timeouts and `onFailure` are kept. A task that is stopped ends with all that it started. Exit code 0, or
 * 1 if a task failed, 130 and 143 if it was interrupted.
 *
 * Its times are kept by what starts it: the schedule, `startDate` and `catchUp` are not in it; `nextRuns` has them.
 * With `day`, the day is its argument (`node daily.mjs 2026-01-31`), or today in the zone of the schedule.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for a schedule by data, `makes`, connections
 * and `mostRuns`
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
  needLocal(dag);
  const tasks = resolveTasks(dag).map(
    ({ id, run, after, trigger, retries, retryDelaySeconds, timeoutSeconds, each }): Json => ({
      id,
      each: each ?? [[]],
      after,
      trigger,
      retries,
      retryDelaySeconds,
      timeoutSeconds: timeoutSeconds ?? null,
      everySeconds: isSensor(run) ? run.everySeconds : null,
      command: writeCommand(commandOf(run)),
    }),
  );
  const { onFailure, onLate, day, schedule } = dag;
  const told = (command: DagCommand | undefined): string =>
    command === undefined ? "null" : writeJson(writeCommand(command));
  const zone = schedule.kind === "cron" ? schedule.timeZone : "UTC";
  const lines = tasks.map((task) => `    ${writeJson(task)},\n`).join("");
  return {
    [`${dag.name}.mjs`]: `// Runs ${dag.name} once; written by dx: change what it was made from, not this file. Start it with: node ${dag.name}.mjs
import { spawn } from "node:child_process";

const dag = {
  name: ${writeJson(dag.name)},
  onFailure: ${told(onFailure)},
  onLate: ${told(onLate)},
  slaSeconds: ${dag.slaSeconds ?? "null"},
  mostTasks: ${dag.mostTasks ?? "Infinity"},
  day: ${day === undefined ? "null" : writeJson({ variable: day, zone })},
  tasks: [
${lines}  ],
};
${localRunner}`,
  };
}

function needLocal({ schedule, tasks, mostRuns }: Dag): void {
  if (schedule.kind === "assets")
    throw lacks(
      "the local program",
      "schedule by data",
      "start it when they are made, by a schedule `manual`",
    );
  if (mostRuns !== undefined)
    throw lacks("the local program", "limit of runs (mostRuns)", "start it when it is not running");
  for (const { id, makes, run } of tasks) {
    if (makes !== undefined)
      throw lacks("the local program", `place to note which data ${id} makes`, "leave `makes` out");
    if (commandOf(run).connections !== undefined)
      throw lacks(
        "the local program",
        `connections by name, as ${id} has one`,
        "take a variable of the environment, in env",
      );
  }
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
