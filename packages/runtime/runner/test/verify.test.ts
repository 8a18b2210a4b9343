import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Claim } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { countRows, sql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import {
  defineFlow,
  listRuns,
  loadSource,
  openAddresses,
  planFlow,
  readAddresses,
  runFlow,
  verifyRun,
} from "../src/index.ts";
import { staging } from "./counting.ts";

let folder: string;
let out: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  out = join(folder, "out");
  file = join(folder, "people.csv");
  writeFileSync(file, "name,age\nAda,36\nGrace,85\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const claim = (id: string, violations: Sql, about: "result" | "source" = "result"): Claim<Sql> => ({
  id,
  statement: `${id} is so.`,
  subject: "people",
  about,
  check: { kind: "no-rows", violations, population: sql`select * from people` },
});
const scratch = (name: string) => ({ kind: "relation", schema: name, name: "p" }) as const;
const flow = defineFlow({
  name: "staging",
  title: "Staging",
  description: "Stages a file.",
  inputs: z.strictObject({ file: z.string() }),
  examples: [],
  files: ({ file: people }) => ({ people }),
  outputs: z.object({ rows: z.number(), schema: z.string() }),
  process: async (inputs, ctx) => {
    const staged = await ctx.task(loadSource, { from: { file: "people" }, into: { scratch: "p" } });
    return { ...(await staging.process(inputs, ctx)), schema: staged.table.split(".")[0] ?? "" };
  },
  claims: (_inputs, { schema }) => [
    claim("named", sql`select * from people where name is null`),
    claim("source.named", sql`select * from people where name is null`, "source"),
    claim("staged", sql`select * from ${scratch(schema)} where name is null`),
    { ...claim("unknown", sql``), check: { kind: "none", reason: "nobody can tell" } },
    {
      ...claim("named-check", sql``),
      check: { kind: "named", name: "counts", method: "measured", arguments: 2 },
    },
  ],
  checks: {
    counts: async (given, { database }) =>
      (await database.run(countRows("people"))) === given
        ? { verdict: "holds" }
        : { verdict: "fails" },
  },
});
const { checks = {} } = flow;
const apply = async (db: Database, change: Sql) =>
  db.apply([[{ purpose: "change by hand", sql: change }]]);

forEachDatabase(
  "evidence is confirmed, until a row is changed by hand or a file changes",
  async ({ db }) => {
    const options = { databases: { target: db }, out, approve: async () => "yes" as const };
    const { evidence } = await runFlow(flow, { file }, options);
    expect(evidence.claims.map(({ how }) => how.again)).toEqual([
      "from the source",
      "from the source",
      "not possible",
      "from the source",
      "from the source",
    ]);
    const verify = async () => {
      const { claims, sources } = await verifyRun(out, { database: db, checks });
      return [
        ...claims.map(({ id, now }) => `${id}: ${now}`),
        ...sources.map(({ name, now }) => `${name}: ${now}`),
      ];
    };
    const staged = ["staged: not repeatable", "unknown: not repeatable"];
    expect(await verify()).toEqual([
      "named: confirmed",
      "source.named: confirmed",
      ...staged,
      "named-check: confirmed",
      "people: the same",
    ]);
    await apply(db, sql`update people set name = null where name = 'Ada'`);
    expect(await verify()).toEqual([
      "named: refuted",
      "source.named: refuted",
      ...staged,
      "named-check: confirmed",
      "people: the same",
    ]);
    writeFileSync(file, "name,age\n");
    expect(await verify()).toEqual([
      "named: refuted",
      "source.named: source changed",
      ...staged,
      "named-check: confirmed",
      "people: changed",
    ]);
    rmSync(file);
    await apply(db, sql`delete from people`);
    expect(await verify()).toEqual([
      "named: refuted",
      "source.named: source changed",
      ...staged,
      "named-check: refuted",
      "people: missing",
    ]);
    await apply(db, sql`drop table people`);
    expect((await verify()).slice(0, 2)).toEqual([
      "named: not repeatable",
      "source.named: not repeatable",
    ]);
  },
);

test("a run that is not complete, or is none, cannot be verified", async () => {
  const database = await openDatabase("duckdb:");
  await expect(verifyRun(folder, { database })).rejects.toMatchObject({ code: "DX_RUNNER_OUT" });
  const run = runFlow(
    flow,
    { file },
    { databases: { target: database }, out, approve: async () => "later" },
  );
  await expect(run).rejects.toMatchObject({ code: "DX_RUNNER_WAITING" });
  await expect(verifyRun(out, { database })).rejects.toMatchObject({
    code: "DX_RUNNER_OUT",
    hint: "go on with dx resume",
  });
  expect(listRuns(folder)).toMatchObject([
    { out, state: "waits", flow: "staging", note: "Carry out the plan people?" },
  ]);
  writeFileSync(join(out, "journal.jsonl"), "hello\n");
  expect(listRuns(folder)).toMatchObject([{ state: "cannot be read" }]);
  await database.close();
});

test("values are masked in evidence and pages, the same value by the same mark", async () => {
  const target = await openDatabase("duckdb:");
  const leaky = defineFlow({
    ...staging,
    claims: () => [
      claim("nobody", sql`select name, name as again, 7 as n from people order by name`),
    ],
    report: async (_inputs, _outputs, { databases }) => [
      {
        kind: "table",
        caption: "People",
        rows: await databases.target.query("select name from people"),
      },
      {
        kind: "details",
        summary: "More",
        blocks: [{ kind: "table", caption: "One", rows: [{ name: "Ada", n: 1 }] }],
      },
    ],
  });
  const options = {
    databases: { target },
    out,
    approve: async () => "yes" as const,
    maskValues: true,
  };
  const { evidence } = await runFlow(leaky, { file }, options);
  const [found] = evidence.claims;
  expect(found).toMatchObject({
    verdict: "fails",
    counterexample: {
      name: { type: "text", value: expect.stringMatching(/^3 characters, [0-9a-f]{6}$/) as string },
    },
  });
  const example =
    found?.verdict === "fails" ? (found.counterexample as Record<string, unknown>) : {};
  expect(example["again"]).toEqual(example["name"]);
  for (const name of ["index.html", "evidence.json", "README.md", "journal.jsonl"])
    expect(readFileSync(join(out, name), "utf8")).not.toMatch(/Ada|Grace/);
  await target.close();
});

forEachDatabase(
  "a table of another database is copied, read-only, and never over one that is there",
  async ({ db }) => {
    const shop = `duckdb:${join(folder, "shop.duckdb")}`;
    const source = await openDatabase(shop);
    await apply(source, sql`create table customer as select 9007199254740993 as id, 'Ada' as name`);
    await source.close();
    const { databases, close } = await openAddresses(
      readAddresses([`source=${shop}`, "target=duckdb:"], { env: {} }),
    );
    await expect(apply(databases["source"] ?? db, sql`drop table customer`)).rejects.toThrow(
      /read-only/,
    );
    const copy = defineFlow({
      ...staging,
      outputs: z.unknown(),
      files: () => ({}),
      process: async (_inputs, ctx) =>
        ctx.task(loadSource, { from: { table: "customer" }, into: { table: "copied" } }),
      claims: () => [],
    });
    const run = async () =>
      runFlow(
        copy,
        { file },
        { databases: { ...databases, target: db }, approve: async () => "yes" },
      );
    expect((await run()).outputs).toEqual({ table: "copied", rows: 1, columns: ["id", "name"] });
    expect((await db.query("select id from copied")).columns[0]?.values).toEqual(
      BigInt64Array.of(9_007_199_254_740_993n),
    );
    await expect(run()).rejects.toThrow(/copied/);
    const lost = runFlow(copy, { file }, { databases: { target: db }, approve: async () => "yes" });
    await expect(lost).rejects.toMatchObject({ code: "DX_RUNNER_DATABASE", hint: "it has target" });
    await close();
  },
);

forEachDatabase(
  "a stop ends the statement that runs, and what is left can be resumed",
  async ({ db }) => {
    const slow = defineFlow({
      ...staging,
      outputs: z.unknown(),
      files: () => ({}),
      process: async (_inputs, ctx) =>
        ctx.approvePlan("slow", () => [
          [
            { purpose: "make", sql: sql`create table slow (n bigint)` },
            {
              purpose: "fill",
              sql: sql`insert into slow select count(*) from ${numbers} as a cross join ${numbers} as b cross join ${numbers} as c`,
            },
          ],
        ]),
      claims: () => [],
    });
    const controller = new AbortController();
    const run = runFlow(
      slow,
      { file },
      {
        databases: { target: db },
        out,
        signal: controller.signal,
        approve: async () => "yes",
        onEvent: ({ kind }) => {
          if (kind === "run-started") setTimeout(() => controller.abort(), 300);
        },
      },
    );
    await expect(run).rejects.toMatchObject({
      code: "DX_RUNNER_STOPPED",
      hint: "nothing is lost: go on with dx resume",
    });
    await expect(db.query("select * from slow")).rejects.toThrow(/slow/);
  },
);
const digits = sql`(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))`;
const numbers = sql`(select 1 as n from ${digits} as p (n) cross join ${digits} as q (n) cross join ${digits} as r (n) cross join ${digits} as s (n))`;

forEachDatabase("many files are loaded side by side", async ({ db }) => {
  const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
  for (const [index, name] of names.entries())
    writeFileSync(join(folder, `${name}.csv`), `n\n${"1\n".repeat(index + 1)}`);
  const many = defineFlow({
    ...staging,
    outputs: z.unknown(),
    files: () => Object.fromEntries(names.map((name) => [name, join(folder, `${name}.csv`)])),
    process: async (_inputs, ctx) =>
      ctx.parallel.map(
        names,
        (name) => name,
        async (name) => ctx.task(loadSource, { from: { file: name }, into: { scratch: name } }),
      ),
    claims: () => [],
  });
  const options = { databases: { target: db }, approve: async () => "yes" as const };
  const { outputs } = await runFlow(many, { file }, options);
  const rows = outputs as readonly { readonly rows: number }[];
  expect(rows.map((one) => one.rows)).toEqual(names.map((_, index) => index + 1));
});

forEachDatabase(
  "tables of the target itself are copied within it, side by side",
  async ({ db }) => {
    await apply(db, sql`create table customer as select 1 as id`);
    const names = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const copies = defineFlow({
      ...staging,
      outputs: z.unknown(),
      files: () => ({}),
      process: async (_inputs, ctx) =>
        ctx.parallel.map(
          names,
          (name) => name,
          async (name) =>
            ctx.task(loadSource, { from: { table: "customer" }, into: { table: name } }),
        ),
      claims: () => [],
    });
    const options = { databases: { target: db, source: db }, approve: async () => "yes" as const };
    const { outputs } = await runFlow(copies, { file }, options);
    expect(outputs).toEqual(names.map((table) => ({ table, rows: 1, columns: ["id"] })));
    await expect(runFlow(copies, { file }, options)).rejects.toThrow(/c\d/);
    const { plan } = await planFlow(
      copies,
      { file },
      { databases: { target: db, source: db } },
    ).catch(() => ({ plan: "refused" }));
    expect(plan).toBe("refused");
  },
);
