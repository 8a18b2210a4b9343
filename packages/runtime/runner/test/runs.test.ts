import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { defineFlow, judgeDamages, listRuns, runFlow, type Context } from "../src/index.ts";

let folder: string;
let target: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  target = await openDatabase("duckdb:");
});
afterEach(async () => {
  await target.close();
  rmSync(folder, { recursive: true });
});

const flowOf = (name: string, process: (ctx: Context) => Promise<unknown>) =>
  defineFlow({
    name,
    title: "T",
    description: "Tests.",
    inputs: z.unknown(),
    outputs: z.unknown(),
    examples: [],
    claims: () => [
      {
        id: "small",
        statement: "All numbers are small.",
        subject: "t",
        about: "result",
        check: {
          kind: "no-rows",
          violations: sql`select * from t where n > 9`,
          population: sql`select * from t`,
        },
      },
    ],
    process: async (_given, ctx) => process(ctx),
  });

test("runs are listed by their begin, each with its state", async () => {
  expect(listRuns(join(folder, "none"))).toEqual([]);
  await target.load("t", [{ n: 1 }]);
  const begin = async (name: string, day: number, process: (ctx: Context) => Promise<unknown>) =>
    runFlow(
      flowOf(name, process),
      {},
      {
        databases: { target },
        out: join(folder, name),
        clock: () => new Date(Date.UTC(2026, 0, day)),
        approve: async () => "later",
      },
    ).catch((error: unknown) => error);
  await begin("b-complete", 3, async () => 1);
  await begin("a-waits", 4, async (ctx) => ctx.breakpoint({ title: "Go on?", shows: 1 }));
  await begin("c-failed", 2, async () => {
    throw new Error("no");
  });
  mkdirSync(join(folder, "d-none"));
  mkdirSync(join(folder, "e-broken"));
  writeFileSync(join(folder, "e-broken/journal.jsonl"), '{"kind":"poem"}\n');
  const runs = listRuns(folder);
  expect(runs.map(({ state, flow }) => [state, flow])).toEqual([
    ["cannot be read", undefined],
    ["can be resumed", "c-failed"],
    ["complete", "b-complete"],
    ["waits", "a-waits"],
  ]);
  expect(runs[2]).toMatchObject({
    at: "2026-01-03T00:00:00.000Z",
    summary: { holds: 1, fails: 0 },
  });
  expect(runs[3]).toMatchObject({ note: "Go on?" });
});

test("a damage is judged by the claim that it is aimed at, and undone", async () => {
  await target.load("t", [{ n: 1 }]);
  const options = {
    databases: { target },
    out: join(folder, "out"),
    approve: async () => "yes" as const,
  };
  const { damaged, evidence } = await judgeDamages(
    flowOf("t", async () => 1),
    {},
    {
      ...options,
      damages: {
        small: () => [sql`insert into t values (10)`],
        large: () => [sql`insert into t values (11)`],
      },
    },
  );
  expect(damaged).toEqual({ small: "fails", large: "no such claim" });
  expect(evidence.summary).toMatchObject({ holds: 1, fails: 0 });
  expect((await target.query("select * from t")).count).toBe(1);
  const broken = judgeDamages(
    flowOf("t", async () => 1),
    {},
    {
      ...options,
      out: join(folder, "2"),
      damages: { small: () => [sql`insert into nowhere values (1)`] },
    },
  );
  await expect(broken).rejects.toMatchObject({
    message: expect.stringContaining("nowhere") as string,
  });
});
