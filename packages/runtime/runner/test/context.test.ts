import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import {
  defineFlow,
  defineTask,
  runFlow,
  writeFiles,
  type Context,
  type Flow,
  type RunFlowOptions,
} from "../src/index.ts";

let folder: string;
let out: string;
let target: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  out = join(folder, "out");
  target = await openDatabase("duckdb:");
});
afterEach(async () => {
  await target.close();
  rmSync(folder, { recursive: true });
});

function flowOf(process: (ctx: Context) => Promise<unknown>, more: Partial<Flow> = {}): Flow {
  const base = {
    name: "t",
    title: "T",
    description: "Tests.",
    inputs: z.unknown(),
    outputs: z.unknown(),
    examples: [],
  };
  return defineFlow<unknown, unknown>({
    ...base,
    claims: () => [],
    ...more,
    process: async (_given, ctx) => process(ctx),
  });
}
const run = async (flow: Flow, options: Partial<RunFlowOptions> = {}, given: unknown = {}) =>
  runFlow(flow, given, { databases: { target }, approve: async () => "yes", out, ...options });

const any = { version: 1, input: z.unknown(), output: z.unknown() } as const;

test("no more than the limit are done at a time; after a failure no other begins, and those that have end first", async () => {
  let now = 0;
  let most = 0;
  const done: unknown[] = [];
  const work = defineTask("work", {
    ...any,
    effect: "none",
    run: async (n) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      now -= 1;
      if (n === 3) throw new Error("three");
      done.push(n);
      return n;
    },
  });
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const broken = run(
    flowOf(async (ctx) =>
      ctx.parallel.map(items, String, async (n) => ctx.task(work, n), { limit: 2 }),
    ),
  );
  await expect(broken).rejects.toThrow("three");
  expect(most).toBe(2);
  expect(done).toEqual([1, 2, 4]);
});

test("items need keys of their own, and a limit is a number", async () => {
  const twice = run(
    flowOf(async (ctx) =>
      ctx.parallel.map(
        [1, 2],
        () => "k",
        async () => 1,
      ),
    ),
  );
  await expect(twice).rejects.toMatchObject({
    code: "DX_RUNNER_KEYS",
    path: ["k"],
    hint: "let keyOf name each item apart",
  });
  const none = run(
    flowOf(async (ctx) => ctx.parallel.map([1], String, async () => 1, { limit: 0 })),
  );
  await expect(none).rejects.toMatchObject({ code: "DX_RUNNER_KEYS" });
});

test("a task is tried again as often as it says, with longer and longer waits", async () => {
  let tries = 0;
  const said: string[] = [];
  const flaky = defineTask("flaky", {
    ...any,
    effect: "idempotent",
    retries: { times: 2, firstDelayMs: 1 },
    run: () => {
      tries += 1;
      if (tries % 3 !== 0) throw new Error(`try ${tries}`);
      return tries;
    },
  });
  const onEvent: RunFlowOptions["onEvent"] = (event) => {
    if (event.kind === "log") said.push(event.message);
  };
  const { outputs } = await run(
    flowOf(async (ctx) => ctx.task(flaky, null)),
    { onEvent },
  );
  expect(outputs).toBe(3);
  expect(said).toEqual([
    "flaky is tried again in 1 ms: try 1",
    "flaky is tried again in 2 ms: try 2",
  ]);
  const hopeless = defineTask("hopeless", {
    ...flaky,
    run: () => Promise.reject(new Error("never")),
  });
  await expect(
    run(
      flowOf(async (ctx) => ctx.task(hopeless, null)),
      { out: join(folder, "2") },
    ),
  ).rejects.toThrow("never");
});

test("steps outside of branches have other keys than those inside", async () => {
  const note = defineTask("note", { ...any, effect: "none", run: (n) => n });
  await run(
    flowOf(async (ctx) => {
      await ctx.task(note, 1);
      await ctx.parallel.all([
        async () =>
          ctx.parallel.map(
            ["a/b"],
            (key) => key,
            async () => ctx.task(note, 2),
          ),
        async () => ctx.task(note, 3),
      ]);
      return ctx.task(note, 4);
    }),
  );
  const keys = [
    ...readFileSync(join(out, "journal.jsonl"), "utf8").matchAll(/"key":"([^"]+)"/g),
  ].map(([, key]) => key);
  expect(keys.filter((key) => key !== undefined).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    "/1",
    "/2/0/1/a%2Fb/1",
    "/2/1/1",
    "/3",
  ]);
});

test("a resume that takes another way is refused, and names the steps", async () => {
  const note = defineTask("note", { ...any, effect: "none", run: (n) => n });
  const later = async (): Promise<"later"> => "later";
  const steps = (...given: readonly unknown[]) =>
    flowOf(async (ctx) => {
      for (const n of given)
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await ctx.task(note, n);
      await ctx.breakpoint({ title: "Go on?", shows: null });
    });
  await expect(run(steps(1, 2), { approve: later })).rejects.toMatchObject({
    code: "DX_RUNNER_WAITING",
  });
  await expect(run(steps(1, 3))).rejects.toMatchObject({
    code: "DX_RUNNER_DIVERGED",
    summary: "step /2 was note 1 of 2",
    hint: "now it is note 1 of 3: begin a new run in another folder",
  });
  const long = "long ".repeat(100_000);
  const other = { out: join(folder, "long") };
  await expect(run(steps(long), { ...other, approve: later })).rejects.toMatchObject({
    code: "DX_RUNNER_WAITING",
  });
  await expect(run(steps(1), other)).rejects.toMatchObject({
    summary: "step /1 was note 1 of other arguments",
  });
  const newer = { ...note, version: 2 };
  await expect(run(flowOf(async (ctx) => ctx.task(newer, 1)))).rejects.toMatchObject({
    code: "DX_RUNNER_DIVERGED",
    summary: "step /1 was note 1 of 1",
  });
  await expect(run(flowOf(async (ctx) => ctx.task(note, 1)))).rejects.toMatchObject({
    code: "DX_RUNNER_DIVERGED",
    summary: "step /2 of the journal was not done again",
    hint: "the flow takes another way than before: begin a new run in another folder",
  });
});

test("files are written all or none, below artefacts, and never outside", async () => {
  const write = (files: Readonly<Record<string, string>>) =>
    flowOf(async (ctx) => ctx.task(writeFiles, files));
  await run(write({ "a.txt": "a", "deep/b.txt": "é" }));
  expect(readFileSync(join(out, "artefacts/deep/b.txt"), "utf8")).toBe("é");
  const readme = readFileSync(join(out, "README.md"), "utf8");
  expect(readme).toContain("[artefacts/deep/b.txt](artefacts/deep/b.txt) (2 bytes)");
  expect(readme).toMatch(/^# T\n/);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain('href="artefacts/a.txt"');
  for (const path of ["../a", "/a", "a//b", "./a", "", "a\\b", "C:/a", "a\nb", "a/.."]) {
    const other = join(folder, "other");
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(run(write({ "fine.txt": "", [path]: "" }), { out: other })).rejects.toMatchObject({
      code: "DX_RUNNER_PATH",
    });
    expect(readdirSync(other)).toEqual(["journal.jsonl"]);
    rmSync(other, { recursive: true });
  }
  const clash = run(write({ a: "", "a/b": "" }), { out: join(folder, "clash") });
  await expect(clash).rejects.toThrow(/E[A-Z]+/);
  expect(readdirSync(join(folder, "clash"))).toEqual(["journal.jsonl"]);
});

test("a folder that is something else's, a file, or complete is refused before anything is written", async () => {
  const flow = flowOf(async () => 1);
  mkdirSync(out);
  writeFileSync(join(out, "mine.txt"), "mine");
  await expect(run(flow)).rejects.toMatchObject({ code: "DX_RUNNER_OUT", path: ["out"] });
  expect(readdirSync(out)).toEqual(["mine.txt"]);
  await expect(run(flow, { out: join(out, "mine.txt") })).rejects.toMatchObject({
    code: "DX_RUNNER_OUT",
  });
  await expect(run(flow, { out: join(out, "mine.txt/deep") })).rejects.toMatchObject({
    code: "DX_RUNNER_OUT",
  });
  const empty = join(folder, "empty");
  mkdirSync(empty);
  await run(flow, { out: empty });
  await expect(run(flow, { out: empty })).rejects.toMatchObject({
    code: "DX_RUNNER_OUT",
    message: expect.stringContaining("complete") as string,
  });
  if (process.getuid?.() === 0) return;
  chmodSync(folder, 0o500);
  await expect(run(flow, { out: join(folder, "new") })).rejects.toMatchObject({
    code: "DX_RUNNER_OUT",
  });
  chmodSync(folder, 0o700);
});

test("bad inputs and files that are not there are refused before anything is written", async () => {
  const flow = flowOf(async () => 1, {
    inputs: z.strictObject({ n: z.number() }),
    files: () => ({ people: "none.csv" }),
  });
  await expect(run(flow, {}, { n: "1", m: 2 })).rejects.toMatchObject({
    code: "DX_RUNNER_INPUTS",
    path: ["n"],
    hint: "dx describe <flow> says what the flow takes",
  });
  await expect(run(flow, { base: folder }, { n: 1 })).rejects.toMatchObject({
    code: "DX_RUNNER_FILE",
    path: ["people"],
    hint: `paths are relative to ${folder}`,
  });
  const unstable = flowOf(async () => 1, {
    inputs: z.number().transform((n) => n + 1),
  });
  await expect(run(unstable, {}, 1)).rejects.toMatchObject({ code: "DX_RUNNER_FLOW" });
  expect(readdirSync(folder)).toEqual([]);
});

test("two claims of one id are refused, and a file that changed ends a resume", async () => {
  const claim = {
    id: "a",
    statement: "A.",
    subject: "a",
    about: "result",
    check: { kind: "none", reason: "r" },
  } as const;
  await expect(run(flowOf(async () => 1, { claims: () => [claim, claim] }))).rejects.toMatchObject({
    code: "DX_RUNNER_CLAIMS",
  });
  const file = join(folder, "people.csv");
  writeFileSync(file, "a");
  const flow = flowOf(async (ctx) => ctx.breakpoint({ title: "Go on?", shows: 1 }), {
    files: () => ({ people: file }),
  });
  const at = { out: join(folder, "2") };
  await expect(run(flow, { ...at, approve: async () => "later" })).rejects.toMatchObject({
    code: "DX_RUNNER_WAITING",
  });
  writeFileSync(file, "b");
  await expect(run(flow, at)).rejects.toMatchObject({
    code: "DX_RUNNER_INPUTS",
    message: expect.stringContaining("people") as string,
  });
  writeFileSync(file, "a");
  await expect(run(flow, at)).resolves.toBeDefined();
});

test("a question that is another one when a run goes on is refused", async () => {
  const asking = (shows: number) =>
    flowOf(async (ctx) => ctx.breakpoint({ title: "Go on?", shows }));
  const fails = async (): Promise<never> => {
    throw new Error("gone");
  };
  const first = flowOf(async (ctx) => {
    await ctx.breakpoint({ title: "Go on?", shows: 1 });
    return ctx.task(defineTask("fails", { ...any, effect: "none", run: fails }), 1);
  });
  await expect(run(first)).rejects.toMatchObject({
    message: expect.stringContaining("gone") as string,
  });
  await expect(run(asking(2))).rejects.toMatchObject({
    code: "DX_RUNNER_DIVERGED",
    hint: "what the flow shows has changed: begin a new run in another folder",
  });
  await expect(run(asking(1))).resolves.toBeDefined();
});

test("whole numbers beyond 2^53 are text in outputs, all others are numbers", async () => {
  await run(flowOf(async () => [5n, -(2n ** 53n), 2n ** 53n - 1n, "7", null, 1.5]));
  expect(JSON.parse(readFileSync(join(out, "outputs.json"), "utf8"))).toEqual([
    5,
    "-9007199254740992",
    2 ** 53 - 1,
    "7",
    null,
    1.5,
  ]);
});

test("a task's definition is checked", () => {
  expect(() => defineTask("", { ...any, effect: "none", run: () => 1 })).toThrow(
    expect.objectContaining({
      code: "DX_RUNNER_TASK",
      hint: "it needs a name, a whole version, and retries of a whole number of times",
    }) as Error,
  );
  const retries = { times: 1.5, firstDelayMs: 1 };
  expect(() => defineTask("a", { ...any, effect: "none", retries, run: () => 1 })).toThrow(
    'task "a" is not defined well',
  );
});
