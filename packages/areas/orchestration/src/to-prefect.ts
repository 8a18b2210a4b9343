import type { FileMap } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { commandOf, isSensor } from "./is-sensor.ts";
import { lacks, needSound } from "./need-sound.ts";
import { createNames } from "./python/python-names.ts";
import {
  code,
  pythonCall,
  pythonString,
  pythonValue,
  type PythonCode,
  type PythonValue,
} from "./python/python-text.ts";
import { runCommand, runCommandImports, waitFor } from "./python/run-command.ts";
import { inOrder, type ResolvedTask } from "./resolve-task.ts";

const reserved = [
  ...runCommandImports,
  ..."time end start run_command wait_for tell_of_failure tell_of_lateness flow task materialize allow_failure get_run_logger NO_CACHE Secret ThreadPoolTaskRunner flow_run ZoneInfo timer day more one runs".split(
    " ",
  ),
];

/**
 * A flow of Prefect 3: `<name>_flow.py`, and for a schedule `<name>_deployment.py`, which serves it while it runs (`python <name>_deployment.py`, beside a server or
 * Prefect Cloud). Tasks are submitted with what they wait for; output of commands is in the log. `none-failed` is what Prefect does.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for the rule `one-failed`, `startDate`, `catchUp`, a
 * schedule by all of several data, and names that no block can have
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
  const values = valuesOf(dag, tasks);
  const used = [
    ...(tasks.some(({ trigger }) => trigger === "all-done") ? ["allow_failure"] : []),
    "flow",
    "get_run_logger",
    "task",
  ];
  const parts = [
    `"""The flow ${dag.name}, written by dx: change what it was made from, not this file."""

${plain.map((name) => `import ${name}\n`).join("")}\n${values.imports.map((line) => `${line}\n`).join("")}from prefect import ${used.join(", ")}\nfrom prefect.cache_policies import NO_CACHE\n`,
    runCommand({ running: false }),
    ...(waits ? [waitFor] : []),
    ...tasks.map((task) => writeTask(dag, task, functions.get(task.id) ?? task.id)),
    ...(dag.onFailure === undefined
      ? []
      : [
          `def tell_of_failure(flow, flow_run, state):\n    ${writeCall("run_command", dag.onFailure, {})}\n`,
        ]),
    ...(dag.onLate === undefined
      ? []
      : [`def tell_of_lateness():\n    ${writeCall("run_command", dag.onLate, {})}\n`]),
    writeFlow(dag, flow, { tasks, functions }),
  ];
  return {
    [`${dag.name}_flow.py`]: parts.join("\n\n"),
    ...(dag.schedule.kind !== "manual" && {
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
  if (
    dag.schedule.kind === "assets" &&
    dag.schedule.when !== "any" &&
    dag.schedule.assets.length > 1
  )
    throw lacks(
      "Prefect",
      "schedule by several data that all were made, at whatever time",
      "take `when: any`, or a DAG for each",
    );
  for (const { id, run } of tasks)
    for (const name of Object.values(commandOf(run).connections ?? {}))
      if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
        throw lacks(
          "Prefect",
          `block that is called ${name}, as ${id} has one`,
          "names of blocks have small letters, digits and -",
        );
  for (const field of ["startDate", "catchUp"] as const)
    if (dag[field] !== undefined && dag[field] !== false)
      throw lacks("Prefect", `first day of a cron schedule (${field})`, `leave ${field} out`);
}

/** What a file imports besides. */
function valuesOf(
  dag: Dag,
  tasks: readonly ResolvedTask[],
): { readonly imports: readonly string[] } {
  const hasSecrets = tasks.some(({ run }) => commandOf(run).connections !== undefined);
  const imports = [
    ...(dag.day === undefined ? [] : ["from zoneinfo import ZoneInfo", ""]),
    ...(tasks.some(({ makes }) => makes !== undefined)
      ? ["from prefect.assets import materialize"]
      : []),
    ...(hasSecrets ? ["from prefect.blocks.system import Secret"] : []),
    ...(dag.day === undefined ? [] : ["from prefect.runtime import flow_run"]),
    ...(dag.mostTasks === undefined
      ? []
      : ["from prefect.task_runners import ThreadPoolTaskRunner"]),
  ];
  return { imports };
}

/** As Prefect calls data. */
function assetKey(name: string): string {
  return `dx://${name}`;
}

function writeTask(dag: Dag, task: ResolvedTask, name: string): string {
  const { id, title, run, retries, retryDelaySeconds, timeoutSeconds, makes, each } = task;
  const decorator = pythonCall(
    makes === undefined ? "task" : "materialize",
    {
      name: id,
      description: title,
      retries,
      retry_delay_seconds: retries === 0 ? undefined : retryDelaySeconds,
      cache_policy: code("NO_CACHE"),
    },
    { first: (makes ?? []).map((one) => pythonString(assetKey(one))) },
  );
  const log = code("get_run_logger().info");
  const { connections } = commandOf(run);
  const given = {
    ...(dag.day === undefined ? {} : { [dag.day]: code("day") }),
    ...Object.fromEntries(
      Object.entries(connections ?? {}).map(([variable, block]) => [
        variable,
        code(`Secret.load(${pythonString(block)}).get()`),
      ]),
    ),
  };
  const values = Object.keys(given).length === 0 ? {} : { values: given };
  const call = isSensor(run)
    ? writeCall("wait_for", run.command, {
        every: run.everySeconds,
        timeout: run.timeoutSeconds,
        log,
        ...values,
      })
    : writeCall("run_command", run, {
        timeout: timeoutSeconds,
        log,
        ...values,
        ...(each === undefined ? {} : { more: code("more") }),
      });
  const parameters = [
    ...(each === undefined ? [] : ["more"]),
    ...(dag.day === undefined ? [] : ["day"]),
  ];
  return `@${decorator}\ndef ${name}(${parameters.join(", ")}):\n    ${call}\n`;
}

function writeCall(
  name: string,
  { argv, env, folder }: DagCommand,
  { more, ...options }: Readonly<Record<string, PythonValue | undefined>>,
): string {
  const list = more === undefined ? argv : [...argv, code("*more")];
  return pythonCall(
    name,
    { ...options, env, folder },
    { first: [pythonValue(list, "        ")], indent: "    " },
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
  const isMapped = new Set(tasks.flatMap(({ id, each }) => (each === undefined ? [] : [id])));
  const waitOn = (id: string, isAllowed: boolean): PythonCode => {
    const run = runs.get(id) ?? id;
    if (isMapped.has(id))
      return code(isAllowed ? `*[allow_failure(one) for one in ${run}]` : `*${run}`);
    return code(isAllowed ? `allow_failure(${run})` : run);
  };
  const lines = tasks.map(({ id, after, trigger, each }) => {
    const before = after.map((one) => waitOn(one, trigger === "all-done"));
    const call = pythonCall(
      `${functions.get(id)}.submit`,
      {
        ...(each === undefined ? {} : { more: code("more") }),
        ...(dag.day === undefined ? {} : { day: code("day") }),
        wait_for: before.length === 0 ? undefined : before,
      },
      { indent: "    " },
    );
    return each === undefined
      ? `    ${runs.get(id)} = ${call}\n`
      : `    ${runs.get(id)} = [\n        ${call}\n        for more in ${pythonValue(each, "        ")}\n    ]\n`;
  });
  const all = pythonValue(
    tasks.map(({ id }) => waitOn(id, false)),
    "    ",
  );
  const decorator = pythonCall("flow", {
    name: dag.name,
    description: dag.description,
    task_runner:
      dag.mostTasks === undefined
        ? undefined
        : code(`ThreadPoolTaskRunner(max_workers=${dag.mostTasks})`),
    on_failure: dag.onFailure === undefined ? undefined : [code("tell_of_failure")],
    on_crashed: dag.onFailure === undefined ? undefined : [code("tell_of_failure")],
  });
  const parameters = dag.day === undefined ? "" : "day: str | None = None";
  return `@${decorator}\ndef ${flow}(${parameters}):\n${dayLines(dag)}${lateLines(dag)}${lines.join("")}${
    dag.onLate === undefined
      ? `    return ${all}\n`
      : `    runs = ${all}\n    for one in runs:\n        one.wait()\n    timer.cancel()\n    return runs\n`
  }`;
}

/** The day of the schedule's time, unless one is given. */
function dayLines({ day, schedule }: Dag): string {
  if (day === undefined) return "";
  const zone = pythonString(schedule.kind === "cron" ? schedule.timeZone : "UTC");
  return `    if day is None:\n        at = flow_run.get_scheduled_start_time()\n        day = at.astimezone(ZoneInfo(${zone})).date().isoformat()\n`;
}

function lateLines({ onLate, slaSeconds = 0 }: Dag): string {
  if (onLate === undefined) return "";
  return `    timer = threading.Timer(${slaSeconds}, tell_of_lateness)\n    timer.daemon = True\n    timer.start()\n`;
}

function writeDeployment(
  { name, description, schedule, tags, mostRuns }: Dag,
  flow: string,
): string {
  if (schedule.kind === "manual") return "";
  const isCron = schedule.kind === "cron";
  const times = isCron
    ? {
        schedule: code(
          pythonCall(
            "Cron",
            { timezone: schedule.timeZone },
            { first: [pythonString(schedule.cron)] },
          ),
        ),
      }
    : { triggers: schedule.assets.map(triggerOf) };
  const serve = pythonCall(
    `${flow}.serve`,
    { name, description, ...times, tags, limit: mostRuns },
    { indent: "    " },
  );
  const imported = isCron
    ? "from prefect.schedules import Cron"
    : "from prefect.events import DeploymentEventTrigger";
  return `"""Serves the flow ${name} at its times; written by dx."""

${imported}

from ${name}_flow import ${flow}

if __name__ == "__main__":
    ${serve}
`;
}

function triggerOf(asset: string): PythonCode {
  return code(
    pythonCall("DeploymentEventTrigger", {
      name: `${asset} was made`,
      expect: code('{"prefect.asset.materialization.succeeded"}'),
      match: { "prefect.resource.id": assetKey(asset) },
    }),
  );
}
