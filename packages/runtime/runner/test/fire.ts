import { spawn, type ChildProcess } from "node:child_process";
import { openDatabase, type Database } from "@dx/database";
import { createTable, sql } from "@dx/sql";
import { watchDatabase, watchFiles } from "@dx/testkit/failpoints";
import { z } from "zod";
import { defineFlow, defineTask, runFlow, writeFiles, type Flow } from "../src/index.ts";

const add = defineTask("add", {
  version: 1,
  effect: "transactional",
  input: z.string(),
  output: z.string(),
  run: async (name, { databases: { target } }) => {
    await target.apply([[{ purpose: "add", sql: sql`insert into counted values (${name})` }]]);
    return `${name} is added`;
  },
});
const keep = defineTask("keep", {
  version: 1,
  effect: "idempotent",
  input: z.string(),
  output: z.string(),
  run: async (name, { databases }) => {
    await databases["other"]?.apply([
      [
        { purpose: "forget", sql: sql`delete from kept where name = ${name}` },
        { purpose: "keep", sql: sql`insert into kept values (${name})` },
      ],
    ]);
    return `${name} is kept`;
  },
});
const stage = defineTask("stage", {
  version: 1,
  effect: "idempotent",
  input: z.string(),
  output: z.string(),
  run: async (name, { databases: { target }, scratch }) => {
    const schema = await scratch();
    await target.load({ kind: "relation", schema, name: "staged" }, [{ name }]);
    return schema;
  },
});

/** What {@link fire} takes. */
export interface FireInputs {
  readonly first: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** The inputs of all tests. */
export const fireInputs: FireInputs = {
  first: ["one", "two"],
  groups: { a: ["a1", "a2"], "b/c": ["b1"] },
};
const { first, groups } = fireInputs;

/** What is in the target when the flow is done: each once. */
export const allCounted: readonly string[] = [
  ...first,
  ...Object.entries(groups).flat(2),
  "staged",
].toSorted();
/** The same for the other database. */
export const allKept: readonly string[] = ["beside", ...Object.keys(groups)].toSorted();

const inputs: z.ZodType<FireInputs> = z.strictObject({
  first: z.array(z.string()),
  groups: z.record(z.string(), z.array(z.string())),
});

/** Steps one after the other, then side by side within side by side, that write to two databases, files and a plan. */
export const fire: Flow<FireInputs> = defineFlow({
  name: "fire",
  title: "Fire",
  description: "Counts.",
  inputs,
  outputs: z.unknown(),
  examples: [],
  process: async (given, ctx) => {
    const schema = await ctx.task(stage, "staged");
    const added: unknown[] = [];
    for (const name of given.first)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      added.push(await ctx.task(add, name));
    const both = await ctx.parallel.all<unknown>([
      async () =>
        ctx.parallel.map(
          Object.entries(given.groups),
          ([group]) => group,
          async ([group, names]) => {
            const before = await ctx.task(add, group);
            const within = await ctx.parallel.map(
              names,
              (name) => name,
              async (name) => ctx.task(add, name),
            );
            return [before, within, await ctx.task(keep, group)];
          },
        ),
      async () => ctx.task(writeFiles, { "a.txt": "a".repeat(1000), "deep/b.txt": "b" }),
      async () => ctx.task(keep, "beside"),
    ]);
    const staged = { kind: "relation", schema, name: "staged" } as const;
    const { counts } = await ctx.approvePlan("one more", () => [
      [
        { purpose: "add what is staged", sql: sql`insert into counted select name from ${staged}` },
        { purpose: "show them", sql: sql`create view shown as select * from counted` },
      ],
    ]);
    const files = await ctx.task(writeFiles, { "end.txt": JSON.stringify([added, both]) });
    return { added, both, counts, files };
  },
  claims: () => [
    {
      id: "fire.each-once",
      statement: "Each name is there once.",
      subject: "counted",
      about: "result",
      check: {
        kind: "no-rows",
        violations: sql`select name from counted group by name having count(*) <> 1`,
        population: sql`select * from counted`,
      },
    },
  ],
});

/** Makes the tables of the flow. */
export async function makeTables(db: Database): Promise<void> {
  const tables = ["counted", "kept"].map((table) => ({
    purpose: "make",
    sql: createTable(table, [{ name: "name", type: "text" }]),
  }));
  await db.apply([tables]);
}

/** What a child is told. */
export interface FireOrders {
  readonly target: string;
  readonly other: string;
  readonly out: string;
  /** Kills itself at its n-th failpoint. */
  readonly killAt?: number | undefined;
}

/** What a child says at its end. */
export interface FireSaid {
  /** The failpoints that it came by. */
  readonly points: readonly string[];
  /** How long the run took. */
  readonly ms: number;
}

/** Starts a process of its own that runs {@link fire}; it says `ready` before it begins. */
export function startFire(orders: FireOrders): ChildProcess {
  const args = ["--conditions=@dx/source", import.meta.filename, JSON.stringify(orders)];
  return spawn("node", args, { stdio: ["ignore", "pipe", "inherit"] });
}

if (import.meta.main) {
  const orders = JSON.parse(process.argv[2] ?? "") as FireOrders;
  const points: string[] = [];
  const onPoint = (point: string): void => {
    points.push(point);
    if (points.length === orders.killAt) process.kill(process.pid, "SIGKILL");
  };
  watchFiles(orders.out, onPoint);
  const target = await openDatabase(orders.target);
  const other = await openDatabase(orders.other);
  process.stdout.write("ready\n");
  const start = performance.now();
  await runFlow(fire, fireInputs, {
    databases: {
      target: watchDatabase(target, "the target", onPoint),
      other: watchDatabase(other, "the other", onPoint),
    },
    out: orders.out,
    approve: async () => "yes",
    clock: () => new Date(0),
  });
  const said: FireSaid = { points, ms: performance.now() - start };
  process.stdout.write(`${JSON.stringify(said)}\n`);
  await target.close();
  await other.close();
}
