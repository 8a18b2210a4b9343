import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRun, runFlow, type RunEvent } from "../src/index.ts";
import { count, counting, makeCounted, startChild } from "./counting.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const given = { numbers: [1], waitMs: 0 };

async function schemas(db: Database): Promise<number> {
  const found = sql`select distinct schema_name from information_schema.schemata where schema_name like 'dx_scratch_%'`;
  return (await db.query(found)).count;
}

async function withDatabase<T>(url: string, body: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url);
  return body(db).finally(async () => db.close());
}

async function expectOnce(url: string): Promise<void> {
  await withDatabase(url, makeCounted);
  const out = join(folder, "out");
  for (const killAfterCommit of [1, 1]) {
    const child = startChild({ url, out, inputs: given, killAfterCommit });
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  }
  expect(existsSync(join(out, "evidence.json"))).toBe(false);
  await withDatabase(url, async (target) => {
    expect(await count(target)).toBe(2);
    const { evidence } = await runFlow(counting, given, {
      databases: { target },
      out,
      approve: async () => "no",
    });
    expect(evidence.summary).toEqual({ holds: 1, fails: 0, unknown: 0 });
    expect(await count(target)).toBe(2);
    expect(await schemas(target)).toBe(0);
  });
}

// oxlint-disable-next-line vitest/expect-expect -- in the function
test("what is committed is not done again, wherever it was killed (duckdb)", async () =>
  expectOnce(`duckdb:${join(folder, "t.duckdb")}`));
testWithPostgres(
  "what is committed is not done again, wherever it was killed (postgres)",
  async ({ postgresUrl }) => expectOnce(postgresUrl),
);

test("a second runner is refused while the first one runs, and takes over when it was killed", async () => {
  const out = join(folder, "out");
  const url = `duckdb:${join(folder, "t.duckdb")}`;
  await withDatabase(url, makeCounted);
  const child = startChild({ url, out, inputs: { numbers: [1], waitMs: 60_000 } });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const line of lines) {
    const event: RunEvent = JSON.parse(line) as RunEvent;
    if (event.kind === "step-started" && event.task === "wait") break;
  }
  const target = await openDatabase("duckdb:");
  const again = async () =>
    runFlow(
      counting,
      { numbers: [1], waitMs: 60_000 },
      { databases: { target }, out, approve: async () => "yes" },
    );
  await expect(again()).rejects.toMatchObject({
    code: "DX_RUNNER_LOCKED",
    hint: expect.stringContaining(".lock-1") as string,
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(readRun(out)).toMatchObject({ flow: "counting", steps: 1 });
  const signal = AbortSignal.timeout(200);
  const taken = runFlow(
    counting,
    { numbers: [1], waitMs: 60_000 },
    { databases: { target }, out, approve: async () => "yes", signal },
  );
  await expect(taken).rejects.toMatchObject({ code: "DX_RUNNER_STOPPED" });
  await target.close();
});

test("the next run removes the scratch schema of one that was killed and whose folder is gone, and says so", async () => {
  const url = `duckdb:${join(folder, "t.duckdb")}`;
  await withDatabase(url, makeCounted);
  const kill = async (out: string): Promise<void> => {
    const child = startChild({ url, out: join(folder, out), inputs: given, killAfterCommit: 1 });
    await once(child, "exit");
  };
  await kill("gone");
  await kill("kept");
  rmSync(join(folder, "gone"), { recursive: true });
  await withDatabase(url, async (target) => {
    expect(await schemas(target)).toBe(2);
    const said: string[] = [];
    await runFlow(
      counting,
      { numbers: [7] },
      {
        databases: { target },
        approve: async () => "yes",
        onEvent: (event) => {
          if (event.kind === "log") said.push(event.message);
        },
      },
    );
    expect(said).toEqual([
      expect.stringMatching(/^removed dx_scratch_\w+, which a run left behind/),
    ]);
    expect(await schemas(target)).toBe(1);
    await target.apply([[{ purpose: "start again", sql: sql`drop view shown` }]]);
    await target.apply([[{ purpose: "start again", sql: sql`delete from counted where n <> 1` }]]);
    const kept = {
      databases: { target },
      out: join(folder, "kept"),
      approve: async () => "yes" as const,
    };
    expect((await runFlow(counting, given, kept)).outputs).toBe(2);
    expect(await schemas(target)).toBe(0);
  });
  expect(readFileSync(join(folder, "kept/README.md"), "utf8")).toContain("counting.each-once");
});
