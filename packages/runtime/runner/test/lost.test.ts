import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isDxError } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { countRows, createTable, sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { startPostgres } from "@dx/testing/postgres-server";
import { afterEach, beforeEach, expect } from "vitest";
import { z } from "zod";
import { defineFlow, defineTask, readRun, runFlow, type Flow } from "../src/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Three steps in the target; in the middle of the second, something happens. */
function interrupted(happens: () => Promise<void>): Flow {
  const add = defineTask("add", {
    version: 1,
    effect: "transactional",
    input: z.number(),
    output: z.number(),
    run: async (n, { databases: { target } }) => {
      const row = { purpose: "add", sql: sql`insert into counted values (${BigInt(n)})` };
      await target.apply([[row]]);
      if (n === 2) {
        await happens();
        await target.query("select 1");
      }
      return n;
    },
  });
  return defineFlow({
    name: "interrupted",
    title: "Interrupted",
    description: "Counts.",
    inputs: z.unknown(),
    outputs: z.unknown(),
    examples: [],
    process: async (_given, ctx) => {
      for (const n of [1, 2, 3])
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await ctx.task(add, n);
      return 3;
    },
    claims: () => [],
  });
}

const steps = (): number =>
  readFileSync(join(folder, "out/journal.jsonl"), "utf8").split('"kind":"step"').length - 1;

async function expectResumable(
  db: Database,
  { lose, find }: { readonly lose: () => Promise<void>; readonly find: () => Promise<void> },
): Promise<void> {
  const table = createTable("counted", [{ name: "n", type: "int64" }]);
  await db.apply([[{ purpose: "make", sql: table }]]);
  const options = {
    databases: { target: db },
    out: join(folder, "out"),
    approve: async () => "yes" as const,
  };
  // Whichever is first: that the connection ends, or that another one is looked for and not had.
  const error: unknown = await runFlow(interrupted(lose), null, options).catch(
    (reason: unknown) => reason,
  );
  const lost = "what was not committed is undone; the next call takes a new connection";
  const none = "look at host, port, user and database of the address, and whether the server runs";
  expect([
    ["DX_DATABASE_LOST", lost],
    ["DX_DATABASE_CONNECT", none],
  ]).toContainEqual(isDxError(error) ? [error.code, error.hint] : error);
  expect(steps()).toBe(1);
  await find();
  expect(await db.run(countRows("counted"))).toBe(1);
  await runFlow(
    interrupted(async () => undefined),
    null,
    options,
  );
  expect(await db.run(countRows("counted"))).toBe(3);
  expect(steps()).toBe(3);
}

// oxlint-disable-next-line vitest/expect-expect -- in the function
testWithPostgres("a run whose connections are ended goes on", async ({ postgresUrl, postgres }) => {
  const db = await openDatabase(`${postgresUrl}?application_name=to-be-ended`);
  const end =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to-be-ended'";
  const lose = async (): Promise<void> => {
    await postgres.query(end);
  };
  await expectResumable(db, { lose, find: async () => undefined }).finally(async () => db.close());
});

// oxlint-disable-next-line vitest/expect-expect -- in the function
testWithPostgres("a run whose Postgres is killed goes on when there is one again", async () => {
  const scratch = mkdtempSync("/tmp/dx-postgres-");
  const first = await startPostgres(scratch);
  const db = await openDatabase(first.url);
  let { server } = first;
  const lose = async (): Promise<void> => {
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  const find = async (): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1)
      try {
        // oxlint-disable-next-line no-await-in-loop -- processes of the one that was killed may still end
        ({ server } = await startPostgres(scratch, Number(new URL(first.url).port)));
        return;
      } catch {
        // oxlint-disable-next-line no-await-in-loop -- as above
        await setTimeout(50);
      }
  };
  try {
    await expectResumable(db, { lose, find });
  } finally {
    await db.close();
    if (server.kill("SIGINT")) await once(server, "exit");
    rmSync(scratch, { recursive: true, force: true });
  }
});

testWithPostgres(
  "a commit that the server is still at when the run was killed is not done again",
  async ({ postgresUrl, postgres }) => {
    await postgres.query("create table committed (name text)");
    const db = await openDatabase(postgresUrl);
    const add = defineTask("add", {
      version: 1,
      effect: "transactional",
      input: z.string(),
      output: z.string(),
      run: async (name, { databases: { target } }) => {
        const row = { purpose: "add", sql: sql`insert into committed values (${name})` };
        await target.apply([[row]]);
        return name;
      },
    });
    const flow = defineFlow({
      ...interrupted(async () => undefined),
      process: async (_given, ctx) => {
        await ctx.task(add, "first");
        await ctx.breakpoint({ title: "Go on?", shows: null });
        return ctx.task(add, "second");
      },
    });
    const out = join(folder, "out");
    const run = async (answer: "yes" | "later") =>
      runFlow(flow, null, { databases: { target: db }, out, approve: async () => answer });
    await expect(run("later")).rejects.toMatchObject({ code: "DX_RUNNER_WAITING" });
    const { run: name } = readRun(out);
    await postgres.query("begin");
    await postgres.query("insert into committed values ('second')");
    const mark = `insert into dx_scratch_${name}.dx_mark values ($1, '/3', '"from before"')`;
    await postgres.query(mark, [name]);
    const done = run("yes");
    const waits =
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    // oxlint-disable-next-line no-await-in-loop -- it is watched from outside
    while ((await db.query(waits)).count === 0) await setTimeout(10);
    await postgres.query("commit");
    expect(await done).toMatchObject({ outputs: "from before" });
    expect(await db.run(countRows("committed"))).toBe(2);
    await db.close();
  },
);
