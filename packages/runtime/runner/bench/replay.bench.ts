import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDxError } from "@dx/core";
import { openDatabase } from "@dx/database";
import { compare } from "@dx/testing/bench";
import { z } from "zod";
import { defineFlow, defineTask, runFlow } from "../src/index.ts";

const step = defineTask("step", {
  version: 1,
  effect: "none",
  input: z.number(),
  output: z.object({ n: z.number(), name: z.string() }),
  run: (n) => ({ n, name: `step ${n}` }),
});
const flow = defineFlow({
  name: "steps",
  title: "Steps",
  description: "Many steps, then a question that nobody answers.",
  inputs: z.number(),
  outputs: z.number(),
  examples: [],
  process: async (steps, ctx) => {
    for (let n = 0; n < steps; n += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ctx.task(step, n);
    await ctx.breakpoint({ title: "Go on?", shows: null });
    return steps;
  },
  claims: () => [],
});

/** How long it takes to write the lines of a journal to another file, each with its fsync, in milliseconds. */
function writeAgain(out: string): number {
  const lines = readFileSync(join(out, "journal.jsonl"), "utf8").trimEnd().split("\n");
  const file = openSync(join(out, "again.jsonl"), "a");
  const start = performance.now();
  for (const line of lines) {
    writeSync(file, `${line}\n`);
    fsyncSync(file);
  }
  const ms = performance.now() - start;
  closeSync(file);
  rmSync(join(out, "again.jsonl"));
  return ms;
}

const folder = mkdtempSync(join(tmpdir(), "dx-"));
const target = await openDatabase("duckdb:");
for (const steps of [200, 2000]) {
  const out = join(folder, String(steps));
  const resume = async (): Promise<string> => {
    const options = { databases: { target }, out, approve: async () => "later" as const };
    const error = await runFlow(flow, steps, options).catch((one: unknown) => one);
    return isDxError(error) ? error.code : String(error);
  };
  const start = performance.now();
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  await resume();
  const stepMs = (performance.now() - start) / steps;
  const fsyncMs = writeAgain(out) / steps;
  // oxlint-disable-next-line no-console -- a figure for people
  console.log(
    `first run, ${steps} steps: ${stepMs.toFixed(3)} ms a step; to write and fsync its lines takes ${fsyncMs.toFixed(3)} ms`,
  );
  // oxlint-disable-next-line no-await-in-loop -- as above
  await compare(`resume, ${steps} steps`, {
    dx: resume,
    "JSON.parse of its journal": () => {
      const lines = readFileSync(join(out, "journal.jsonl"), "utf8").trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as unknown).length > steps
        ? "DX_RUNNER_WAITING"
        : "";
    },
  });
}
await target.close();
rmSync(folder, { recursive: true });
