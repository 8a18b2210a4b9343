import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { openDatabase, type Database } from "@dx/database";
import { countRows, sql, type Plan } from "@dx/sql";
import { z } from "zod";
import { defineFlow, defineTask, loadSource, runFlow, type Flow } from "../src/index.ts";

const add = defineTask("add", {
  version: 1,
  effect: "transactional",
  input: z.number(),
  output: z.number(),
  run: async (n, { databases: { target } }) => {
    await target.apply([[{ purpose: "add", sql: sql`insert into counted values (${BigInt(n)})` }]]);
    return n;
  },
});
const wait = defineTask("wait", {
  version: 1,
  effect: "none",
  input: z.number(),
  output: z.number(),
  run: async (ms, { signal }) => {
    await setTimeout(ms, undefined, { signal });
    return ms;
  },
});

/** What {@link counting} takes. */
export interface CountingInputs {
  readonly numbers: readonly number[];
  readonly waitMs?: number | undefined;
}

const inputs: z.ZodType<CountingInputs> = z.strictObject({
  numbers: z.array(z.number()),
  waitMs: z.number().optional(),
});

/** The plan of the flow: one more row, and a view. */
const plan: Plan = [
  [
    { purpose: "add one more", sql: sql`insert into counted values (100)` },
    { purpose: "show them", sql: sql`create view shown as select * from counted` },
  ],
];

/** Puts numbers into the table `counted`, each in a step of its own, and one more by a plan. */
export const counting: Flow<CountingInputs, number> = defineFlow({
  name: "counting",
  title: "Counting",
  description: "Counts.",
  inputs,
  outputs: z.number(),
  examples: [],
  process: async ({ numbers, waitMs = 0 }, ctx) => {
    for (const n of numbers)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ctx.task(add, n);
    if (waitMs > 0) await ctx.task(wait, waitMs);
    await ctx.approvePlan("one more", () => plan);
    return numbers.length + 1;
  },
  claims: (_inputs, all) => [
    {
      id: "counting.each-once",
      statement: "Each number is there once.",
      subject: "counted",
      about: "result",
      check: {
        kind: "no-rows",
        violations: sql`select count(*) as n from counted having count(*) <> ${BigInt(all)} or count(distinct n) <> ${BigInt(all)}`,
        population: sql`select * from counted`,
      },
    },
  ],
});

/** Makes the flow's table. */
export async function makeCounted(db: Database): Promise<void> {
  await db.apply([[{ purpose: "make", sql: sql`create table counted (n bigint)` }]]);
}

/** How many numbers are there. */
export async function count(db: Database): Promise<number> {
  return db.run(countRows("counted"));
}

/** Stages a file, and writes what it holds into a table, by a plan. */
export const staging: Flow<{ readonly file: string }, { readonly rows: number }> = defineFlow({
  name: "staging",
  title: "Staging",
  description: "Stages a file.",
  inputs: z.strictObject({ file: z.string() }),
  outputs: z.object({ rows: z.number() }),
  examples: [],
  files: ({ file }) => ({ people: file }),
  process: async (_inputs, ctx) => {
    const staged = await ctx.task(loadSource, { from: { file: "people" }, into: { scratch: "p" } });
    await ctx.approvePlan("people", ({ databases }) => {
      const table = {
        kind: "relation",
        schema: staged.table.split(".")[0] ?? "",
        name: "p",
      } as const;
      const fill = sql`insert into people select name, cast(${ctx.now} as varchar(40)) from ${table}`;
      return [
        [
          {
            purpose: `make people in ${databases.target.dialect}`,
            sql: sql`create table people (name text, seen text)`,
          },
          { purpose: "fill people", sql: fill },
        ],
      ];
    });
    return { rows: staged.rows };
  },
  claims: () => [
    {
      id: "staging.named",
      statement: "Everybody has a name.",
      subject: "people",
      about: "result",
      check: {
        kind: "no-rows",
        violations: sql`select * from people where name is null`,
        population: sql`select * from people`,
      },
    },
  ],
});

/** What a child is told. */
export interface ChildOrders {
  readonly url: string;
  readonly out: string;
  readonly inputs: CountingInputs;
  /** Kills itself there: after the n-th commit of a transaction, before anything more is written. */
  readonly killAfterCommit?: number;
}

/** Starts a process of its own that runs {@link counting}. */
export function startChild(orders: ChildOrders): ChildProcess {
  const args = ["--conditions=@dx/source", import.meta.filename, JSON.stringify(orders)];
  return spawn("node", args, { stdio: ["ignore", "pipe", "inherit"] });
}

if (import.meta.main) {
  const {
    url,
    out,
    inputs: given,
    killAfterCommit,
  } = JSON.parse(process.argv[2] ?? "") as ChildOrders;
  const db = await openDatabase(url);
  let commits = 0;
  const target: Database = {
    ...db,
    transaction: async (body) => {
      const result = await db.transaction(body);
      commits += 1;
      if (commits === killAfterCommit) process.kill(process.pid, "SIGKILL");
      return result;
    },
  };
  await runFlow(counting, given, {
    databases: { target },
    out,
    approve: async () => "yes",
    onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  });
  await db.close();
}
