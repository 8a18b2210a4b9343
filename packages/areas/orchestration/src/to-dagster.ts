import type { FileMap } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { isSensor } from "./is-sensor.ts";
import { lacks, needSound } from "./need-sound.ts";
import { createNames } from "./python/python-names.ts";
import { code, pythonCall, pythonString, pythonValue } from "./python/python-text.ts";
import { runCommand, runCommandImports, waitFor } from "./python/run-command.ts";
import { inOrder, type ResolvedTask } from "./resolve-task.ts";

const imports =
  "Definitions In Nothing Out RetryPolicy ScheduleDefinition job op run_failure_sensor DefaultSensorStatus";
const reserved = [
  ...runCommandImports,
  ..."time date end start run_command wait_for tell_of_failure schedule definitions".split(" "),
  ...imports.split(" "),
];
/** As `dagster._core.definitions.utils` has them, beside keywords of Python, which are refused by its way too. */
const refused =
  /^(?:context|conf|config|meta|arg_dict|dict|input_arg_dict|output_arg_dict|int|str|float|bool|input|output|type|False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/**
 * A code location of Dagster 1.x: `<name>_job.py` with its ops, the job, its schedule and `definitions`. Names of ops begin with that of the
 * DAG, so that the definitions of several can be merged. `none-failed` is what Dagster does. A schedule is switched on in
 * Dagster; `onFailure` is a sensor of failed runs, and needs its daemon.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for other trigger rules, `catchUp`, and names that it keeps
 * for itself
 * @example
 * ```ts
 * import { toDagster } from "@dx/orchestration";
 * const schedule = { kind: "cron" as const, cron: "0 6 * * *", timeZone: "Europe/Berlin" };
 * const tasks = [{ id: "load", run: { argv: ["load", "all"] }, retries: 2 }];
 * const file = toDagster({ name: "daily", schedule, tasks })["daily_job.py"];
 * if (!String(file).includes("RetryPolicy(max_retries=2, delay=0)")) throw new Error();
 * ```
 * @see https://docs.dagster.io/guides/build/ops
 */
export function toDagster(dag: Dag): FileMap {
  needSound(dag);
  const tasks = inOrder(dag);
  needDagster(dag, tasks);
  const names = createNames(reserved);
  const job = names.take(dag.name);
  const functions = new Map(tasks.map(({ id }) => [id, names.take(id)]));
  const waits = tasks.some(({ run }) => isSensor(run));
  const parts = [
    `"""The job ${dag.name}, written by dx: change what it was made from, not this file."""

${writeImports(dag, tasks)}`,
    runCommand({ running: false }),
    ...(waits ? [waitFor] : []),
    ...tasks.map((task) => writeOp(dag, task, functions.get(task.id) ?? task.id)),
    writeJob(dag, job, { tasks, functions }),
    writeDefinitions(dag, job),
  ];
  return { [`${dag.name}_job.py`]: parts.join("\n\n") };
}

function needDagster(dag: Dag, tasks: readonly ResolvedTask[]): void {
  for (const { id, trigger } of tasks)
    if (trigger === "all-done" || trigger === "one-failed")
      throw lacks(
        "Dagster",
        `trigger rule ${trigger}, which ${id} has`,
        "onFailure starts a command when a run has failed; Airflow has all rules",
      );
  if (dag.catchUp === true)
    throw lacks(
      "Dagster",
      "schedule that makes up for missed runs (catchUp)",
      "leave catchUp out, and start missed runs by hand",
    );
  const kept = [dag.name, ...tasks.map(({ id }) => id)].find((name) => refused.test(name));
  if (kept !== undefined)
    throw lacks(
      "Dagster",
      `place for the name ${kept}, which it keeps for itself`,
      `call it ${kept}_`,
    );
}

function writeImports(dag: Dag, tasks: readonly ResolvedTask[]): string {
  const isCron = dag.schedule.kind === "cron";
  const used = [
    ...(dag.onFailure === undefined ? [] : ["DefaultSensorStatus"]),
    "Definitions",
    ...(tasks.some(({ after }) => after.length > 0) ? ["In"] : []),
    "Nothing",
    "Out",
    ...(tasks.some(({ retries }) => retries > 0) ? ["RetryPolicy"] : []),
    ...(isCron ? ["ScheduleDefinition"] : []),
    "job",
    "op",
    ...(dag.onFailure === undefined ? [] : ["run_failure_sensor"]),
  ];
  const plain = [...runCommandImports, ...(tasks.some(({ run }) => isSensor(run)) ? ["time"] : [])];
  const needsDate = isCron && dag.startDate !== undefined;
  return [
    ...plain.toSorted().map((name) => `import ${name}`),
    ...(needsDate ? ["from datetime import date"] : []),
    "",
    `from dagster import (\n${used.map((name) => `    ${name},\n`).join("")})`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function writeOp(dag: Dag, task: ResolvedTask, name: string): string {
  const { id, title, run, after, retries, retryDelaySeconds, timeoutSeconds } = task;
  const policy = pythonCall("RetryPolicy", { max_retries: retries, delay: retryDelaySeconds });
  const decorator = pythonCall("op", {
    name: `${dag.name}__${id}`,
    description: title,
    ins: after.length === 0 ? undefined : { start: code("In(Nothing)") },
    out: code("Out(Nothing)"),
    retry_policy: retries === 0 ? undefined : code(policy),
  });
  const call = isSensor(run)
    ? writeCall("wait_for", run.command, { every: run.everySeconds, timeout: run.timeoutSeconds })
    : writeCall("run_command", run, { timeout: timeoutSeconds });
  return `@${decorator}\ndef ${name}():\n    ${call}\n`;
}

function writeCall(
  name: string,
  { argv, env, folder }: DagCommand,
  times: Readonly<Record<string, number | undefined>>,
): string {
  return pythonCall(
    name,
    { ...times, env, folder },
    { first: [pythonValue(argv, "        ")], indent: "    " },
  );
}

function writeJob(
  dag: Dag,
  job: string,
  {
    tasks,
    functions,
  }: {
    readonly tasks: readonly ResolvedTask[];
    readonly functions: ReadonlyMap<string, string>;
  },
): string {
  const { name, description, tags = [] } = dag;
  const names = createNames([...reserved, job, ...functions.values()]);
  const results = new Map(tasks.map(({ id }) => [id, names.take(`${id}_done`)]));
  const isUsed = new Set(tasks.flatMap(({ after }) => after));
  const lines = tasks.map(({ id, after }) => {
    const from = after.map((one) => code(results.get(one) ?? one));
    const alias = `${functions.get(id)}.alias(${pythonString(id)})`;
    const call = pythonCall(
      alias,
      { start: from.length === 0 ? undefined : from.length === 1 ? from[0] : from },
      { indent: "    " },
    );
    return `    ${isUsed.has(id) ? `${results.get(id)} = ` : ""}${call}\n`;
  });
  const decorator = pythonCall("job", {
    name,
    description,
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags.map((tag) => [tag, ""])),
  });
  return `@${decorator}\ndef ${job}():\n${lines.join("")}`;
}

function writeDefinitions(dag: Dag, job: string): string {
  const { schedule, startDate, onFailure } = dag;
  const isCron = schedule.kind === "cron";
  const first = `lambda context: context.scheduled_execution_time.date() >= ${dayOf(startDate ?? "")}`;
  const scheduled = isCron
    ? `schedule = ${pythonCall("ScheduleDefinition", {
        job: code(job),
        cron_schedule: schedule.cron,
        execution_timezone: schedule.timeZone,
        should_execute: startDate === undefined ? undefined : code(first),
      })}\n\n`
    : "";
  const sensor =
    onFailure === undefined
      ? ""
      : `@${pythonCall("run_failure_sensor", {
          name: `${dag.name}__tell_of_failure`,
          monitored_jobs: [code(job)],
          default_status: code("DefaultSensorStatus.RUNNING"),
        })}\ndef tell_of_failure(context):\n    ${writeCall("run_command", onFailure, {})}\n\n\n`;
  const definitions = pythonCall("Definitions", {
    jobs: [code(job)],
    schedules: isCron ? [code("schedule")] : undefined,
    sensors: onFailure === undefined ? undefined : [code("tell_of_failure")],
  });
  return `${sensor}${scheduled}definitions = ${definitions}\n`;
}

function dayOf(day: string): string {
  return `date(${day
    .split("-")
    .map((part) => String(Number(part)))
    .join(", ")})`;
}
