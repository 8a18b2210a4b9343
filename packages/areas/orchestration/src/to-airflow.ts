import type { FileMap } from "@dx/core";
import type { AssetSchedule, Dag, DagCommand } from "./dag.ts";
import { commandOf, isSensor } from "./is-sensor.ts";
import { lacks, needSound } from "./need-sound.ts";
import { airflowClasses, type Uses } from "./python/airflow-classes.ts";
import { createNames } from "./python/python-names.ts";
import {
  code,
  pythonCall,
  pythonString,
  pythonValue,
  type PythonCode,
  type PythonValue,
} from "./python/python-text.ts";
import { runCommand, runCommandImports } from "./python/run-command.ts";
import { inOrder, type ResolvedTask } from "./resolve-task.ts";

const sdk = "Asset AssetAny Connection DAG BaseOperator BaseSensorOperator CronTriggerTimetable";
const helpers =
  "running end start run_command CommandOperator CommandSensor FailedRunOperator tell_of_failure";
const reserved = [
  ...runCommandImports,
  "timedelta",
  "pendulum",
  ...`${sdk} ${helpers} dag`.split(" "),
];

/**
 * A file for the folder `dags` of Airflow 3 (3.1 or later): `<name>_dag.py`, which needs nothing but Airflow. Commands are operators without templates,
 * waits are sensors. A run fails if a task of it has failed, also where a later one succeeds: with other triggers than
 * `all-success` a last task sees to that.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for `onLate`
 * @example
 * ```ts
 * import { toAirflow } from "@dx/orchestration";
 * const schedule = { kind: "cron" as const, cron: "0 6 * * *", timeZone: "Europe/Berlin" };
 * const tasks = [{ id: "load", run: { argv: ["load", "it's all"] } }];
 * const file = toAirflow({ name: "daily", schedule, tasks })["daily_dag.py"];
 * if (!String(file).includes('argv=["load", "it\'s all"]')) throw new Error();
 * ```
 * @see https://airflow.apache.org/docs/task-sdk/stable/index.html
 */
export function toAirflow(dag: Dag): FileMap {
  needSound(dag);
  const tasks = inOrder(dag);
  const names = createNames(reserved);
  const variables = new Map(tasks.map(({ id }) => [id, names.take(id)]));
  const watched = dag.tasks.some(
    ({ trigger }) => trigger === "all-done" || trigger === "one-failed",
  );
  const uses = {
    sensor: tasks.some(({ run }) => isSensor(run)),
    command: tasks.some(({ run }) => !isSensor(run)),
    watch: watched,
    connections: tasks.some(({ run }) => commandOf(run).connections !== undefined),
    ...(dag.day === undefined
      ? {}
      : { day: { variable: pythonString(dag.day), zone: pythonString(zoneOf(dag)) } }),
  };
  if (dag.onLate !== undefined)
    throw lacks(
      "Airflow",
      "place in a DAG's file for what tells of late runs (onLate)",
      "write a DeadlineAlert of your own, whose callback lies where the triggerer finds it",
    );
  const body = [
    ...tasks.map((task) => `${variables.get(task.id)} = ${writeTask(task, dag)}`),
    ...tasks.flatMap((task) => writeLinks(task, variables)),
    ...(watched ? [writeWatch(tasks, variables)] : []),
  ];
  const parts = [
    `"""The DAG ${dag.name}, written by dx: change what it was made from, not this file."""

${writeImports(dag, uses)}`,
    runCommand({ running: true }),
    ...airflowClasses(uses),
    ...(dag.onFailure === undefined ? [] : [writeFailure(dag.onFailure)]),
    `with ${writeDag(dag)} as dag:\n${body.map((line) => `    ${line}\n`).join("")}`,
  ];
  return { [`${dag.name}_dag.py`]: parts.join("\n\n") };
}

function writeImports(dag: Dag, uses: Uses): string {
  const { schedule, startDate } = dag;
  const isCron = schedule.kind === "cron";
  const isAny = schedule.kind === "assets" && schedule.when === "any";
  const hasAssets =
    schedule.kind === "assets" || dag.tasks.some(({ makes }) => makes !== undefined);
  const fromSdk = [
    ...(hasAssets ? ["Asset"] : []),
    ...(isAny ? ["AssetAny"] : []),
    ...(uses.connections ? ["Connection"] : []),
    ...(uses.command || uses.watch ? ["BaseOperator"] : []),
    ...(uses.sensor ? ["BaseSensorOperator"] : []),
    ...(isCron ? ["CronTriggerTimetable"] : []),
  ];
  return [
    ...runCommandImports.map((name) => `import ${name}`),
    "from datetime import timedelta",
    "",
    ...(startDate === undefined && uses.day === undefined ? [] : ["import pendulum"]),
    `from airflow.sdk import ${["DAG", ...fromSdk].toSorted().join(", ")}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function writeDag(dag: Dag): string {
  const { name, description, schedule, startDate, catchUp = false, tags } = dag;
  const zone = zoneOf(dag);
  return pythonCall("DAG", {
    dag_id: name,
    description,
    schedule:
      schedule.kind === "manual"
        ? null
        : schedule.kind === "assets"
          ? assetsOf(schedule)
          : code(
              pythonCall(
                "CronTriggerTimetable",
                { timezone: zone },
                { first: [pythonString(schedule.cron)] },
              ),
            ),
    start_date: startDate === undefined ? undefined : code(dayOf(startDate, zone)),
    catchup: catchUp,
    tags,
    max_active_tasks: dag.mostTasks,
    max_active_runs: dag.mostRuns,
    default_args: defaultsOf(dag),
    on_failure_callback: dag.onFailure === undefined ? undefined : code("tell_of_failure"),
  });
}

function zoneOf({ schedule }: Dag): string {
  return schedule.kind === "cron" ? schedule.timeZone : "UTC";
}

function assetsOf({ assets, when = "all" }: AssetSchedule): PythonValue {
  const named = assets.map((name) => code(`Asset(${pythonString(name)})`));
  if (when === "all") return named;
  return code(pythonCall("AssetAny", {}, { first: named.map((one) => one.code) }));
}

function dayOf(date: string, zone: string): string {
  const parts = date.split("-").map((part) => String(Number(part)));
  return `pendulum.datetime(${parts.join(", ")}, tz=${pythonString(zone)})`;
}

/** What all tasks have unless they say something else. */
function defaultsOf({ retries = 0, retryDelaySeconds = 0 }: Dag): PythonValue {
  return { retries, retry_delay: seconds(retryDelaySeconds) };
}

function writeTask(task: ResolvedTask, dag: Dag): string {
  const { id, title, run, trigger, timeoutSeconds, each, makes } = task;
  const { argv, env, connections, folder } = commandOf(run);
  const common = {
    task_id: id,
    task_display_name: title,
    argv,
    env,
    connections,
    folder,
    outlets: makes?.map((name) => code(`Asset(${pythonString(name)})`)),
    trigger_rule: trigger === "all-success" ? undefined : trigger.replace("-", "_"),
    retries: task.retries === (dag.retries ?? 0) ? undefined : task.retries,
  };
  if (isSensor(run))
    return pythonCall(
      "CommandSensor",
      {
        ...common,
        poke_interval: run.everySeconds,
        timeout: run.timeoutSeconds,
        mode: run.everySeconds < 60 ? undefined : "reschedule",
      },
      { indent: "    " },
    );
  const delay = task.retryDelaySeconds;
  const made = pythonCall(
    each === undefined ? "CommandOperator" : "CommandOperator.partial",
    {
      ...common,
      retry_delay: delay === (dag.retryDelaySeconds ?? 0) ? undefined : seconds(delay),
      execution_timeout: timeoutSeconds === undefined ? undefined : seconds(timeoutSeconds),
    },
    { indent: "    " },
  );
  return each === undefined ? made : `${made}.expand(more=${pythonValue(each, "    ")})`;
}

function writeLinks(
  { id, after }: ResolvedTask,
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const before = after.map((one) => variables.get(one) ?? one);
  if (before.length === 0) return [];
  const from = before.length === 1 ? (before[0] ?? "") : pythonValue(before.map(code), "    ");
  return [`${from} >> ${variables.get(id)}`];
}

/** Without it, a run would be as its last tasks are, also where they succeed after a failure. */
function writeWatch(
  tasks: readonly ResolvedTask[],
  variables: ReadonlyMap<string, string>,
): string {
  const ids = createNames(tasks.map(({ id }) => id));
  const all = pythonValue([...variables.values()].map(code), "    ");
  const watch = pythonCall(
    "FailedRunOperator",
    { task_id: ids.take("failed_run"), trigger_rule: "one_failed", retries: 0 },
    { indent: "    " },
  );
  return `${all} >> ${watch}`;
}

function writeFailure(command: DagCommand): string {
  const { argv, env, folder } = command;
  const call = pythonCall(
    "run_command",
    { env, folder },
    {
      first: [pythonValue(argv, "        ")],
      indent: "    ",
    },
  );
  return `def tell_of_failure(context):\n    ${call}\n`;
}

function seconds(count: number): PythonCode {
  return code(`timedelta(seconds=${count})`);
}
