import type { FileMap } from "@dx/core";
import type { Dag, DagCommand } from "./dag.ts";
import { expandEach } from "./expand-each.ts";
import { commandOf, isSensor } from "./is-sensor.ts";
import { lacks, needSound } from "./need-sound.ts";
import { createNames } from "./python/python-names.ts";
import { code, pythonCall, pythonString, pythonValue } from "./python/python-text.ts";
import { runCommand, runCommandImports, waitFor } from "./python/run-command.ts";
import { inOrder, type ResolvedTask } from "./resolve-task.ts";

const imports =
  "AssetKey AssetMaterialization DagsterRunStatus Definitions In Nothing Out RetryPolicy RunRequest RunsFilter ScheduleDefinition job multi_asset_sensor multiprocess_executor op run_failure_sensor sensor DefaultSensorStatus";
const reserved = [
  ...runCommandImports,
  ..."time date json end start run_command wait_for tell_of_failure tell_of_lateness when_made schedule definitions".split(
    " ",
  ),
  ...imports.split(" "),
];
/** As `dagster._core.definitions.utils` has them, beside keywords of Python, which are refused by its way too. */
const refused =
  /^(?:context|conf|config|meta|arg_dict|dict|input_arg_dict|output_arg_dict|int|str|float|bool|input|output|type|False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/**
 * A code location of Dagster 1.x: `<name>_job.py` with its ops, the job, its schedule and `definitions`. Names of ops begin with that of the
 * DAG, so that the definitions of several can be merged. `none-failed` is what Dagster does. A schedule is switched on in
 * Dagster; `onFailure` is a sensor of failed runs, and needs its daemon.
 * @throws DxError `DX_ORCHESTRATION_DAG` if the DAG is not sound; `DX_ORCHESTRATION_LACKS` for other trigger rules, `catchUp`, `mostRuns`, `day`, connections, and names that it keeps
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
export function toDagster(given: Dag): FileMap {
  needSound(given);
  const mapped = given.tasks.find(({ each, makes }) => each !== undefined && makes !== undefined);
  if (mapped !== undefined)
    throw lacks(
      "Dagster",
      `event for data that ${mapped.id} makes when all of its lists are through`,
      "let a task after it make them",
    );
  const dag = expandEach(given);
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
  for (const { id, run } of tasks)
    if (commandOf(run).connections !== undefined)
      throw lacks(
        "Dagster",
        `connections by name, as ${id} has one`,
        "take a variable of the environment, in env",
      );
  if (dag.mostRuns !== undefined)
    throw lacks(
      "Dagster",
      "limit of runs in a code location (mostRuns)",
      "set tag_concurrency_limits in dagster.yaml of the instance",
    );
  if (dag.day !== undefined)
    throw lacks(
      "Dagster",
      "day that a run of a job without partitions is for (day)",
      "leave day out",
    );
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
  const { schedule, onFailure, onLate } = dag;
  const [isCron, isByAssets] = [schedule.kind === "cron", schedule.kind === "assets"];
  const [isTold, isWatched] = [onFailure !== undefined, onLate !== undefined];
  const waits = tasks.some(({ run }) => isSensor(run));
  const isMaking = tasks.some(({ makes }) => makes !== undefined);
  const names: readonly (readonly [string, boolean])[] = [
    ["AssetKey", isByAssets || isMaking],
    ["AssetMaterialization", isMaking],
    ["DagsterRunStatus", isWatched],
    ["DefaultSensorStatus", isTold || isWatched],
    ["Definitions", true],
    ["In", tasks.some(({ after }) => after.length > 0)],
    ["Nothing", true],
    ["Out", true],
    ["RetryPolicy", tasks.some(({ retries }) => retries > 0)],
    ["RunRequest", isByAssets],
    ["RunsFilter", isWatched],
    ["ScheduleDefinition", isCron],
    ["job", true],
    ["multi_asset_sensor", isByAssets],
    ["multiprocess_executor", dag.mostTasks !== undefined],
    ["op", true],
    ["run_failure_sensor", isTold],
    ["sensor", isWatched],
  ];
  const used = names.flatMap(([name, isUsed]) => (isUsed ? [name] : []));
  const plain = [
    ...runCommandImports,
    ...(isWatched || waits ? ["time"] : []),
    ...(isWatched ? ["json"] : []),
  ];
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
  const { id, title, run, after, retries, retryDelaySeconds, timeoutSeconds, makes = [] } = task;
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
  const noted = makes.map(
    (one) =>
      `    context.log_event(AssetMaterialization(asset_key=AssetKey(${pythonString(one)})))\n`,
  );
  const argument = makes.length === 0 ? "" : "context";
  return `@${decorator}\ndef ${name}(${argument}):\n    ${call}\n${noted.join("")}`;
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
    executor_def:
      dag.mostTasks === undefined
        ? undefined
        : code(`multiprocess_executor.configured({"max_concurrent": ${dag.mostTasks}})`),
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
  const sensors = [
    ...(onFailure === undefined ? [] : ["tell_of_failure"]),
    ...(dag.onLate === undefined ? [] : ["tell_of_lateness"]),
    ...(schedule.kind === "assets" ? ["when_made"] : []),
  ];
  const definitions = pythonCall("Definitions", {
    jobs: [code(job)],
    schedules: isCron ? [code("schedule")] : undefined,
    sensors: sensors.length === 0 ? undefined : sensors.map(code),
  });
  return `${sensor}${writeLateness(dag)}${writeAssets(dag, job)}${scheduled}definitions = ${definitions}\n`;
}

/** Looks at runs that go on, and tells of each that is late once. */
function writeLateness({ name, onLate, slaSeconds = 0 }: Dag): string {
  if (onLate === undefined) return "";
  const decorator = pythonCall("sensor", {
    name: `${name}__tell_of_lateness`,
    minimum_interval_seconds: 30,
    default_status: code("DefaultSensorStatus.RUNNING"),
  });
  return `@${decorator}
def tell_of_lateness(context):
    told = set(json.loads(context.cursor or "[]"))
    going = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
    chosen = RunsFilter(job_name=${pythonString(name)}, statuses=going)
    records = context.instance.get_run_records(filters=chosen)
    ids = {record.dagster_run.run_id for record in records}
    for record in records:
        run_id = record.dagster_run.run_id
        since = record.start_time or record.create_timestamp.timestamp()
        if run_id not in told and time.time() - since > ${slaSeconds}:
            told.add(run_id)
            ${writeCall("run_command", onLate, {}).replaceAll("\n", "\n        ")}
    context.update_cursor(json.dumps(sorted(told & ids)))


`;
}

function writeAssets({ name, schedule }: Dag, job: string): string {
  if (schedule.kind !== "assets") return "";
  const decorator = pythonCall("multi_asset_sensor", {
    name: `${name}__when_made`,
    monitored_assets: schedule.assets.map((one) => code(`AssetKey(${pythonString(one)})`)),
    job: code(job),
  });
  const rule = schedule.when === "any" ? "any" : "all";
  return `@${decorator}
def when_made(context):
    if ${rule}(context.latest_materialization_records_by_key().values()):
        context.advance_all_cursors()
        return RunRequest()


`;
}

function dayOf(day: string): string {
  return `date(${day
    .split("-")
    .map((part) => String(Number(part)))
    .join(", ")})`;
}
