import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { countRows, sql, type Plan } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import {
  answerQuestion,
  defineFlow,
  planFlow,
  readRun,
  runFlow,
  type Question,
  type RunEvent,
} from "../src/index.ts";
import { staging } from "./counting.ts";

let folder: string;
let given: { readonly file: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  given = { file: join(folder, "people.csv") };
  writeFileSync(given.file, "name,age\nAda,36\nGrace,85\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** All that the catalogue has. */
async function catalogue(db: Database): Promise<unknown> {
  const names = sql`select table_schema, table_name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`;
  const schemas = sql`select schema_name from information_schema.schemata order by 1`;
  return JSON.stringify([await db.query(names), await db.query(schemas)], (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

forEachDatabase(
  "--plan shows every statement with its rows, and leaves nothing behind",
  async ({ db }) => {
    const before = await catalogue(db);
    const files = readdirSync(folder);
    const events: RunEvent[] = [];
    const { plan, questions } = await planFlow(staging, given, {
      databases: { target: db },
      onEvent: (event) => events.push(event),
    });
    expect(await catalogue(db)).toEqual(before);
    expect(readdirSync(folder)).toEqual(files);
    expect(questions).toEqual([]);
    expect(plan).toMatchObject({
      name: "people",
      dialect: db.dialect,
      destroys: [],
      statements: [
        { group: 1, purpose: `make people in ${db.dialect}`, estimatedRows: null },
        { group: 1, purpose: "fill people", estimatedRows: expect.any(Number) as number },
      ],
    });
    expect(plan?.statements[1]?.estimatedRows).toBeGreaterThan(0);
    expect(events.map(({ kind }) => kind)).toContain("plan");
  },
);

forEachDatabase(
  "a plan that was approved by its hash is run, in another run and later",
  async ({ db }) => {
    const { plan } = await planFlow(staging, given, {
      databases: { target: db },
      clock: () => new Date(0),
    });
    const asked: Question[] = [];
    const out = join(folder, "out");
    const { outputs } = await runFlow(staging, given, {
      databases: { target: db },
      out,
      clock: () => new Date("2026-01-02T03:04:05.678Z"),
      approve: async (question) => {
        asked.push(question);
        return question.plan?.hash === plan?.hash ? "yes" : "later";
      },
    });
    expect(outputs).toEqual({ rows: 2 });
    expect(await db.run(countRows("people"))).toBe(2);
    expect(asked).toHaveLength(1);
    const script = readFileSync(join(out, "artefacts/sql/001-people.sql"), "utf8");
    expect(script).toContain("-- fill people\ninsert into");
    expect(readFileSync(join(out, "journal.jsonl"), "utf8")).not.toContain("Grace");

    writeFileSync(given.file, "name,age\nAda,36\n");
    const other = await planFlow(
      { ...staging, process: async (inputs, ctx) => staging.process(inputs, ctx) },
      given,
      { databases: { target: await openDatabase("duckdb:") } },
    );
    expect(other.plan?.hash).not.toBe(plan?.hash);
  },
);

const one = (...statements: Plan[number]): Plan => [statements];

function planning(makePlan: () => Plan) {
  return defineFlow({
    name: "planning",
    title: "Planning",
    description: "Carries a plan out.",
    inputs: z.strictObject({}),
    outputs: z.array(z.array(z.number().nullable())),
    examples: [],
    process: async (_inputs, ctx) => {
      const { counts } = await ctx.approvePlan("The change, twice", makePlan, {
        title: "Change it?",
        shows: 7,
      });
      return counts.map((group) => group.slice());
    },
    claims: () => [],
  });
}

forEachDatabase(
  "waits for an answer, which is journalled with its author and time; the plan is that of the question",
  async ({ db }) => {
    await db.apply(one({ purpose: "make", sql: sql`create table t as select 1 as n` }));
    const out = join(folder, "out");
    let made = one({ purpose: "add", sql: sql`insert into t values (2), (3)` });
    const flow = planning(() => made);
    const run = async () =>
      runFlow(flow, {}, { databases: { target: db }, out, approve: async () => "later" });
    await expect(run()).rejects.toMatchObject({
      code: "DX_RUNNER_WAITING",
      path: ["/1"],
      hint: "answer it with dx approve, then go on with dx resume",
    });
    const [waiting] = readRun(out).questions;
    expect(waiting).toMatchObject({
      key: "/1",
      title: "Change it?",
      shows: 7,
      plan: { name: "The change, twice" },
    });
    expect(() =>
      answerQuestion(out, { key: "/2", answer: "yes", author: "Ada", at: new Date(0) }),
    ).toThrow(
      expect.objectContaining({ code: "DX_RUNNER_QUESTION", hint: "did you mean /1?" }) as Error,
    );
    answerQuestion(out, { answer: "yes", author: "Ada", at: new Date(0) });
    expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toContain(
      '"at":"1970-01-01T00:00:00.000Z","author":"Ada"',
    );

    const approved = made;
    made = one({ purpose: "add", sql: sql`insert into t values (4)` });
    await expect(run()).rejects.toMatchObject({ code: "DX_RUNNER_WAITING" });
    expect(readRun(out).questions[0]?.plan?.hash).not.toBe(waiting?.plan?.hash);
    expect(await db.run(countRows("t"))).toBe(1);

    made = approved;
    const { outputs } = await run();
    expect(outputs).toEqual([[2]]);
    expect(await db.run(countRows("t"))).toBe(3);
    expect(readdirSync(join(out, "artefacts/sql"))).toEqual(["001-the-change-twice.sql"]);
    expect(() => answerQuestion(out, { answer: "yes", author: "Ada", at: new Date(0) })).toThrow(
      expect.objectContaining({
        summary: `the run in ${out} waits for no answer`,
        hint: "dx runs shows what runs wait for",
      }) as Error,
    );
  },
);

forEachDatabase(
  "a plan that changes between question and answer is not carried out",
  async ({ db }) => {
    await db.apply(one({ purpose: "make", sql: sql`create table t as select 1 as n` }));
    let n = 1n;
    const flow = planning(() => one({ purpose: "add", sql: sql`insert into t values (${n})` }));
    const approve = async (): Promise<"yes"> => {
      n += 1n;
      return "yes";
    };
    await expect(runFlow(flow, {}, { databases: { target: db }, approve })).rejects.toMatchObject({
      code: "DX_RUNNER_PLAN",
    });
    expect(await db.run(countRows("t"))).toBe(1);
  },
);

forEachDatabase(
  "what a plan destroys is shown; a plan that cannot run is refused before anybody is asked",
  async ({ db }) => {
    await db.apply(one({ purpose: "make", sql: sql`create table t as select 1 as n` }));
    const drop = planning(() =>
      one({ purpose: "drop t", sql: sql`drop table t`, destroys: "all of t" }),
    );
    const { plan } = await planFlow(drop, {}, { databases: { target: db } });
    expect(plan?.destroys).toEqual(["all of t"]);
    expect(await db.run(countRows("t"))).toBe(1);
    const broken = planning(() => one({ purpose: "drop u", sql: sql`drop table u` }));
    const asked: unknown[] = [];
    const run = runFlow(
      broken,
      {},
      {
        databases: { target: db },
        approve: async (question) => {
          asked.push(question);
          return "yes";
        },
      },
    );
    await expect(run).rejects.toMatchObject({
      code: "DX_RUNNER_PLAN",
      message: expect.stringContaining("drop u") as string,
    });
    expect(asked).toEqual([]);
  },
);

forEachDatabase("a plan is one transaction, also if it has several groups", async ({ db }) => {
  await db.apply(one({ purpose: "make", sql: sql`create table t (n bigint primary key)` }));
  const add = (n: bigint) => ({ purpose: `add ${n}`, sql: sql`insert into t values (${n})` });
  const flow = planning(() => [[add(1n)], [add(1n)]]);
  const run = runFlow(flow, {}, { databases: { target: db }, approve: async () => "yes" });
  await expect(run).rejects.toMatchObject({ code: "DX_DATABASE_STATEMENT" });
  expect(await db.run(countRows("t"))).toBe(0);
});

test("an empty plan is not asked about", async () => {
  const target = await openDatabase("duckdb:");
  const out = join(folder, "out");
  const { outputs } = await runFlow(
    planning(() => []),
    {},
    { databases: { target }, out, approve: async () => "no" },
  );
  expect(outputs).toEqual([]);
  expect(existsSync(join(out, "evidence.json"))).toBe(true);
  await target.close();
});

forEachDatabase(
  "two runs on one target leave each other's scratch schemas alone",
  async ({ db }) => {
    const options = { databases: { target: db } };
    const outer = runFlow(staging, given, {
      ...options,
      approve: async () => {
        await runFlow(
          planning(() => one({ purpose: "make", sql: sql`create table other (n bigint)` })),
          {},
          {
            ...options,
            approve: async () => "yes",
          },
        );
        return "yes";
      },
    });
    expect((await outer).outputs).toEqual({ rows: 2 });
    const left = sql`select distinct schema_name from information_schema.schemata where schema_name like 'dx_scratch_%'`;
    expect((await db.query(left)).count).toBe(0);
  },
);
