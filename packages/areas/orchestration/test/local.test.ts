import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { planOrder, toAirflow, toLocal, type Dag, type DagTask } from "../src/index.ts";
import { modelRun } from "./model.ts";
import { randomDag } from "./random-dags.ts";
import { hasPython, readPython } from "./read-python.ts";
import { diamond, note, readLog, rulesDag } from "./sample-dags.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-local-"));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

/** Runs a DAG whose tasks note in a log that they were started. */
async function runLocal(
  write: (log: string) => Dag,
  { env = {}, signal }: { readonly env?: NodeJS.ProcessEnv; readonly signal?: NodeJS.Signals } = {},
) {
  runs += 1;
  const log = join(folder, `${runs}.log`);
  writeFileSync(log, "");
  const dag = write(log);
  const script = join(folder, `${runs}.mjs`);
  writeFileSync(script, String(toLocal(dag)[`${dag.name}.mjs`]));
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...env } });
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text.toString();
    if (signal !== undefined && !child.killed && said.includes("begins")) child.kill(signal);
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  return { status, said, ...readLog(readFileSync(log, "utf8")) };
}

const dagOf = (...tasks: readonly DagTask[]): Dag => ({
  name: "daily",
  schedule: { kind: "manual" },
  tasks,
});
const hang = { argv: ["sleep", "1000"] };

test("tasks run in order, and are tried again until they work", async () => {
  const { status, begun, done, said } = await runLocal((log) => diamond(log));
  expect(status).toBe(0);
  expect(begun[0]).toBe("extract");
  expect(begun.at(-1)).toBe("publish");
  expect(begun.toSorted()).toEqual(["extract", "left", "publish", "right", "right", "right"]);
  expect(done.toSorted()).toEqual(["extract", "left", "publish", "right"]);
  expect(said).toContain("diamond: right begins, try 3 of 3\n");
  expect(said).toMatch(/diamond: succeeded\n$/);
});

test("one failure more than there are tries fails the run, and what is behind it does not run", async () => {
  const { status, begun, done, said } = await runLocal((log) => diamond(log, 3));
  expect(status).toBe(1);
  expect(begun.filter((id) => id === "right")).toHaveLength(3);
  expect(done.toSorted()).toEqual(["extract", "left"]);
  expect(said).toContain("diamond: publish does not run: upstream-failed\n");
  expect(said).toMatch(/diamond: failed: publish, right\n$/);
});

test("a try that takes too long is stopped with what it started, and so is a wait", async () => {
  const late = { argv: ["sh", "-c", "sleep 1000 & sleep 1000"] };
  const wait = { command: { argv: ["false"] }, everySeconds: 1, timeoutSeconds: 1 };
  const { status, said } = await runLocal(() =>
    dagOf({ id: "late", run: late, timeoutSeconds: 1 }, { id: "wait", run: wait }),
  );
  expect(status).toBe(1);
  expect(said).toContain("daily: late failed: stopped after 1 s\n");
  expect(said).toContain("daily: wait failed: status 1\n");
});

test("a wait is over when its command succeeds", async () => {
  const { status, begun } = await runLocal((log) =>
    dagOf({
      id: "wait",
      run: { command: note(log, "wait", { failures: 1 }), everySeconds: 1, timeoutSeconds: 60 },
    }),
  );
  expect(status).toBe(0);
  expect(begun).toEqual(["wait", "wait"]);
});

test("arguments, variables and folders are handed on as they are", async () => {
  const odd = [`it's "x" $HOME $(id) \`id\` * ; | > \\ \n \u202E {{x}} ünï`, "", " ", "--"];
  const check = `
    const wanted = ${JSON.stringify(odd)};
    const is = JSON.stringify(process.argv.slice(1)) === JSON.stringify(wanted)
      && process.env.INNER === "s3cr3t" && process.cwd() === require("fs").realpathSync(${JSON.stringify(folder)});
    process.exit(is ? 0 : 1)`;
  const run = {
    argv: [process.execPath, "-e", check, "--", ...odd],
    env: { INNER: "OUTER_SECRET" },
    folder,
  };
  const dag = dagOf({ id: "a", run });
  expect(await runLocal(() => dag, { env: { OUTER_SECRET: "s3cr3t" } })).toMatchObject({
    status: 0,
  });
  expect(await runLocal(() => dag)).toMatchObject({
    status: 1,
    said: expect.stringContaining("a failed: the variable OUTER_SECRET is missing\n"),
  });
});

test("a program that is not there fails its task", async () => {
  const { status, said } = await runLocal(() =>
    dagOf({ id: "a", run: { argv: ["no-such-program"] } }),
  );
  expect(status).toBe(1);
  expect(said).toContain("a failed: spawn no-such-program ENOENT");
});

test("a failure is told once, after all tasks; a success is not", async () => {
  const withTold = (log: string, failures: number): Dag => ({
    ...diamond(log, failures),
    onFailure: note(log, "told"),
  });
  const failed = await runLocal((log) => withTold(log, 3));
  expect(failed.begun.filter((id) => id === "told")).toHaveLength(1);
  expect(failed.begun.at(-1)).toBe("told");
  expect((await runLocal((log) => withTold(log, 2))).begun).not.toContain("told");
});

test("an interruption ends what runs, and starts nothing more", async () => {
  const { status, said, begun } = await runLocal(
    (log) =>
      dagOf({ id: "a", run: hang, retries: 3 }, { id: "b", run: note(log, "b"), after: ["a"] }),
    { signal: "SIGTERM" },
  );
  expect(status).toBe(143);
  expect(begun).toEqual([]);
  expect(said).toMatch(/interrupted by SIGTERM\n$/);
});

test("every trigger rule does as the model says", async () => {
  const rules = ["all-success", "all-done", "one-failed", "none-failed"] as const;
  const { begun, said, status } = await runLocal((log) => rulesDag(log, rules));
  const states = modelRun(rulesDag("", rules), new Set(["bad"]));
  const of = (state: string): readonly string[] =>
    [...states].flatMap(([id, one]) => (one === state ? [id] : []));
  expect(begun.toSorted()).toEqual([...of("success"), ...of("failed")].toSorted());
  for (const state of ["skipped", "upstream-failed"])
    for (const id of of(state)) expect(said).toContain(`rules: ${id} does not run: ${state}\n`);
  expect(of("skipped")).toEqual(["good_failed", "skipped"]);
  expect(status).toBe(1);
});

test("random DAGs: each task runs as often as it should, after those before it, as its trigger says", async () => {
  await fc.assert(
    fc.asyncProperty(randomDag, async ({ dag, failing }) => {
      const { begun, done, status } = await runLocal((log) => ({
        ...dag,
        tasks: dag.tasks.map((task) => ({
          ...task,
          run: note(log, task.id, { failures: failing.has(task.id) ? 9 : 0 }),
        })),
      }));
      const states = modelRun(dag, failing);
      for (const { id, after = [], retries = 0, trigger } of dag.tasks) {
        const state = states.get(id);
        const tries = begun.filter((one) => one === id).length;
        expect([id, tries]).toEqual([
          id,
          state === "success" ? 1 : state === "failed" ? retries + 1 : 0,
        ]);
        expect(done.filter((one) => one === id)).toHaveLength(state === "success" ? 1 : 0);
        const waited = tries > 0 && trigger !== "one-failed" ? after : [];
        for (const one of waited) expect(begun.lastIndexOf(one)).toBeLessThan(begun.indexOf(id));
      }
      const bad = [...states.values()].some(
        (state) => state === "failed" || state === "upstream-failed",
      );
      expect(status).toBe(bad ? 1 : 0);
    }),
    budget(4),
  );
});

test("random DAGs: waves are a topological order, and Python compiles", () => {
  const texts: string[] = [];
  fc.assert(
    fc.property(randomDag, ({ dag }) => {
      const waves = planOrder(dag);
      const waveOf = new Map(waves.flatMap((wave, index) => wave.map((id) => [id, index])));
      expect(waveOf.size).toBe(dag.tasks.length);
      for (const { id, after = [] } of dag.tasks)
        expect(waveOf.get(id)).toBe(Math.max(-1, ...after.map((one) => waveOf.get(one) ?? 0)) + 1);
      texts.push(String(toAirflow(dag)["random_dag.py"]));
    }),
    budget(40),
  );
  expect(hasPython ? readPython(texts) : texts).toHaveLength(texts.length);
});
