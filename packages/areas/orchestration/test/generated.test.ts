import { hostileText } from "@dx/testing/hostile-text";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test, type TestContext } from "vitest";
import {
  commandDag,
  toAirflow,
  toDagster,
  toLocal,
  toPrefect,
  type Dag,
  type DagTask,
} from "../src/index.ts";
import { hasPython, readPython, type PythonCall } from "./read-python.ts";
import { diamond } from "./sample-dags.ts";

/** Of tests that ask Python: the report says so where there is none. */
function needPython(context: TestContext): void {
  if (!hasPython) context.skip("there is no python3 here");
}

const targets = { toAirflow, toDagster, toPrefect };
const run = { argv: ["true"] };

const textOf = (files: ReturnType<typeof toAirflow>): string => String(Object.values(files)[0]);
const callsOf = (calls: readonly PythonCall[], name: string): readonly PythonCall[] =>
  calls.filter((call) => call.name === name);

test("a DAG for Airflow says what was given", (context) => {
  needPython(context);
  const files = toAirflow({
    ...diamond("log"),
    startDate: "2026-01-31",
    catchUp: true,
    onFailure: { argv: ["tell", "it"], env: { TOKEN: "CHAT" } },
  });
  expect(Object.keys(files)).toEqual(["diamond_dag.py"]);
  const [calls = []] = readPython([textOf(files)]);
  expect(callsOf(calls, "DAG")[0]?.named).toEqual({
    dag_id: "diamond",
    description: 'It\'s "all"\nof {it} \\ 100 % — ünï 👩‍👩‍👧',
    schedule: { code: "CronTriggerTimetable('30 6 * * 1-5', timezone='Europe/Berlin')" },
    start_date: { code: "pendulum.datetime(2026, 1, 31, tz='Europe/Berlin')" },
    catchup: true,
    tags: ["dx", "a.b-c_d"],
    default_args: { code: "{'retries': 1, 'retry_delay': timedelta(seconds=0)}" },
    on_failure_callback: { code: "tell_of_failure" },
  });
  const operators = callsOf(calls, "CommandOperator");
  expect(operators.map(({ named }) => named["task_id"])).toEqual([
    "extract",
    "left",
    "right",
    "publish",
  ]);
  expect(operators[2]?.named).toEqual({
    task_id: "right",
    argv: ["sh", expect.any(String), "log", "right", "2", "0"],
    retries: 2,
    execution_timeout: { code: "timedelta(seconds=120)" },
  });
  expect(textOf(files)).toContain("    extract >> right\n    [left, right] >> publish\n");
  expect(calls.find(({ first }) => first[0]?.toString() === "tell,it")?.named).toEqual({
    env: { TOKEN: "CHAT" },
    folder: undefined,
  });
});

test("a run of Airflow fails if a task did, also where a later one succeeds", (context) => {
  needPython(context);
  const tasks: readonly DagTask[] = [
    { id: "failed_run", run },
    { id: "tidy", run, after: ["failed_run"], trigger: "all-done" },
  ];
  const dag = { ...diamond("log"), tasks };
  const [calls = []] = readPython([textOf(toAirflow(dag))]);
  expect(callsOf(calls, "FailedRunOperator")[0]?.named).toEqual({
    task_id: "failed_run_",
    trigger_rule: "one_failed",
    retries: 0,
  });
  expect(textOf(toAirflow(dag))).toContain("[failed_run, tidy] >> FailedRunOperator(");
  expect(textOf(toAirflow(diamond("log")))).not.toContain("FailedRunOperator");
});

test("a wait is a sensor in Airflow, and looks by itself in the others", (context) => {
  needPython(context);
  const wait = { command: { argv: ["test", "-e", "x"] }, everySeconds: 60, timeoutSeconds: 600 };
  const dag: Dag = { ...diamond("log"), tasks: [{ id: "wait", run: wait }], timeoutSeconds: 5 };
  const [airflow = [], dagster = [], prefect = []] = readPython(
    Object.values(targets).map((write) => textOf(write(dag))),
  );
  expect(callsOf(airflow, "CommandSensor")[0]?.named).toEqual({
    task_id: "wait",
    argv: ["test", "-e", "x"],
    retries: 0,
    poke_interval: 60,
    timeout: 600,
    mode: "reschedule",
  });
  for (const calls of [dagster, prefect])
    expect(callsOf(calls, "wait_for")[0]).toMatchObject({
      first: [["test", "-e", "x"]],
      named: { every: 60, timeout: 600 },
    });
});

test("a job of Dagster says what was given", (context) => {
  needPython(context);
  const files = toDagster({ ...diamond("log"), startDate: "2026-01-31", onFailure: run });
  expect(Object.keys(files)).toEqual(["diamond_job.py"]);
  const [calls = []] = readPython([textOf(files)]);
  expect(callsOf(calls, "op").map(({ named }) => [named["name"], named["retry_policy"]])).toEqual([
    ["diamond__extract", { code: "RetryPolicy(max_retries=1, delay=0)" }],
    ["diamond__left", { code: "RetryPolicy(max_retries=1, delay=0)" }],
    ["diamond__right", { code: "RetryPolicy(max_retries=2, delay=0)" }],
    ["diamond__publish", { code: "RetryPolicy(max_retries=1, delay=0)" }],
  ]);
  expect(callsOf(calls, "job")[0]?.named["tags"]).toEqual({ dx: "", "a.b-c_d": "" });
  expect(callsOf(calls, "ScheduleDefinition")[0]?.named).toEqual({
    job: { code: "diamond" },
    cron_schedule: "30 6 * * 1-5",
    execution_timezone: "Europe/Berlin",
    should_execute: {
      code: "lambda context: context.scheduled_execution_time.date() >= date(2026, 1, 31)",
    },
  });
  expect(callsOf(calls, "Definitions")[0]?.named["sensors"]).toEqual({ code: "[tell_of_failure]" });
  expect(textOf(files)).toContain('    publish.alias("publish")(start=[left_done, right_done])\n');
});

test("a flow of Prefect says what was given", (context) => {
  needPython(context);
  const files = toPrefect({ ...diamond("log"), onFailure: run });
  const [calls = [], deployment = []] = readPython(Object.values(files).map(String));
  expect(Object.keys(files)).toEqual(["diamond_flow.py", "diamond_deployment.py"]);
  expect(callsOf(calls, "task")[2]?.named).toEqual({
    name: "right",
    retries: 2,
    retry_delay_seconds: 0,
    cache_policy: { code: "NO_CACHE" },
  });
  expect(callsOf(calls, "submit").map(({ named }) => named["wait_for"])).toEqual([
    undefined,
    { code: "[extract_run]" },
    { code: "[extract_run]" },
    { code: "[left_run, right_run]" },
  ]);
  expect(callsOf(deployment, "serve")[0]?.named).toMatchObject({
    name: "diamond",
    schedule: { code: "Cron('30 6 * * 1-5', timezone='Europe/Berlin')" },
    tags: ["dx", "a.b-c_d"],
  });
  const byHand = toPrefect({ ...diamond("log"), schedule: { kind: "manual" } });
  expect(Object.keys(byHand)).toEqual(["diamond_flow.py"]);
});

const withRule = (trigger: DagTask["trigger"] & string): Dag => ({
  ...diamond("log"),
  tasks: [
    { id: "a", run },
    { id: "b", run, after: ["a"], trigger },
  ],
});

test.each<readonly [string, () => unknown, RegExp]>([
  ["Dagster", () => toDagster(withRule("all-done")), /trigger rule all-done, which b has/],
  ["Dagster", () => toDagster(withRule("one-failed")), /trigger rule one-failed/],
  [
    "Dagster",
    () => toDagster({ ...diamond("l"), startDate: "2026-01-01", catchUp: true }),
    /catchUp/,
  ],
  ["Dagster", () => toDagster({ ...diamond("l"), name: "type" }), /the name type/],
  ["Prefect", () => toPrefect(withRule("one-failed")), /trigger rule one-failed/],
  ["Prefect", () => toPrefect({ ...diamond("l"), startDate: "2026-01-01" }), /startDate/],
])("%s has not all that a DAG may have", (target, write, message) => {
  expect(write).toThrow(
    expect.objectContaining({
      code: "DX_ORCHESTRATION_LACKS",
      summary: expect.stringMatching(new RegExp(`^${target} has no .*${message.source}`)),
      hint: expect.any(String),
    }),
  );
});

test("what targets have is not refused", () => {
  for (const rule of ["all-success", "none-failed"] as const)
    for (const write of Object.values(targets)) expect(() => write(withRule(rule))).not.toThrow();
  expect(() => toPrefect(withRule("all-done"))).not.toThrow();
});

test.each([...Object.values(targets), toLocal])("%o refuses a DAG that is not sound", (write) => {
  const dag = { ...diamond("log"), tasks: [] };
  expect(() => write(dag)).toThrow(
    expect.objectContaining({
      code: "DX_ORCHESTRATION_DAG",
      summary: 'the DAG "diamond" is not sound: diamond has no tasks (DX_ORCHESTRATION_EMPTY)',
    }),
  );
});

test("names that mean something to Python or to the file are no trouble", (context) => {
  needPython(context);
  const ids =
    "os signal run_command start op task flow flow_run print running match timedelta dag a a_run a_done".split(
      " ",
    );
  const tasks = ids.map((id, index): DagTask => ({
    id,
    run,
    after: ids.slice(Math.max(0, index - 1), index),
  }));
  const dag = { ...diamond("log"), name: "subprocess", tasks };
  const texts = Object.values(targets).map((write) => textOf(write(dag)));
  expect(readPython(texts)).toHaveLength(3);
  for (const text of texts) {
    const defined = [...text.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name]) => name);
    expect(new Set(defined).size).toBe(defined.length);
  }
});

const text = fc
  .oneof(
    hostileText,
    fc.constantFrom(
      "'''",
      '"""',
      "\\",
      '\\"',
      "{{ ds }}",
      "${HOME}",
      "$(id)",
      "a.sh",
      "%(x)s",
      "\\N{BULLET}",
      "\u202E",
    ),
  )
  .map((one) => one.replaceAll(/\0|\p{Surrogate}/gu, ""));

test("any text comes through unchanged, and nothing else does", (context) => {
  needPython(context);
  const dags = fc.sample(fc.record({ argument: text, title: text, folder: text }), budget(30));
  const given = dags.map(({ argument, title, folder }): Dag => ({
    name: "texts",
    schedule: { kind: "manual" },
    description: title,
    tasks: [{ id: "a", title, run: { argv: ["echo", `x${argument}`], folder: `/${folder}` } }],
  }));
  for (const [target, write] of Object.entries(targets)) {
    const read = readPython(given.map((dag) => textOf(write(dag))));
    for (const [index, calls] of read.entries()) {
      const { argument = "", title = "", folder = "" } = dags[index] ?? {};
      const wanted = ["echo", `x${argument}`];
      const call = calls.find(
        ({ name }) => name === (target === "toAirflow" ? "CommandOperator" : "run_command"),
      );
      expect(target === "toAirflow" ? call?.named["argv"] : call?.first[0]).toEqual(wanted);
      expect(call?.named["folder"]).toBe(`/${folder}`);
      expect(calls.some(({ named }) => named["description"] === title)).toBe(true);
    }
  }
});

test("a flow's command at its times is a DAG for all targets", () => {
  const dag = commandDag({
    flow: "obt-creation",
    inputs: "/etc/dx/it's.yaml",
    cron: "0 6 * * *",
    timeZone: "Europe/Berlin",
    databases: ["source=env:SHOP_URL", "target=env:DWH_URL"],
    require: ["obt.rows", "obt.fresh"],
    folder: "/srv/dx",
    env: { DWH_URL: "PROD_DWH_URL" },
    retries: 2,
    retryDelaySeconds: 60,
    onFailure: run,
    tags: ["dx"],
  });
  expect(dag).toEqual({
    name: "obt_creation",
    description: "Runs the flow obt-creation of dx",
    schedule: { kind: "cron", cron: "0 6 * * *", timeZone: "Europe/Berlin" },
    retries: 2,
    retryDelaySeconds: 60,
    onFailure: run,
    tags: ["dx"],
    tasks: [
      {
        id: "obt_creation",
        run: {
          argv: "dx run obt-creation -i /etc/dx/it's.yaml --db source=env:SHOP_URL --db target=env:DWH_URL --require obt.rows --require obt.fresh --yes".split(
            " ",
          ),
          folder: "/srv/dx",
          env: { DWH_URL: "PROD_DWH_URL" },
        },
      },
    ],
  });
  for (const write of [...Object.values(targets), toLocal]) expect(() => write(dag)).not.toThrow();
});

test("a command without a flow or a file is refused, and one with a password by its check", () => {
  const given = { flow: "obt-creation", inputs: "a.yaml", cron: "0 6 * * *", timeZone: "UTC" };
  for (const field of ["flow", "inputs"] as const)
    for (const value of ["", "--plan"])
      expect(() => commandDag({ ...given, [field]: value })).toThrow(
        expect.objectContaining({ code: "DX_ORCHESTRATION_COMMAND", path: [field] }),
      );
  const databases = ["postgres://me:s3cr3t@db/x"];
  expect(() => toLocal(commandDag({ ...given, databases }))).toThrow(/SECRET/);
  expect(commandDag({ ...given, require: "all", dx: ["npx", "dx"], name: "x" })).toMatchObject({
    name: "x",
    tasks: [{ run: { argv: "npx dx run obt-creation -i a.yaml --require all --yes".split(" ") } }],
  });
});
