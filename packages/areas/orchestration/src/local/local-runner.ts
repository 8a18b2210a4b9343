/** The program that runs the tasks of `dag`, which stands before it. Node 20 or later, without packages, on systems with process groups. */
export const localRunner: string = String.raw`
const running = new Map();
const states = new Map();
const bad = new Set(["failed", "upstream-failed"]);
let interrupted;

const say = (text) => process.stderr.write(dag.name + ": " + text + "\n");
const sleep = (seconds) =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      running.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    running.set(wake, wake);
  });

/** The day that a run is for. */
function dayOf({ zone }) {
  const [given] = process.argv.slice(2);
  if (given === undefined) return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());
  const at = new Date(given + "T00:00:00Z");
  if (!Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === given) return given;
  say(given + " is no day: wanted is 2026-01-31");
  process.exit(2);
}
const days = dag.day === null ? {} : { [dag.day.variable]: dayOf(dag.day) };

/** Does something once there is a place for it. */
const waiting = [];
let places = dag.mostTasks;
async function inPlace(work) {
  if (places > 0) places -= 1;
  else await new Promise((resolve) => waiting.push(resolve));
  try {
    return interrupted === undefined ? await work() : { error: interrupted };
  } finally {
    const next = waiting.shift();
    if (next === undefined) places += 1;
    else next();
  }
}

/** Starts a program, and gives its status; after the timeout it and all that it started are ended. */
function start({ argv, env, folder }, timeoutSeconds) {
  const variables = { ...process.env, ...days };
  for (const [name, source] of env) {
    if (process.env[source] === undefined)
      return Promise.resolve({ error: "the variable " + source + " is missing" });
    variables[name] = process.env[source];
  }
  return new Promise((resolve) => {
    const [program, ...rest] = argv;
    const stdio = ["ignore", "inherit", "inherit"];
    const child = spawn(program, rest, { cwd: folder, env: variables, stdio, detached: true });
    const send = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {}
    };
    let isLate = false;
    const timers = [];
    const end = () => {
      send("SIGTERM");
      timers.push(setTimeout(() => send("SIGKILL"), 10_000));
    };
    running.set(child, end);
    if (timeoutSeconds !== null)
      timers.push(setTimeout(() => ((isLate = true), end()), timeoutSeconds * 1000));
    const finish = (result) => {
      for (const timer of timers) clearTimeout(timer);
      if (isLate) send("SIGKILL");
      running.delete(child);
      resolve(isLate ? { error: "stopped after " + timeoutSeconds + " s" } : result);
    };
    child.on("error", ({ message }) => finish({ error: message }));
    child.on("exit", (status, signal) =>
      finish(status === 0 ? {} : { error: signal === null ? "status " + status : signal }),
    );
  });
}

/** Works on a task, for each of its lists. */
async function work(task) {
  const ends = await Promise.all(
    task.each.map((more, at) =>
      tryTask({ ...task, more, id: task.each.length === 1 ? task.id : task.id + " " + (at + 1) }),
    ),
  );
  return ends.includes("failed") ? "failed" : "success";
}

/** Tries a task until it works or has no tries left. */
async function tryTask({ id, command, more, retries, retryDelaySeconds, timeoutSeconds, everySeconds }) {
  const began = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const left = everySeconds === null ? timeoutSeconds : timeoutSeconds - (performance.now() - began) / 1000;
    if (everySeconds === null)
      say(id + " begins" + (retries === 0 ? "" : ", try " + attempt + " of " + (retries + 1)));
    const { error } = await inPlace(() => start({ ...command, argv: [...command.argv, ...more] }, left));
    const seconds = (performance.now() - began) / 1000;
    if (error === undefined) {
      say(id + " succeeded after " + seconds.toFixed(1) + " s");
      return "success";
    }
    const isOver =
      everySeconds === null ? attempt > retries : seconds + everySeconds > timeoutSeconds;
    if (everySeconds === null || isOver) say(id + " failed: " + error);
    if (isOver || interrupted !== undefined) return "failed";
    await sleep(everySeconds ?? retryDelaySeconds);
    if (interrupted !== undefined) return "failed";
  }
}

/** What is to be done with a task, if that is known. */
function decide({ after, trigger }) {
  const before = after.map((id) => states.get(id));
  const hasFailed = before.some((state) => bad.has(state));
  if (trigger === "one-failed" && hasFailed) return "run";
  if (before.some((state) => state === undefined || state === "running")) return undefined;
  if (trigger === "one-failed") return "skipped";
  if (trigger === "all-done") return "run";
  if (hasFailed) return "upstream-failed";
  return trigger === "all-success" && before.includes("skipped") ? "skipped" : "run";
}

/** Starts what can start, again whenever a task has ended. */
async function advance() {
  const started = [];
  let isNew = true;
  while (isNew && interrupted === undefined) {
    isNew = false;
    for (const task of dag.tasks) {
      const next = states.has(task.id) ? undefined : decide(task);
      if (next === undefined) continue;
      isNew = true;
      states.set(task.id, next === "run" ? "running" : next);
      if (next !== "run") say(task.id + " does not run: " + next);
      else
        started.push(
          work(task).then((state) => {
            states.set(task.id, state);
            return advance();
          }),
        );
    }
  }
  await Promise.all(started);
}

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    interrupted ??= signal;
    for (const end of running.values()) end();
  });

const late =
  dag.onLate === null
    ? undefined
    : setTimeout(async () => {
        const { error } = await start(dag.onLate, null);
        if (error !== undefined) say("the command for late runs failed: " + error);
      }, dag.slaSeconds * 1000);
await advance();
clearTimeout(late);
const failed = dag.tasks.filter(({ id }) => bad.has(states.get(id))).map(({ id }) => id);
if (failed.length > 0 && dag.onFailure !== null) {
  const { error } = await start(dag.onFailure, null);
  if (error !== undefined) say("the command for failures failed: " + error);
}
say(
  interrupted !== undefined
    ? "interrupted by " + interrupted
    : failed.length > 0
      ? "failed: " + failed.join(", ")
      : "succeeded",
);
process.exitCode = interrupted === "SIGINT" ? 130 : interrupted === "SIGTERM" ? 143 : failed.length > 0 ? 1 : 0;
`;
