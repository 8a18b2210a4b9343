import type { FileMap } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { isSensor } from "./is-sensor.ts";
import { lacks, needSound } from "./need-sound.ts";
import { createNames } from "./python/python-names.ts";
import {
  code,
  pythonCall,
  pythonString,
  pythonValue,
  type PythonValue,
} from "./python/python-text.ts";
import { runCommand, runCommandImports, waitFor } from "./python/run-command.ts";
import { inOrder, type ResolvedTask } from "./resolve-task.ts";

const reserved = [
  ...runCommandImports,
  ..."time end start run_command wait_for tell_of_failure flow task allow_failure get_run_logger NO_CACHE runs".split(
    " ",
  ),
];

/**
 * A flow of Prefect 3: `<name>_flow.py`, and for a schedule `<name>_deployment.py`, which serves it while it runs (`python <name>_deployment.py`, beside a server or
 * Prefect Cloud). Tasks are submitted with what they wait for; output of commands is in the log. `none-failed` is what Prefect does.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for the rule `one-failed`, `startDate` and `catchUp`
 * @example
 * ```ts
 * import { toPrefect } from "@dx/orchestration";
 * const schedule = { kind: "cron" as const, cron: "0 6 * * *", timeZone: "Europe/Berlin" };
 * const tasks = [{ id: "load", run: { argv: ["load", "all"] }, retries: 2 }];
 * const files = toPrefect({ name: "daily", schedule, tasks });
 * if (Object.keys(files).join() !== "daily_flow.py,daily_deployment.py") throw new Error();
 * ```
 * @see https://docs.prefect.io/v3/how-to-guides/workflows/write-and-run
 */
export function toPrefect(dag: Dag): FileMap {
  needSound(dag);
  const tasks = inOrder(dag);
  needPrefect(dag, tasks);
  const names = createNames(reserved);
  const flow = names.take(dag.name);
  const functions = new Map(tasks.map(({ id }) => [id, names.take(id)]));
  const waits = tasks.some(({ run }) => isSensor(run));
  const plain = [...runCommandImports, ...(waits ? ["time"] : [])].toSorted();
  const used = [
    ...(tasks.some(({ trigger }) => trigger === "all-done") ? ["allow_failure"] : []),
    "flow",
    "get_run_logger",
    "task",
  ];
  const parts = [
    `"""The flow ${dag.name}, written by dx: change what it was made from, not this file."""

${plain.map((name) => `import ${name}\n`).join("")}\nfrom prefect import ${used.join(", ")}\nfrom prefect.cache_policies import NO_CACHE\n`,
    runCommand({ running: false }),
    ...(waits ? [waitFor] : []),
    ...tasks.map((task) => writeTask(task, functions.get(task.id) ?? task.id)),
    ...(dag.onFailure === undefined
      ? []
      : [
          `def tell_of_failure(flow, flow_run, state):\n    ${writeCall("run_command", dag.onFailure, {})}\n`,
        ]),
    writeFlow(dag, flow, { tasks, functions }),
  ];
  return {
    [`${dag.name}_flow.py`]: parts.join("\n\n"),
    ...(dag.schedule.kind === "cron" && {
      [`${dag.name}_deployment.py`]: writeDeployment(dag, flow),
    }),
  };
}

function needPrefect(dag: Dag, tasks: readonly ResolvedTask[]): void {
  const fails = tasks.find(({ trigger }) => trigger === "one-failed");
  if (fails !== undefined)
    throw lacks(
      "Prefect",
      `trigger rule one-failed, which ${fails.id} has`,
      "onFailure starts a command when a run has failed; Airflow has all rules",
    );
  for (const field of ["startDate", "catchUp"] as const)
    if (dag[field] !== undefined && dag[field] !== false)
      throw lacks("Prefect", `first day of a cron schedule (${field})`, `leave ${field} out`);
}

function writeTask(task: ResolvedTask, name: string): string {
  const { id, title, run, retries, retryDelaySeconds, timeoutSeconds } = task;
  const decorator = pythonCall("task", {
    name: id,
    description: title,
    retries,
    retry_delay_seconds: retries === 0 ? undefined : retryDelaySeconds,
    cache_policy: code("NO_CACHE"),
  });
  const log = code("get_run_logger().info");
  const call = isSensor(run)
    ? writeCall("wait_for", run.command, {
        every: run.everySeconds,
        timeout: run.timeoutSeconds,
        log,
      })
    : writeCall("run_command", run, { timeout: timeoutSeconds, log });
  return `@${decorator}\ndef ${name}():\n    ${call}\n`;
}

function writeCall(
  name: string,
  { argv, env, folder }: DagCommand,
  options: Readonly<Record<string, PythonValue | undefined>>,
): string {
  return pythonCall(
    name,
    { ...options, env, folder },
    { first: [pythonValue(argv, "        ")], indent: "    " },
  );
}

function writeFlow(
  dag: Dag,
  flow: string,
  {
    tasks,
    functions,
  }: {
    readonly tasks: readonly ResolvedTask[];
    readonly functions: ReadonlyMap<string, string>;
  },
): string {
  const names = createNames([...reserved, flow, ...functions.values()]);
  const runs = new Map(tasks.map(({ id }) => [id, names.take(`${id}_run`)]));
  const lines = tasks.map(({ id, after, trigger }) => {
    const before = after.map((one) =>
      code(trigger === "all-done" ? `allow_failure(${runs.get(one)})` : (runs.get(one) ?? one)),
    );
    const call = pythonCall(
      `${functions.get(id)}.submit`,
      { wait_for: before.length === 0 ? undefined : before },
      { indent: "    " },
    );
    return `    ${runs.get(id)} = ${call}\n`;
  });
  const all = pythonValue([...runs.values()].map(code), "    ");
  const decorator = pythonCall("flow", {
    name: dag.name,
    description: dag.description,
    on_failure: dag.onFailure === undefined ? undefined : [code("tell_of_failure")],
    on_crashed: dag.onFailure === undefined ? undefined : [code("tell_of_failure")],
  });
  return `@${decorator}\ndef ${flow}():\n${lines.join("")}    return ${all}\n`;
}

function writeDeployment({ name, description, schedule, tags }: Dag, flow: string): string {
  if (schedule.kind === "manual") return "";
  const cron = pythonCall(
    "Cron",
    { timezone: schedule.timeZone },
    { first: [pythonString(schedule.cron)] },
  );
  const serve = pythonCall(
    `${flow}.serve`,
    { name, description, schedule: code(cron), tags },
    { indent: "    " },
  );
  return `"""Serves the flow ${name} at its times; written by dx."""

from prefect.schedules import Cron

from ${name}_flow import ${flow}

if __name__ == "__main__":
    ${serve}
`;
}
