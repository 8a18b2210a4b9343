import { expect, test } from "vitest";
import { checkDag, type Dag, type DagTask } from "../src/index.ts";

const run = { argv: ["true"] };
const wait = { command: run, everySeconds: 10, timeoutSeconds: 60 };
const dag: Dag = {
  name: "daily",
  schedule: { kind: "cron", cron: "0 6 * * *", timeZone: "Europe/Berlin" },
  startDate: "2026-02-28",
  catchUp: true,
  retries: 2,
  retryDelaySeconds: 10,
  timeoutSeconds: 100,
  slaSeconds: 2000,
  onFailure: { argv: ["tell", "--token", "env:TOKEN"], env: { TOKEN: "CHAT_TOKEN" }, folder: "/" },
  tags: ["a.b-c_d"],
  tasks: [
    { id: "wait", run: wait, expectedSeconds: 30 },
    { id: "load", run, after: ["wait"], expectedSeconds: 60, title: "it's\n“all”" },
    { id: "tidy", run, after: ["load"], trigger: "all-done", expectedSeconds: 0.5 },
  ],
};
const codes = (given: Dag): readonly string[] =>
  checkDag(given).map(({ code, severity }) => `${severity} ${code.slice(17)}`);
const withTask = (task: Partial<DagTask>): Dag => ({
  ...dag,
  tasks: [...dag.tasks, { id: "more", run, expectedSeconds: 1, ...task }],
});
const withCron = (cron: string, timeZone = "Europe/Berlin"): Dag => ({
  ...dag,
  schedule: { kind: "cron", cron, timeZone },
});
const withArgv = (...argv: string[]): Dag => withTask({ run: { argv } });

test("a sound DAG has no findings", () => {
  expect(checkDag(dag)).toEqual([]);
  expect(checkDag(withTask({ after: ["load", "wait"], trigger: "one-failed" }))).toEqual([]);
});

test.each<readonly [string, Dag, readonly string[]]>([
  ["no tasks", { ...dag, tasks: [] }, ["error EMPTY"]],
  ["a DAG without a name", { ...dag, name: "" }, ["error NAME"]],
  ["a DAG whose name is a path", { ...dag, name: "a/b" }, ["error NAME"]],
  ["a name with a line break", { ...dag, name: "a\n" }, ["error NAME"]],
  ["a task that begins with a digit", withTask({ id: "1st" }), ["error NAME"]],
  ["a task that is not ASCII", withTask({ id: "tägl" }), ["error NAME"]],
  ["a long name", withTask({ id: "a".repeat(101) }), ["error NAME"]],
  ["a tag with a space", { ...dag, tags: ["a b"] }, ["error NAME"]],
  ["two tasks of one id", withTask({ id: "load" }), ["error TASK_TWICE"]],
  ["NUL in a text", withTask({ title: "a\0" }), ["error TEXT"]],
  ["a text that is not Unicode", { ...dag, description: "\uD800" }, ["error TEXT"]],
  ["a link to nothing", withTask({ after: ["laod"] }), ["error DANGLING", "error UNREACHABLE"]],
  ["a link told twice", withTask({ after: ["load", "load"] }), ["error AFTER_TWICE"]],
  ["a task after itself", withTask({ after: ["more"] }), ["error CYCLE"]],
  ["a wait for a failure of nothing", withTask({ trigger: "one-failed" }), ["error UNREACHABLE"]],
  ["an unknown trigger", withTask({ trigger: "always" as "all-done" }), ["error TRIGGER"]],
  ["no program", withArgv(), ["error ARGV"]],
  ["a program without a name", withArgv(" ", "a"), ["error ARGV"]],
  ["NUL in an argument", withArgv("echo", "a\0b"), ["error ARGV"]],
  ["an argument that is not Unicode", withArgv("echo", "\uDC00"), ["error ARGV"]],
  ["a folder without a name", withTask({ run: { ...run, folder: "" } }), ["error FOLDER"]],
  ["a variable that is no name", withTask({ run: { ...run, env: { "a-b": "A" } } }), ["error ENV"]],
  ["a value for a variable", withTask({ run: { ...run, env: { A: "s3cr3t!" } } }), ["error ENV"]],
  ["half a retry", { ...dag, retries: 0.5 }, ["error NUMBER"]],
  ["less than no retries", withTask({ retries: -1 }), ["error NUMBER"]],
  ["a timeout of nothing", withTask({ timeoutSeconds: 0, expectedSeconds: 0 }), ["error NUMBER"]],
  ["a timeout that is no number", { ...dag, timeoutSeconds: Number.NaN }, ["error NUMBER"]],
  ["a delay before now", { ...dag, retryDelaySeconds: -1 }, ["error NUMBER"]],
  ["an endless SLA", { ...dag, slaSeconds: Infinity }, ["error NUMBER"]],
  ["a delay of months", withTask({ retryDelaySeconds: 3e6 }), ["error NUMBER"]],
  ["a task that is stopped too early", withTask({ expectedSeconds: 101 }), ["error TIMEOUT"]],
  [
    "a wait that gives up too early",
    withTask({ run: wait, expectedSeconds: 61 }),
    ["error TIMEOUT"],
  ],
  ["a wait with retries", withTask({ run: wait, retries: 1 }), ["error SENSOR"]],
  ["one look only", withTask({ run: { ...wait, everySeconds: 61 } }), ["error SENSOR"]],
  ["a fast look", withTask({ run: { ...wait, everySeconds: 0 } }), ["error NUMBER"]],
  ["a day that is none", { ...dag, startDate: "2026-02-29" }, ["error START_DATE"]],
  ["a day with a time", { ...dag, startDate: "2026-02-28T10:00" }, ["error START_DATE"]],
  ["runs to make up for by hand", { ...dag, schedule: { kind: "manual" } }, ["error CATCH_UP"]],
  ["a critical path that is too long", { ...dag, slaSeconds: 90 }, ["error SLA"]],
  ["an unknown length", withTask({ expectedSeconds: undefined as never }), ["warning SLA_UNKNOWN"]],
  ["tries that do not fit", { ...dag, slaSeconds: 300 }, ["warning RETRIES", "warning RETRIES"]],
  ["tries that fit alone only", { ...dag, slaSeconds: 600 }, ["warning RETRIES"]],
  ["runs that overlap", withCron("* * * * *"), ["warning OVERLAP"]],
])("%s", (_, given, wanted) => {
  expect(codes(given)).toEqual(wanted);
});

test.each([
  "0 6 * *",
  "0 6 * * * *",
  "60 * * * *",
  "0 24 * * *",
  "0 0 0 * *",
  "0 0 * 13 *",
  "0 0 * * 8",
  "*/0 * * * *",
  "*/90 * * * *",
  "5/15 * * * *",
  "0 0 * * 5-1",
  "@daily",
  "0 0 L * *",
  "0 0 * * 1#2",
  "0 0 ? * *",
  "0 0 15W * *",
  " 0 0 * * *",
  "0  0 * * *",
  "a * * * *",
  "",
  "0 0 * * mon;tue",
  "daily",
])("%j is no cron expression", (cron) => {
  expect(codes(withCron(cron))).toEqual(["error CRON"]);
});

test.each([
  "0 6 * * *",
  "*/15 8-18/2 1,15 jan-MAR *",
  "0 0 * * mon-fri",
  "5-59/15 * * * 7",
  "0 4 29 2 *",
])("%j is one", (cron) => {
  const given = { ...withCron(cron), tasks: [{ id: "a", run, expectedSeconds: 1 }] };
  expect(checkDag(given)).toEqual([]);
});

test.each([
  "Mars/Base",
  "europe/berlin",
  "EUROPE/BERLIN",
  "Berlin",
  "CET+1",
  "",
  "local",
  "+01:00",
])("%j is no time zone", (zone) => {
  expect(codes(withCron("0 6 * * *", zone))).toEqual(["error TIME_ZONE"]);
});

test.each([
  "UTC",
  "Etc/GMT+5",
  "America/Port-au-Prince",
  "America/Argentina/Buenos_Aires",
  "Asia/Kolkata",
])("%j is one", (zone) => {
  expect(codes(withCron("0 6 * * *", zone))).toEqual([]);
});

test("days that never come, and days told twice", () => {
  expect(codes(withCron("0 0 31 2 *"))).toEqual(["error CRON_NEVER"]);
  expect(codes(withCron("0 0 30,31 2,4 *"))).toEqual([]);
  expect(codes(withCron("0 6 1 * 1"))).toEqual(["warning CRON_DAYS"]);
  expect(codes(withCron("0 6 */2 * 1"))).toEqual(["error CRON_DAYS"]);
});

test("times that clocks skip or show twice are told", () => {
  const [found] = checkDag(withCron("30 2 * * *"));
  expect(found).toMatchObject({
    code: "DX_ORCHESTRATION_CLOCK_CHANGE",
    severity: "warning",
    count: 2,
    example: [
      { kind: "missing", local: "2026-03-29T02:30" },
      { kind: "doubled", local: "2026-10-25T02:30" },
    ],
  });
  expect(codes(withCron("30 2 * * *", "UTC"))).toEqual([]);
  expect(codes(withCron("30 1,3 * * *"))).toEqual([]);
  expect(codes(withCron("0 3 * * *"))).toEqual([]);
  expect(codes(withCron("59 1 * * *"))).toEqual([]);
  expect(codes(withCron("0 2 * * *"))).toEqual(["warning CLOCK_CHANGE"]);
  expect(codes(withCron("30 2 * * 1"))).toEqual([]);
  expect(codes(withCron("30 2 * * *", "Asia/Kolkata"))).toEqual([]);
  expect(codes(withCron("10 2 * * *", "Australia/Lord_Howe"))).toEqual(["warning CLOCK_CHANGE"]);
  expect(codes(withCron("40 2 * * *", "Australia/Lord_Howe"))).toEqual([]);
});

test("a cycle is shown with its path, and what is behind it", () => {
  const tasks: readonly DagTask[] = [
    { id: "a", run, after: ["c"] },
    { id: "b", run, after: ["a", "ok"] },
    { id: "c", run, after: ["b"] },
    { id: "behind", run, after: ["c"] },
    { id: "ok", run },
  ];
  expect(checkDag({ name: "d", schedule: { kind: "manual" }, tasks })).toEqual([
    {
      code: "DX_ORCHESTRATION_CYCLE",
      severity: "error",
      message: "tasks wait for each other: a is after c is after b is after a",
      subject: "d",
      count: 1,
      example: ["a", "c", "b", "a"],
    },
    expect.objectContaining({ code: "DX_ORCHESTRATION_UNREACHABLE", subject: "behind" }),
  ]);
});

test("a task that is not there has the nearest name", () => {
  expect(checkDag(withTask({ after: ["laod"] }))[0]?.message).toBe(
    "more is after laod, which is no task; load is one",
  );
});

test.each([
  ["psql", "postgres://me:s3cr3t@db/x"],
  ["load", "--password", "s3cr3t"],
  ["load", "--db-password=s3cr3t"],
  ["mysql", "-h", "x", "--pwd", "s3cr3t"],
  ["curl", "-H", "Authorization: Bearer abcdefgh12345678"],
  ["curl", "https://x/?api_key=s3cr3ts3cr3t"],
  ["curl", "https://hooks.slack.com/services/T000/B000/s3cr3t"],
  ["aws", "AKIAIOSFODNN7EXAMPLE"],
  ["git", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
  ["x", '{"token": "s3cr3t"}'],
  ["x", "host=db password=s3cr3t dbname=x"],
  ["x", "-----BEGIN RSA PRIVATE KEY-----"],
])("%s %s is seen to hold a secret, and the finding does not tell it", (...argv) => {
  const found = checkDag(withArgv(...argv));
  expect(found.map(({ code }) => code)).toEqual(["DX_ORCHESTRATION_SECRET"]);
  expect(JSON.stringify(found)).not.toMatch(/s3cr3t|EXAMPLE|ghp_|12345678/);
});

test.each([
  ["dx", "run", "obt-creation", "--db", "env:DATABASE_URL"],
  ["load", "--password", "env:PASSWORD"],
  ["load", "--password-file", "/run/secrets/x"],
  ["load", "--token=$TOKEN"],
  ["load", "--token", "API_TOKEN"],
  ["psql", "postgres://me@db:5432/x"],
  ["load", "--secret", "--verbose"],
  ["echo", "the password is in the environment"],
  ["sort", "--key", "2"],
  ["load", "--key", "customer_id", "--primary-key=order_id"],
  ["load", "--token-budget", "100"],
])("%s %s holds none", (...argv) => {
  expect(checkDag(withArgv(...argv))).toEqual([]);
});

test("a value in env is not told either", () => {
  const found = checkDag(withTask({ run: { argv: ["a"], env: { A: "s3cr3t!" } } }));
  expect(JSON.stringify(found)).not.toContain("s3cr3t");
});
